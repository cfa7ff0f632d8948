"""Change the message that was clicked, so that the card shown in its place stays there.

The courier may change the same message meanwhile. What it draws is newer, and stays.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.teams.errors import TeamsOutcomeUnknown
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.platforms.teams.texts import Element
from handlers.chat.places import Place

log = structlog.get_logger()
#: seconds before a replaced card is made permanent, and between further tries
PAUSES = (0.3, 1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class _Replacement:
    activity: Element
    #: when the click had been answered, by the database's clock
    since: datetime


class ClickedMessages:
    """Redraw clicked messages in the background, each by one task."""

    def __init__(self, dispatch: Dispatch, posting: TeamsMessageSender) -> None:
        self.dispatch = dispatch
        self.posting = posting
        self._tasks: set[asyncio.Task[None]] = set()
        #: (place, message) -> newest card, which will replace the shown one
        self._newest: dict[tuple[Place, str], _Replacement] = {}

    def schedule_redraw(self, place: Place, clicked: str, activity: Element, since: datetime) -> None:
        """Redraw a message a moment later; `since`: when its click had been answered."""
        waiting = (place, clicked) in self._newest
        self._newest[place, clicked] = _Replacement(activity, since)
        if not waiting:
            task = asyncio.create_task(self._redraw_clicked_message(place, clicked))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop_redraws(self) -> None:
        """Give pending redraws five more seconds, then cancel them.

        The person who pressed has seen the new card already.
        """
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=5)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _redraw_clicked_message(self, place: Place, clicked: str) -> None:
        try:
            written_since = await self._write_newest_card(place, clicked)
        finally:
            del self._newest[place, clicked]
        if written_since is not None:
            await self.dispatch.repeat_overlapping_redraw(place, clicked, written_since)

    async def _write_newest_card(self, place: Place, clicked: str) -> datetime | None:
        """Draw the newest card of several quick presses; drawing the same card twice does no harm.

        Return when the first card that may have been written was shown; None if nothing was written.
        """
        written_since: datetime | None = None
        for pause in PAUSES:
            await asyncio.sleep(pause)
            newest = self._newest[place, clicked]
            if await self.dispatch.is_message_redrawn(place, clicked, newest.since):
                break
            written_since = written_since or newest.since
            try:
                await self.posting.update_posted_activity(place, clicked, newest.activity)
            except (TemporaryError, TeamsOutcomeUnknown) as error:
                log.info("card not replaced for good yet", message=clicked, why=str(error))
                continue
            except PermanentError as error:
                log.info("card cannot be replaced for good", message=clicked, why=str(error))
                break
            if self._newest[place, clicked] is newest:
                break
        return written_since
