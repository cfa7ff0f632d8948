"""Group the outcomes of many deliveries into one commit.

An outcome that cannot be written keeps no other waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery.delivery_protocol import SETTLE
from bot.platforms import PermanentError, Sent, TemporaryError
from storage.kit.database import UNAVAILABLE, Database, Store
from storage.queue.delivery_rows import SENDING, Delivery

log = structlog.get_logger()
#: maximum number of outcomes in one transaction, and seconds that the first one waits for others in flight
GROUP, GATHER = 20, 0.02
#: seconds before an outcome is written again after a failure: first and longest pause
PAUSE, LONGEST_PAUSE = 0.5, 8.0


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """Describe how one delivery ended.

    Exactly one of `sent`, `temporary`, `permanent` and `unknown` is set.
    """

    row: Delivery
    sent: Sent | None = None
    temporary: TemporaryError | None = None
    permanent: PermanentError | None = None
    unknown: str = ""
    #: for an unknown outcome: time until the platform is asked
    settle: timedelta = SETTLE
    #: its rate limit buckets, which are held back when the platform throttles
    buckets: tuple[str, ...] = ()
    #: until when its workspace must be paused; and True if it was paused, and answers again
    paused_until: datetime | None = None
    recovered: bool = False


#: writes a group of outcomes in an open unit of work
Record = Callable[[Store, Sequence[DeliveryOutcome]], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _PendingOutcome:
    """Hold an outcome that is not written yet."""

    outcome: DeliveryOutcome
    #: resolved when it is written
    done: asyncio.Future[None]
    #: True after its group failed: it must not make another group fail
    alone: bool = False
    #: loop time of the next try, and the pause before it
    not_before: float = 0.0
    pause: float = PAUSE


class OutcomeWriter:
    """Write outcomes in groups, one writer per worker."""

    def __init__(self, database: Database, record: Record, in_hand: Callable[[], int]) -> None:
        self.database = database
        self.record = record
        #: number of messages being sent, including those whose outcomes wait here
        self.in_hand = in_hand
        self._waiting: list[_PendingOutcome] = []
        self._writer: asyncio.Task[None] | None = None

    async def write_delivery_outcome(self, outcome: DeliveryOutcome) -> None:
        """Write the outcome; return when it is committed."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_PendingOutcome(outcome, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all_groups())
        await done

    async def flush_outcomes(self) -> None:
        if self._writer is not None:
            await self._writer

    async def _wait_for_group(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + GATHER
        while len(self._waiting) < min(GROUP, self.in_hand()) and loop.time() < end:  # noqa: ASYNC110 - not each wakes it
            await asyncio.sleep(GATHER / 8)

    async def _write_all_groups(self) -> None:
        while self._waiting:
            await self._wait_for_group()
            if group := self._pick_next_group():
                await self._write_group(group)
            else:
                await asyncio.sleep(GATHER)

    def _pick_next_group(self) -> list[_PendingOutcome]:
        """Return the outcomes to write next, oldest first; empty while all of them wait for another try."""
        now = asyncio.get_running_loop().time()
        ready = [entry for entry in self._waiting if entry.not_before <= now]
        if ready and ready[0].alone:
            return ready[:1]
        return [entry for entry in ready if not entry.alone][:GROUP]

    async def _write_group(self, group: Sequence[_PendingOutcome]) -> None:
        """Write one group. Keep outcomes that cannot be written, and retry each by itself.

        Nothing else knows what was sent.
        """
        try:
            async with self.database.begin(patient=True) as store:
                await self.record(store, [entry.outcome for entry in group])
        except Exception as error:  # noqa: BLE001 - one failing outcome must not block the others
            self._keep_for_retry(group, error)
        else:
            self._finish_group(group)

    def _keep_for_retry(self, group: Sequence[_PendingOutcome], error: Exception) -> None:
        if not isinstance(error, UNAVAILABLE) and len(group) == 1:
            id = group[0].outcome.row.id
            log.error("outcome cannot be written: it will be asked about", delivery=id, exc_info=error)
            self._finish_group(group)
            return
        log.warning("outcomes are written later", error=type(error).__name__, count=len(group))
        for entry in group:
            entry.outcome.row.state = SENDING
            if entry.alone:
                entry.not_before = asyncio.get_running_loop().time() + entry.pause
                entry.pause = min(2 * entry.pause, LONGEST_PAUSE)
            entry.alone = True

    def _finish_group(self, group: Sequence[_PendingOutcome]) -> None:
        self._waiting = [entry for entry in self._waiting if entry not in group]
        for entry in group:
            if not entry.done.done():
                entry.done.set_result(None)
