"""Clocks: the one that only goes forward, and PostgreSQL's, which is everybody's who shares the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

#: seconds for which a look at the server's clock is good
FRESH = 5.0


def wall_clock() -> datetime:
    return datetime.now(UTC)


def boot_clock() -> float:
    """Seconds. Wall clocks jump, monotonic clocks stop while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ServerClock:
    """Hosts differ, and their clocks are set: leases are measured by one clock, carried on by the boot clock."""

    def __init__(self, boot: Callable[[], float] = boot_clock) -> None:
        self.boot = boot
        self._looked: float | None = None
        self._showed = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        if self._looked is None:
            return wall_clock()
        return self._showed + timedelta(seconds=self.boot() - self._looked)

    @property
    def stale(self) -> bool:
        return self._looked is None or self.boot() - self._looked > FRESH

    def set(self, now: datetime) -> None:
        self._looked, self._showed = self.boot(), now.astimezone(UTC)
