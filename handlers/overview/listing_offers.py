"""Answer a line that states an offer or a need: it may go into the exchange, or to the network as a question."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat.cards import Reply
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.exchange.listings.stated_listings import draw_listing_choice, find_stated_direction
from handlers.overview.meeting_offers import on_timed_line

router = Router()


@router.on(Command, "stated", searches=True)
async def on_stated_line(event: Command, turn: Turn) -> Reply | None:
    """Ask whoever writes to the bot alone where it should go; anything else is read as other lines are."""
    early = await turn.store.early_changes.find_early_change(format_message_source(event.place, event.message))
    text = (event.text if early is None else early.text).strip()
    direction = find_stated_direction(text) if event.direct and not event.files else ""
    if not direction:
        return await on_timed_line(dataclasses.replace(event, name="timed"), turn)
    await rights.need_member(turn)
    return Reply(draw_listing_choice(turn.say, text, direction, turn.person))
