"""Answer who has a flow and who needs one with the listings that say so; without any, the line is read as others."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Card, Reply
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.exchange.listings.sought_listings import (
    SoughtPage,
    draw_sought_listings,
    list_sought_listings,
    read_sought_flow,
)
from handlers.language.bot_request_model import find_bot_request
from handlers.overview.bare_words.network_offer import add_network_offer

router = Router()


@router.on(Command, "sought", searches=True)
async def on_flow_question(event: Command, turn: Turn) -> Reply | None:
    """Show whoever writes to the bot alone the listings; a line of a room, or with a file, goes on to people."""
    early = await turn.store.early_changes.find_early_change(format_message_source(event.place, event.message))
    text = (event.text if early is None else early.text).strip()
    card = await find_sought_card(turn, text) if event.direct and not event.files else None
    if card is not None:
        return Reply(add_network_offer(turn, card, text))
    name, rest = verbs.parse_command(text, seeks=False)
    follow = dataclasses.replace(event, name=name or "ask", text=rest)
    # whatever else the line is taken for runs the gates itself once it goes to people
    return await (rights.run_gated_action if follow.name == "ask" else rights.run_inner_action)(turn, follow)


@router.on(Click, "exchange.sought")
async def on_sought_page(event: Click, turn: Turn) -> Reply:
    page = SoughtPage.parse_value(event.value)
    sought = read_sought_flow(page.text)
    if sought is None:
        raise Missing(turn.say("I cannot find that."))
    card = await draw_sought_listings(turn, sought, await list_sought_listings(turn, sought), page.text, page.skip)
    return Reply(add_network_offer(turn, card, page.text), replace=True)


async def find_sought_card(turn: Turn, text: str) -> Card | None:
    """Return the listings that the line asks for; None where it asks for none, and where people may know of some."""
    sought = read_sought_flow(text)
    if sought is None:
        return None
    found = await list_sought_listings(turn, sought)
    if not found and find_bot_request(text)[0] != "exchange":
        return None
    return await draw_sought_listings(turn, sought, found, text)
