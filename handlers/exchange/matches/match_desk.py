"""Show the facilitator's desk: who is to be rung, what comes next, what one answer or one bridge would make a match."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.matches.desk_entries import (
    DeskEntry,
    list_dated_matches,
    list_near_entries,
    list_urgent_entries,
)
from handlers.exchange.matches.desk_items import draw_desk_item

router = Router()
#: parts of the desk, in their order
URGENT, DATED, ANSWERS, NEAR = "urgent", "dated", "answers", "near"
#: entries on a page: of one part, or of all parts on the first
PAGE = 4


class DeskPage(ButtonValue, frozen=True):
    """Hold which part of the desk is shown from which entry on; without a part: the first page."""

    skip: int
    part: str = ""


@router.on(Click, "matches.desk")
async def on_matches_desk(event: Click, turn: Turn) -> Reply:
    page = DeskPage.parse_value(event.value) if event.value else DeskPage(0)
    return Reply(await draw_match_desk(turn, page), replace=bool(event.value))


async def draw_match_desk(turn: Turn, page: DeskPage | None = None) -> Card:
    """Draw one page of a part; or of all parts, with one of each and what is left of the page for the first."""
    page, entries = page or DeskPage(0), await load_desk(turn)
    if page.part in entries:
        return await _draw_desk_part(turn, page, entries[page.part])
    say = turn.say
    parts: list[Part] = []
    row = []
    filled = [(part, found) for part, found in entries.items() if found]
    for place, (part, found) in enumerate(filled):
        shown = 1 if place else PAGE - len(filled) + 1
        parts.append(Text(f"{name_desk_part(say, part)} ({len(found)})", "strong"))
        parts += [await draw_desk_item(turn, entry) for entry in found[:shown]]
        if len(found) > shown:
            row.append(Button(name_desk_part(say, part), "matches.desk", DeskPage(0, part).encode_value()))
    if not parts:
        parts.append(Text(say("No match wants a facilitator now.")))
    row += [Button(say("Reasons for no"), "matches.reasons"), Button(say("Measures"), "matches.measures")]
    return Card(say("The facilitator's list"), (*parts, Buttons(tuple(row))))


async def load_desk(turn: Turn) -> dict[str, Sequence[DeskEntry]]:
    """Return the entries of each part of the desk, in the order in which they are shown."""
    store = turn.store
    urgent = await list_urgent_entries(store)
    return {
        URGENT: urgent,
        DATED: await list_dated_matches(store, urgent),
        ANSWERS: await list_near_entries(store, answers=True),
        NEAR: await list_near_entries(store, answers=False),
    }


async def _draw_desk_part(turn: Turn, page: DeskPage, found: Sequence[DeskEntry]) -> Card:
    say, skip = turn.say, page.skip
    parts: list[Part] = [await draw_desk_item(turn, entry) for entry in found[skip : skip + PAGE]]
    row = [Button(say("The facilitator's list"), "matches.desk", DeskPage(0).encode_value())]
    more = len(found) > skip + PAGE
    row += draw_page_buttons(say, "matches.desk", skip, PAGE, more=more, value=lambda at: DeskPage(at, page.part))
    return Card(name_desk_part(say, page.part), (*parts, Buttons(tuple(row))))


def name_desk_part(say: Say, part: str) -> str:
    return {
        URGENT: say("Ring these"), DATED: say("By next date"), ANSWERS: say("One answer from a match"),
        NEAR: say("Fails in one thing"),
    }[part]  # fmt: skip


async def list_secretariat_matches(turn: Turn) -> list[Item]:
    """Return one line with the number of matches that wait for somebody of the secretariat."""
    waiting = await list_urgent_entries(turn.store) if turn.person.secretariat else ()
    if not waiting:
        return []
    title = turn.say("Matches that want a facilitator ({n})", n=len(waiting))
    return [Item(title, buttons=(Button(turn.say("Show"), "matches.desk"),))]
