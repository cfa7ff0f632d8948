"""What somebody on the page may read, write and change. Raises 403 and 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.playground.guard import refuse
from bot.platforms.playground.translate import NAME, WORKSPACE
from storage.kit.database import Store
from storage.playground.playground_chat import DIRECT, Member, PlaygroundMessage

if TYPE_CHECKING:
    from bot.platforms.playground import Playground


async def may_write(playground: Playground, store: Store, me: Member, channel: str) -> bool:
    """Whether the bot is there too."""
    if channel == DIRECT + me.user:
        return True
    found = None if channel.startswith(DIRECT) else await playground.channel(store, channel)
    if found is None or (not me.secretariat and channel in await store.playground.secret(NAME, WORKSPACE)):
        raise refuse(404, "There is no such channel.")
    return found.bot


async def visible(
    playground: Playground, store: Store, me: Member, id: str, *, removed: bool = False
) -> PlaygroundMessage:
    """A message this member sees; with `removed`, also one of which only the place is left."""
    row = await store.playground.find(id)
    if row is None or (row.removed_at is not None and not removed) or row.only_for not in ("", me.user):
        raise refuse(404, "There is no such message.")
    await may_write(playground, store, me, row.channel)
    return row


async def own(store: Store, me: Member, id: str) -> PlaygroundMessage:
    """A message this member wrote."""
    row = await store.playground.find(id)
    if row is None or row.removed_at is not None:
        raise refuse(404, "There is no such message.")
    if row.author != me.user:
        raise refuse(403, "Only the one who wrote a message may change it.")
    return row


async def root(store: Store, channel: str, thread: str) -> PlaygroundMessage | None:
    """The message that began a thread, also when one of its replies is named."""
    if not thread:
        return None
    row = await store.playground.find(thread)
    if row is not None and row.thread:
        row = await store.playground.find(row.thread)
    if row is None or row.channel != channel or row.only_for:
        raise refuse(404, "There is no such thread.")
    return row
