"""Check what somebody on the page may read, write and change. Raises 403 and 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.playground.event_translation import NAME, WORKSPACE
from bot.platforms.playground.request_guard import build_page_error
from storage.kit.database import Store
from storage.playground.playground_chat import DIRECT, PlaygroundMember, PlaygroundMessage

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform


async def require_channel_access(
    playground: PlaygroundPlatform, store: Store, me: PlaygroundMember, channel: str
) -> bool:
    """Return True if the bot is in the channel too. Raises 404 if the member may not see the channel."""
    if channel == DIRECT + me.user:
        return True
    found = None if channel.startswith(DIRECT) else await playground.find_playground_channel(store, channel)
    if found is None or (
        not me.secretariat and channel in await store.playground_chat.list_secretariat_channels(NAME, WORKSPACE)
    ):
        raise build_page_error(404, "There is no such channel.")
    return found.bot


async def load_visible_message(
    playground: PlaygroundPlatform, store: Store, me: PlaygroundMember, id: str, *, removed: bool = False
) -> PlaygroundMessage:
    """Return a message that this member may see.

    With `removed`, also a message that was removed and of which only the place is left.
    """
    row = await store.playground_chat.find_message(id)
    if row is None or (row.removed_at is not None and not removed) or row.only_for not in ("", me.user):
        raise build_page_error(404, "There is no such message.")
    await require_channel_access(playground, store, me, row.channel)
    return row


async def load_own_message(store: Store, me: PlaygroundMember, id: str) -> PlaygroundMessage:
    """Return a message that this member wrote. Raises 403 or 404."""
    row = await store.playground_chat.find_message(id)
    if row is None or row.removed_at is not None:
        raise build_page_error(404, "There is no such message.")
    if row.author != me.user:
        raise build_page_error(403, "Only the one who wrote a message may change it.")
    return row


async def find_thread_root(store: Store, channel: str, thread: str) -> PlaygroundMessage | None:
    """Return the message that began a thread, also when one of its replies is named. Raises 404."""
    if not thread:
        return None
    row = await store.playground_chat.find_message(thread)
    if row is not None and row.thread:
        row = await store.playground_chat.find_message(row.thread)
    if row is None or row.channel != channel or row.only_for:
        raise build_page_error(404, "There is no such thread.")
    return row
