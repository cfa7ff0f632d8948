"""Convert messages to the bot into the commands that they begin with."""

from __future__ import annotations

from handlers.chat.events import Event, Message
from handlers.chat.places import Place
from handlers.chat.typed_commands import build_typed_command
from storage.kit.database import Store


async def convert_to_command(store: Store, event: Event) -> Event:
    """Convert a message to the bot into a command, unless it continues a thread that the bot opened.

    Any other event is returned as it is.
    """
    if not isinstance(event, Message) or not event.addressed or event.orphaned:
        return event
    return event if await _continues_own_thread(store, event.place) else build_typed_command(event)


async def _continues_own_thread(store: Store, place: Place) -> bool:
    if not place.thread:
        return False
    opening = await store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, place.thread
    )
    return opening is not None
