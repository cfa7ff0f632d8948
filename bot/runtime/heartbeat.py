"""Write a heartbeat of the process every few seconds: it proves that the database takes writes."""

from __future__ import annotations

import asyncio
import os
import time

import structlog

from bot.delivery.courier import Courier
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()

#: seconds between two heartbeats, and after which a process without one counts as unable to write
INTERVAL, STALE = 10.0, 40.0
#: Size in bytes of a heartbeat after a refused write. If it succeeds, writes of events will too.
BALLAST = 256 * 1024
#: Minimum number of bytes free beside a SQLite file. With fewer its next writes fail.
MARGIN = 1024 * 1024


class HeartbeatWriter:
    """Write the heartbeat, one writer per process, whatever the database answers."""

    def __init__(self, database: Database, courier: Courier, *, worker: bool) -> None:
        self.database = database
        self.courier = courier
        self.worker = worker
        #: time of the last committed heartbeat, by the monotonic and the wall clock; 0 before the first
        self.wrote_at = self.wrote_time = 0.0
        self._failing = False

    async def run_heartbeat_loop(self) -> None:
        """Write a beat every INTERVAL, until cancelled."""
        while True:
            await self.write_process_beat()
            await asyncio.sleep(INTERVAL)

    async def write_process_beat(self) -> None:
        """Write one beat.

        A database that takes no writes is logged once, and once more when it takes writes again.
        """
        # Random, so that no engine can compress it.
        ballast = os.urandom(BALLAST // 2).hex() if self.was_write_refused else ""
        begun = time.monotonic()
        try:
            async with self.database.begin(patient=True) as store:
                await store.heartbeats.record_heartbeat(
                    self.courier.owner, self.find_round_age() if self.worker else None, ballast
                )
                if not self.wrote_at:
                    await store.heartbeats.delete_old_heartbeats()
        except UNAVAILABLE as error:
            self._log_writable_change(failing=True, error=str(error))
            return
        self.wrote_at, self.wrote_time = begun, time.time()
        self._log_writable_change(failing=not self.is_database_writable)

    @property
    def is_database_writable(self) -> bool:
        """Return True if the last write succeeded a short while ago, and the disk has room for the next."""
        free = self.database.count_free_bytes()
        fresh = self.wrote_at > 0 and time.monotonic() - self.wrote_at < STALE
        return fresh and not self.was_write_refused and (free is None or free >= MARGIN)

    @property
    def was_write_refused(self) -> bool:
        """Return True if a write was refused since the last beat that was committed."""
        return self.database.refused_at >= self.wrote_at

    def find_round_age(self) -> float | None:
        """Return the seconds since the courier of this process made a round; None before the first."""
        return time.monotonic() - self.courier.beat if self.courier.beat else None

    def _log_writable_change(self, *, failing: bool, **facts: str) -> None:
        if failing and not self._failing:
            log.warning("the database takes no writes", **facts)
        elif self._failing and not failing:
            log.info("the database takes writes again")
        self._failing = failing
