"""Group commit: many deliveries end in one transaction, and one that cannot be written keeps no other waiting."""

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
#: outcomes written in one transaction, and how long the first of them waits for others that are in hand, in seconds
GROUP, GATHER = 20, 0.02
#: seconds before an outcome is tried again that the database did not take: the first time, and at the most
PAUSE, LONGEST_PAUSE = 0.5, 8.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exactly one of the first four."""

    row: Delivery
    sent: Sent | None = None
    temporary: TemporaryError | None = None
    permanent: PermanentError | None = None
    unknown: str = ""
    #: where it is unknown: how long until the platform is asked
    settle: timedelta = SETTLE
    #: the buckets it was paced by, held back when the platform throttles
    buckets: tuple[str, ...] = ()
    #: its workspace is to be left alone until then; it had been, and answers again
    shut: datetime | None = None
    opened: bool = False


#: writes a group in an open unit of work
Record = Callable[[Store, Sequence[Outcome]], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _Entry:
    """An outcome that is not written yet."""

    outcome: Outcome
    #: done when it is written
    done: asyncio.Future[None]
    #: it was in a group that could not be written: it must not spoil another one
    alone: bool = False
    #: by the loop's clock, and the pause before that
    not_before: float = 0.0
    pause: float = PAUSE


class OutcomeWriter:
    """One per worker."""

    def __init__(self, database: Database, record: Record, in_hand: Callable[[], int]) -> None:
        self.database = database
        self.record = record
        #: messages that are being sent, with those whose outcome waits here
        self.in_hand = in_hand
        self._waiting: list[_Entry] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, outcome: Outcome) -> None:
        """Returns when the outcome is committed."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Entry(outcome, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_groups())
        await done

    async def flush(self) -> None:
        if self._writer is not None:
            await self._writer

    async def _gather(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + GATHER
        while len(self._waiting) < min(GROUP, self.in_hand()) and loop.time() < end:  # noqa: ASYNC110 - not each wakes it
            await asyncio.sleep(GATHER / 8)

    async def _write_groups(self) -> None:
        while self._waiting:
            await self._gather()
            if group := self._next_group():
                await self._write_group(group)
            else:
                await asyncio.sleep(GATHER)

    def _next_group(self) -> list[_Entry]:
        """The outcomes to write next, oldest first; none while all of them wait for another try."""
        now = asyncio.get_running_loop().time()
        ready = [entry for entry in self._waiting if entry.not_before <= now]
        if ready and ready[0].alone:
            return ready[:1]
        return [entry for entry in ready if not entry.alone][:GROUP]

    async def _write_group(self, group: Sequence[_Entry]) -> None:
        """What was sent is known here and nowhere else: what cannot be written is kept, and tried again by itself."""
        try:
            async with self.database.begin(patient=True) as store:
                await self.record(store, [entry.outcome for entry in group])
        except Exception as error:  # noqa: BLE001 - a bug in one must not keep the others from being written
            self._keep(group, error)
        else:
            self._settle(group)

    def _keep(self, group: Sequence[_Entry], error: Exception) -> None:
        if not isinstance(error, UNAVAILABLE) and len(group) == 1:
            id = group[0].outcome.row.id
            log.error("outcome cannot be written: it will be asked about", delivery=id, exc_info=error)
            self._settle(group)
            return
        log.warning("outcomes are written later", error=type(error).__name__, count=len(group))
        for entry in group:
            entry.outcome.row.state = SENDING
            if entry.alone:
                entry.not_before = asyncio.get_running_loop().time() + entry.pause
                entry.pause = min(2 * entry.pause, LONGEST_PAUSE)
            entry.alone = True

    def _settle(self, group: Sequence[_Entry]) -> None:
        self._waiting = [entry for entry in self._waiting if entry not in group]
        for entry in group:
            if not entry.done.done():
                entry.done.set_result(None)
