"""Show the trail to the secretariat: who did what and when, never what was written."""

from __future__ import annotations

from handlers.chat.cards import Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature

router = Router()
#: entries on one card
PAGE = 7


@router.on(Click, "admin.trail")
async def on_admin_trail(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this entry, newest first; empty for a first look."""
    return Reply(await draw_trail_card(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_trail_card(turn: Turn, skip: int = 0) -> Card:
    say, found = turn.say, await turn.store.audit_trail.list_newest_acts(PAGE + 1, skip)
    parts: list[Part] = []
    for act, person in found[:PAGE]:
        who = await format_signature(turn.store, person.id, person.stands_for, say) if person else say("automatically")
        what = " ".join(filter(None, (act.action, act.subject)))
        parts.append(Item(what, who, f"{say.format_day(act.at)} {say.format_clock(act.at)}"))
    if not parts:
        parts.append(Text(say("Nothing was done yet.")))
    row = draw_page_buttons(say, "admin.trail", skip, PAGE, more=len(found) > PAGE)
    hint = Text(say("What people wrote is not included. This is stored for two years."), "subtle")
    return Card(say("Who did what"), (*parts, hint, *([Buttons(tuple(row))] if row else [])))
