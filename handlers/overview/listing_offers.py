"""Answer a line that states an offer or a need: it may go into the exchange, or to the network as a question."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.exchange.listings.listing_form import open_new_listing
from handlers.exchange.listings.stated_listings import draw_listing_choice, find_stated_direction
from handlers.overview.meeting_offers import on_timed_line
from storage.exchange.listings import NEED, OFFER

router = Router()
DIRECTIONS = dict.fromkeys(verbs.OFFER, OFFER) | dict.fromkeys(verbs.NEED, NEED)


@router.on(Command, "stated", searches=True)
async def on_stated_line(event: Command, turn: Turn) -> Reply | None:
    """Ask whoever writes to the bot alone where it should go; anything else is read as other lines are."""
    early = await turn.store.early_changes.find_early_change(format_message_source(event.place, event.message))
    text = (event.text if early is None else early.text).strip()
    direction = find_stated_direction(text) if not event.files else ""
    first = text.partition(" ")[0]
    if direction and DIRECTIONS.get(verbs.fold_word(first)) == direction and not text.endswith("?"):
        return await _open_told_listing(event, turn, direction, text)
    if not direction or not event.direct:
        return await on_timed_line(dataclasses.replace(event, name="timed"), turn)
    await rights.need_member(turn)
    return Reply(draw_listing_choice(turn.say, text, direction, turn.person))


async def _open_told_listing(event: Command, turn: Turn, direction: str, text: str) -> Reply:
    """Open the form that "tilby 3 MW spillvarme" asks for; a message, or a site that lacks, gets its button."""
    await rights.need_member(turn)
    line = text.split(None, 1)[1]
    reply = await open_new_listing(turn, direction, line) if event.reply_to is None else Reply()
    if reply.form is not None:
        return reply
    return Reply(draw_listing_choice(turn.say, text, direction, turn.person, told=True))
