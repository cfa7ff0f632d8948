"""Publish an edition of what members say of a scheme, after a preview. It names nobody. Raise an issue from it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.issues import issue_submission
from handlers.policy.issues.forms import Filled
from handlers.policy.rounds import edition_previews, round_texts
from handlers.policy.schemes import scheme_list, scheme_totals
from handlers.policy.schemes.lookup import load_visible_scheme
from handlers.policy.schemes.scheme_reports import get_report_year
from storage.policy.published_editions import PublishedEdition
from storage.policy.schemes import Scheme

router = Router()
#: reports on a page
PAGE = 8


@router.on(Click, "schemes.publish")
async def on_scheme_publish(event: Click, turn: Turn) -> Reply:
    """Show what an edition made now would tell. Publish nothing."""
    scheme = await load_visible_scheme(turn, event.value, lock=True)
    return Reply(await _draw_scheme_preview(turn, scheme, await _load_scheme_edition_draft(turn, scheme)))


@router.on(Click, "schemes.confirm_publication")
async def on_scheme_publication_confirm(event: Click, turn: Turn) -> Reply:
    """Publish what was previewed ("7:1234").

    If something has changed since, show the preview once more instead.
    """
    scheme = await load_visible_scheme(turn, event.value, lock=True)
    result = await _load_scheme_edition_draft(turn, scheme)
    if edition_previews.EditionValue.parse_value(event.value).fingerprint != result.fingerprint:
        return Reply(await _draw_scheme_preview(turn, scheme, result, changed=True), replace=event.direct)
    edition = PublishedEdition(scheme_id=scheme.id, data=result.data, made_by_id=turn.person.id)
    await turn.store.published_editions.publish_edition(edition, result.counted)
    return Reply(await scheme_list.draw_scheme_card(turn, scheme), replace=event.direct)


async def _load_scheme_edition_draft(turn: Turn, scheme: Scheme) -> scheme_totals.SchemeEditionDraft:
    """Return what may be published now, for the secretariat. Raise UserError if nothing may be."""
    await rights.need_secretariat(turn)
    result = await scheme_totals.build_scheme_edition_draft(turn.store, scheme, get_report_year(turn.arena, turn.now))
    if result is None:
        text = turn.say(
            "Fewer than nine new reports on {name} since the last edition. Nothing is published until there are nine.",
            name=scheme.name,
        )
        raise UserError(text)
    return result


async def _draw_scheme_preview(
    turn: Turn, scheme: Scheme, result: scheme_totals.SchemeEditionDraft, *, changed: bool = False
) -> Card:
    content = await scheme_totals.draw_scheme_edition_content(
        turn, PublishedEdition(scheme_id=scheme.id, data=result.data)
    )
    value = edition_previews.EditionValue(scheme.id, result.fingerprint).encode_value()
    show = Button(turn.say("Show"), "schemes.open", str(scheme.id))
    parts = edition_previews.draw_edition_announcement(
        turn.say, content, "schemes.confirm_publication", value, (show,), changed=changed
    )
    return Card(scheme.name, tuple(parts))


@router.on(Click, "schemes.reports")
async def on_scheme_reports_page(event: Click, turn: Turn) -> Reply:
    """Show each report of this year to the secretariat: "3:8" is the page that begins with the ninth."""
    scheme, say = await load_visible_scheme(turn, event.value), turn.say
    await rights.need_secretariat(turn)
    skip = RecordPage.parse_value(event.value).page
    reports = await turn.store.schemes.list_scheme_reports(scheme.id, get_report_year(turn.arena, turn.now))
    verdicts, sharing = round_texts.list_verdict_labels(say), round_texts.list_sharing_labels(say)
    parts: list[Part] = [
        Item(organisation.name, report.reason, f"{verdicts[report.verdict]} · {sharing[report.shared]}", marked=True)
        for report, organisation in reports[skip : skip + PAGE]
    ]
    if not reports:
        parts.append(Text(say("Nobody has reported on it this year.")))
    more = skip + PAGE < len(reports)
    row = draw_page_buttons(say, "schemes.reports", skip, PAGE, more=more, value=lambda at: RecordPage(scheme.id, at))
    card = Card(scheme.name, (*parts, *([Buttons(tuple(row))] if row else [])))
    return Reply(card, replace=event.value != str(scheme.id))


@router.on(Click, "schemes.raise", opens=True)
async def on_scheme_raise_open(event: Click, turn: Turn) -> Reply:
    """Open the form of an issue, filled with what is published of the scheme and nothing else."""
    scheme, say = await load_visible_scheme(turn, event.value), turn.say
    published = await turn.store.published_editions.list_editions_of_scheme(scheme.id)
    if not published:
        raise UserError(say("Nothing is published of {name} yet.", name=scheme.name))
    lines = [scheme_totals.describe_scheme_edition(say, edition) for edition in published]
    for edition in published:
        lines += [
            f"- {text}{f' ({by})' if by else ''}"
            for text, by in await scheme_totals.list_shared_reasons(turn.store, edition, say)
        ]
    lead = say("This is what members say about {name}, without names.", name=scheme.name)
    filled: Filled = {
        "title": say("{name} should meet industry's needs", name=scheme.name),
        "problem": "\n".join((lead, *lines))[:3000],
        "topics": ("virkemidler",),
        "addressee": scheme.name,
    }
    return Reply(form=await issue_submission.draw_form_from_values(turn, filled))
