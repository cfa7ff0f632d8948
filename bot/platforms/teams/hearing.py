"""Which lines in a room are for the bot: those that name it, and replies below its own messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.platforms import Dispatch
from bot.platforms.teams.addresses import happening, room
from handlers.chat.events import Event, Message

#: Teams names a message by the milliseconds since 1970
_DIGITS = 13


async def find_line(dispatch: Dispatch, line: Message) -> Message | None:
    """Return the line as the bot hears it, None where it is not for the bot. Raises NotYet."""
    if await is_ours(dispatch, line):
        return line
    if not line.place.thread or not await _is_forgotten(dispatch, line):
        return line if line.addressed else None
    if line.addressed:
        return replace(line, orphaned=True)
    if not await dispatch.known_by(room(line.place.workspace, line.place.channel)):  # no card of the bot comes here
        return None
    return replace(line, id=_once(line), orphaned=True)


async def is_ours(dispatch: Dispatch, event: Event) -> bool:
    """Return True below a message that is known as the bot's. Raises NotYet."""
    place = event.place
    return bool(place.thread) and await dispatch.ours(room(place.workspace, place.channel), place.thread)


async def _is_forgotten(dispatch: Dispatch, line: Message) -> bool:
    """Return True below a message of the time that a restored database has forgotten.

    Teams does not tell whose it is: it may be the bot's.
    """
    root = line.place.thread
    if not (root.isascii() and root.isdecimal() and len(root) == _DIGITS):
        return False
    return await dispatch.has_forgotten(datetime.fromtimestamp(int(root) / 1000, UTC))


def _once(line: Message) -> str:
    """Return one id for all that this person says below it: they did not turn to the bot, and are told once."""
    return happening(line.place.workspace, line.place.channel, line.place.thread, "forgotten", line.sender.user)
