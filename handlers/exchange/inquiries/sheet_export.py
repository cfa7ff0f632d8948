"""Export sheets as a file, in each language: all of them for whoever asked, and a park's own for the park."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat import signed_links
from handlers.chat.cards import Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext, RenderContext, Turn
from handlers.directory.file_links import offer_file_links
from handlers.documents import Heading, Paper, Paragraph, Part, Table
from handlers.exchange.inquiries.sheet_view import ParkSheet, describe_standing, load_park_sheets
from handlers.exchange.plots.plot_rows import describe_grid_notes, list_area_rows, list_plot_sections
from handlers.policy.rounds import round_texts
from handlers.policy.rounds.inquirers import is_inquirer
from handlers.policy.rounds.lookup import list_reader_organisation_ids, load_visible_round, may_see_round
from handlers.policy.rounds.sheets import describe_offered_plot, label_verdicts
from handlers.questions.live.page_readers import find_page_reader
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import DRAFT, INQUIRY, Round

router = Router()
PURPOSE, PATH = "inquiries.file", "/data/inquiry/{token}"
#: relative widths of the columns: label, value
WIDTHS = (2, 4)


@router.on(Click, "inquiries.file")
async def on_sheet_file(event: Click, turn: Turn) -> Reply:
    round = await load_visible_round(turn, event.value)
    return offer_file_links(turn, PURPOSE, PATH, round.id, f"{round.code} {round.title}")


async def build_linked_sheets(store: Store, arena: Arena, token: str, language: str) -> Paper | None:
    """Build what a link opens now, by its reader's rights of today; None where there is nothing for them."""
    link = signed_links.parse_link_token(arena, PURPOSE, token, store.now)
    who = await find_page_reader(store, link) if link is not None and link.person_id else None
    round = await store.rounds.find(link.id) if link is not None else None
    if who is None or who.person is None or round is None or round.form != INQUIRY or round.state == DRAFT:
        return None
    if not await may_see_round(store, who.person, round):
        return None
    at = LinkContext(store, Say(language, arena.zone), arena)
    return _build_sheet_paper(at, round, await _list_sheets_for(at, who.person, round))


async def _list_sheets_for(at: RenderContext, person: Person, round: Round) -> list[ParkSheet]:
    """Return all that are asked for whoever asked, and for others their own organisations alone."""
    found = await load_park_sheets(at, round)
    if person.secretariat or await is_inquirer(at.store, person, round):
        return found
    mine = await list_reader_organisation_ids(at.store, person)
    return [one for one in found if one.park.id in mine]


def _build_sheet_paper(at: RenderContext, round: Round, found: list[ParkSheet]) -> Paper:
    say, parts = at.say, list[Part]()
    parts.append(Paragraph(round_texts.describe_round_state_line(at, round), "subtle"))
    parts += [Heading(say("What is looked for")), Paragraph(round.why, marked=True)]
    parts.append(Table(tuple((one.park.name, describe_standing(say, one)) for one in found), widths=WIDTHS))
    for one in found:
        parts += _draw_park_sheet(say, one)
    return Paper(
        title=round.title, parts=tuple(parts), language=say.language, name=f"sheets-{round.code}",
        author=at.arena.name, subject=say("Inquiry {code}", code=round.code), keywords=round.code, made_at=at.now,
    )  # fmt: skip


def _draw_park_sheet(say: Say, one: ParkSheet) -> list[Part]:
    """Draw one park's sheet as it was sent; nothing for a park that has none."""
    if one.sheet is None:
        return []
    parts: list[Part] = [Heading(one.park.name), Paragraph(label_verdicts(say)[one.sheet.verdict], "strong")]
    if one.answer.said_at is not None:
        parts.append(Paragraph(say("Sent on {day}", day=say.format_day(one.answer.said_at)), "subtle"))
    lines = ((say("What is missing"), one.sheet.missing), (say("Besides"), one.sheet.note))
    rows = tuple((label, text) for label, text in lines if text)
    parts += [Table(rows, widths=WIDTHS)] if rows else []
    for code, values in one.sheet.plots.items():
        parts += draw_plot_on_paper(say, describe_offered_plot(code, values), values)
    return parts


def draw_plot_on_paper(say: Say, title: str, values: Mapping[str, Any]) -> list[Part]:
    """Draw all that is known of a plot, part by part."""
    rows = [*list_area_rows(say, values), *(row for _, _, found in list_plot_sections(say, values) for row in found)]
    note = describe_grid_notes(say, values)
    parts: list[Part] = [Heading(title, 2), Table(tuple(rows), widths=WIDTHS)]
    return [*parts, Paragraph(note, "subtle")] if note else parts
