"""List a person's own reminders, for them alone: what has come and is not done stands first."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.overview.own_reminders.new_reminders import MOST_REMINDERS
from handlers.overview.own_reminders.reminder_cards import LIST, draw_reminder_item

router = Router()
#: reminders on a page of the list
PAGE = 6


@router.on(Click, "reminders.list")
async def on_reminder_list(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_reminder_list(turn, parse_position(event.value)), replace=event.value != "")


async def draw_reminder_list(turn: Turn, skip: int = 0, lead: str = "") -> Card:
    """Draw a page of what is not done, the earliest first."""
    say, found = turn.say, await turn.store.own_reminders.list_open_reminders(turn.person.id, MOST_REMINDERS)
    skip = skip if skip < len(found) else 0
    parts: list[Part] = [draw_reminder_item(turn, one, LIST) for one in found[skip : skip + PAGE]]
    if not found:
        parts.append(Text(say("You have none. Write for example “remind me on Friday at 9 to call the grid company”.")))
    parts[:0] = [Text(lead)] if lead else []
    row = draw_page_buttons(say, "reminders.list", skip, PAGE, more=skip + PAGE < len(found), value=str)
    return Card(say("Your reminders"), (*parts, Buttons((*row, Button(say("Reminders and hours"), "members.hours")))))
