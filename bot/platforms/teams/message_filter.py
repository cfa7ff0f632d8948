"""Select the messages of a room that are for the bot: those that name it, and replies below its own messages."""

from __future__ import annotations

from dataclasses import replace

from bot.platforms import Dispatch
from bot.platforms.teams.addresses import build_room_place, build_teams_event_id, parse_message_time
from handlers.chat.events import Event, Message


async def find_heard_message(dispatch: Dispatch, line: Message) -> Message | None:
    """Return the message as the bot hears it; None if it is not for the bot. Raises NotYet."""
    if await is_below_bot_message(dispatch, line):
        return line
    if not line.place.thread or not await _is_below_forgotten_message(dispatch, line):
        return line if line.addressed else None
    if line.addressed:
        return replace(line, orphaned=True)
    if not await dispatch.find_room_workspace(
        build_room_place(line.place.workspace, line.place.channel)
    ):  # the bot posts no cards here
        return None
    return replace(line, id=_build_orphan_id(line), orphaned=True)


async def is_below_bot_message(dispatch: Dispatch, event: Event) -> bool:
    """Return True if the event is below a message known as the bot's. Raises NotYet."""
    place = event.place
    return bool(place.thread) and await dispatch.is_bot_message(
        build_room_place(place.workspace, place.channel), place.thread
    )


async def _is_below_forgotten_message(dispatch: Dispatch, line: Message) -> bool:
    """Return True below a message of the time that a restored database has lost.

    Teams does not say who wrote that message: it may be the bot.
    """
    begun = parse_message_time(line.place.thread)
    return begun is not None and await dispatch.is_lost_in_restore(begun)


def _build_orphan_id(line: Message) -> str:
    """Return one id for all messages of this person in the thread.

    They did not address the bot, and are answered once.
    """
    return build_teams_event_id(
        line.place.workspace, line.place.channel, line.place.thread, "forgotten", line.sender.user
    )
