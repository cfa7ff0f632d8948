"""List the schemes, with what is published of each and the reader's own reports. The secretariat adds schemes."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Quote, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.policy.rounds import round_texts
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from handlers.policy.schemes import scheme_totals
from handlers.policy.schemes.lookup import list_known_schemes, load_visible_scheme, may_see_scheme
from handlers.policy.schemes.scheme_reports import get_report_year
from storage.policy.schemes import Scheme

router = Router()
PAGE = 4
#: maximum numbers of characters
NAME, ABOUT = 100, 500


@router.on(Click, "schemes.list")
async def on_scheme_list_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_scheme_list(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_scheme_list(turn: Turn, skip: int = 0) -> Card:
    say, known = turn.say, await list_known_schemes(turn.store)
    schemes = [one for one in known if await may_see_scheme(turn.store, turn.person, one)]
    parts: list[Part] = [
        Text(say("Does it meet industry's needs? Tell us when you know. Answers are shared without names."))
    ]
    parts += [await _draw_scheme_item(turn, scheme) for scheme in schemes[skip : skip + PAGE]]
    parts += draw_page_note(say, skip, PAGE, len(schemes))
    row = [Button(say("Input rounds"), "rounds.page")]
    if turn.person.secretariat:
        row.insert(0, Button(say("Add a scheme"), "schemes.add"))
    row += draw_page_buttons(say, "schemes.list", skip, PAGE, more=len(schemes) > skip + PAGE)
    return Card(say("Schemes"), (*parts, *await draw_unconfirmed_notice(turn), Buttons(tuple(row))))


async def _draw_scheme_item(turn: Turn, scheme: Scheme) -> Item:
    say, id = turn.say, str(scheme.id)
    published = await turn.store.published_editions.list_editions_of_scheme(scheme.id)
    told = scheme_totals.describe_scheme_edition(say, published[-1]) if published else say("Nothing is published yet.")
    row = (Button(say("Report experience"), "schemes.report", id), Button(say("Show"), "schemes.open", id))
    return Item(scheme.name, told, " · ".join(await describe_own_reports(turn, scheme)), row)


async def describe_own_reports(turn: Turn, scheme: Scheme) -> list[str]:
    """Return what the reader's organisations have reported this year."""
    found, year = [], get_report_year(turn.arena, turn.now)
    for id in sorted(await list_reader_organisation_ids(turn.store, turn.person)):
        report = await turn.store.schemes.find_scheme_report(scheme.id, id, year)
        organisation = await turn.store.organisations.find(id)
        if report is not None and organisation is not None:
            found.append(f"{organisation.name}: {round_texts.list_verdict_labels(turn.say)[report.verdict]}")
    return found


@router.on(Click, "schemes.open")
async def on_scheme_open(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_scheme_card(turn, await load_visible_scheme(turn, event.value)))


async def draw_scheme_card(turn: Turn, scheme: Scheme) -> Card:
    """Draw the published editions, newest first. The secretariat also sees the reports that wait."""
    say, id, parts = turn.say, str(scheme.id), list[Part]()
    if scheme.about:
        parts.append(Quote(scheme.about))
    parts += [Text(text) for text in await describe_own_reports(turn, scheme)]
    published = await turn.store.published_editions.list_editions_of_scheme(scheme.id)
    parts += [
        part for edition in reversed(published) for part in await scheme_totals.draw_scheme_edition(turn, edition)
    ]
    if not published:
        parts.append(Text(say("Nothing is published yet. It takes at least nine organisations."), "subtle"))
    row = []
    if scheme.retired_at is None:
        row.append(Button(say("Report experience"), "schemes.report", id, "primary"))
    if published:
        row.append(Button(say("Raise as issue"), "schemes.raise", id))
    if turn.person.secretariat:
        reports = await turn.store.schemes.list_scheme_reports(scheme.id, get_report_year(turn.arena, turn.now))
        parts.append(Text(say.many("{n} report this year", "{n} reports this year", len(reports)), "subtle"))
        row.append(Button(say("Publish totals"), "schemes.publish", id))
        row.append(Button(say("The reports"), "schemes.reports", id))
        label = say("Ask members again") if scheme.retired_at else say("Stop asking about it")
        row.append(Button(label, "schemes.retire", id))
    return Card(scheme.name, (*parts, Buttons(tuple(row))))


@router.on(Click, "schemes.add", opens=True)
async def on_scheme_add_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    fields = (
        Field("name", say("Name"), most=NAME),
        Field("about", say("What does it support?"), "text", required=False, most=ABOUT),
    )
    return Reply(form=Form(say("Add a scheme"), "schemes.add", fields, say("Save")))


@router.on(Submission, "schemes.add")
async def on_scheme_add_submit(event: Submission, turn: Turn) -> Reply:
    say, name = turn.say, " ".join(event.get_text("name").split())[:NAME]
    await list_known_schemes(turn.store)
    if not name:
        raise UserError("", {"name": say("Write its name.")})
    if await turn.store.schemes.find_scheme_by_name(name) is not None:
        raise UserError("", {"name": say("{name} is there already.", name=name)})
    scheme = await turn.store.schemes.add(Scheme(name=name, about=event.get_text("about")[:ABOUT]))
    return Reply(await draw_scheme_card(turn, scheme))


@router.on(Click, "schemes.retire")
async def on_scheme_retire(event: Click, turn: Turn) -> Reply:
    """Stop asking about the scheme, or ask again at the next click. Its reports are kept."""
    scheme = await load_visible_scheme(turn, event.value, lock=True)
    scheme.retired_at = None if scheme.retired_at else turn.now
    return Reply(await draw_scheme_card(turn, scheme), replace=event.direct)
