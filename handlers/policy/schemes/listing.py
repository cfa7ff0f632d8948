"""List: the schemes, what is published of each, and what one's own organisation has said; the secretariat adds some."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.rounds import words
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from handlers.policy.schemes import counting
from handlers.policy.schemes.keeping import year_of
from handlers.policy.schemes.known import known
from handlers.policy.schemes.lookup import load_visible_scheme
from storage.policy.schemes import Scheme

router = Router()
PAGE = 6
#: characters
NAME, ABOUT = 100, 500


@router.on(Click, "schemes.list")
async def show_all(event: Click, turn: Turn) -> Reply:
    skip = int(event.value) if event.value.isdecimal() and len(event.value) < 5 else 0
    return Reply(await list_card(turn, skip), replace=bool(event.value))


async def list_card(turn: Turn, skip: int = 0) -> Card:
    say, schemes = turn.say, await known(turn.store)
    parts: list[Part] = [Text(say("Does it hit what industry needs? Say it when you know; it is told without names."))]
    parts += [await _item(turn, scheme) for scheme in schemes[skip : skip + PAGE]]
    row = [Button(say("Input rounds"), "rounds.page")]
    if turn.person.secretariat:
        row.insert(0, Button(say("Add a scheme"), "schemes.add"))
    if len(schemes) > skip + PAGE:
        row.append(Button(say("Next page"), "schemes.list", str(skip + PAGE)))
    if skip:
        row.append(Button(say("Previous page"), "schemes.list", str(max(skip - PAGE, 0))))
    return Card(say("Schemes"), (*parts, Buttons(tuple(row))))


async def _item(turn: Turn, scheme: Scheme) -> Item:
    say, id = turn.say, str(scheme.id)
    published = await turn.store.editions.of_scheme(scheme.id)
    told = counting.line(say, published[-1]) if published else say("Nothing is published yet.")
    row = (Button(say("Hits or misses"), "schemes.report", id), Button(say("Show"), "schemes.open", id))
    return Item(scheme.name, told, " · ".join(await own(turn, scheme)), row)


async def own(turn: Turn, scheme: Scheme) -> list[str]:
    """What one's own organisations have said this year."""
    found, year = [], year_of(turn.arena, turn.now)
    for id in sorted(await list_reader_organisation_ids(turn.store, turn.person)):
        report = await turn.store.schemes.report(scheme.id, id, year)
        house = await turn.store.organisations.find(id)
        if report is not None and house is not None:
            found.append(f"{house.name}: {words.verdicts(turn.say)[report.verdict]}")
    return found


@router.on(Click, "schemes.open")
async def open_scheme(event: Click, turn: Turn) -> Reply:
    return Reply(await card(turn, await load_visible_scheme(turn, event.value)))


async def card(turn: Turn, scheme: Scheme) -> Card:
    """What is published, newest first; for the secretariat also what waits to be."""
    say, id, parts = turn.say, str(scheme.id), list[Part]()
    if scheme.about:
        parts.append(Text(scheme.about))
    parts += [Text(text) for text in await own(turn, scheme)]
    published = await turn.store.editions.of_scheme(scheme.id)
    parts += [part for edition in reversed(published) for part in await counting.parts(turn, edition)]
    if not published:
        parts.append(Text(say("Nothing is published yet. It takes at least nine organisations."), "subtle"))
    row = []
    if scheme.retired_at is None:
        row.append(Button(say("Hits or misses"), "schemes.report", id, "primary"))
    if published:
        row.append(Button(say("Raise as issue"), "schemes.raise", id))
    if turn.person.secretariat:
        reports = await turn.store.schemes.reports(scheme.id, year_of(turn.arena, turn.now))
        parts.append(Text(say.many("{n} report this year", "{n} reports this year", len(reports)), "subtle"))
        row.append(Button(say("Publish totals"), "schemes.publish", id))
        row.append(Button(say("The reports"), "schemes.reports", id))
        label = say("Ask about it again") if scheme.retired_at else say("Ask about it no more")
        row.append(Button(label, "schemes.retire", id))
    return Card(scheme.name, (*parts, Buttons(tuple(row))))


@router.on(Click, "schemes.add", opens=True)
async def write(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    fields = (
        Field("name", say("Name"), most=NAME),
        Field("about", say("What does it support?"), "text", required=False, most=ABOUT),
    )
    return Reply(form=Form(say("Add a scheme"), "schemes.add", fields, say("Save")))


@router.on(Submission, "schemes.add")
async def add(event: Submission, turn: Turn) -> Reply:
    say, name = turn.say, " ".join(event.text("name").split())[:NAME]
    await known(turn.store)
    if not name:
        raise UserError("", {"name": say("Write its name.")})
    if await turn.store.schemes.named(name) is not None:
        raise UserError("", {"name": say("{name} is there already.", name=name)})
    scheme = await turn.store.schemes.add(Scheme(name=name, about=event.text("about")[:ABOUT]))
    return Reply(await card(turn, scheme))


@router.on(Click, "schemes.retire")
async def retire(event: Click, turn: Turn) -> Reply:
    """What was said of it stays; pressed again, it is asked about again."""
    scheme = await load_visible_scheme(turn, event.value, lock=True)
    scheme.retired_at = None if scheme.retired_at else turn.now
    return Reply(await card(turn, scheme), replace=event.direct)
