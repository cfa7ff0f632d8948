"""Provide the monotonic boot clock, PostgreSQL's clock, which all processes share, and one that can be moved."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

#: seconds for which a reading of the server's clock is used
FRESH_SECONDS = 5.0


def read_wall_clock() -> datetime:
    return datetime.now(UTC)


def read_boot_clock() -> float:
    """Return seconds since the boot. Wall clocks jump, and monotonic clocks stop while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class MovableClock:
    """Run ahead of the machine's clock by as long as it was moved: nothing at first."""

    def __init__(self) -> None:
        self._lead = timedelta(0)

    def __call__(self) -> datetime:
        return read_wall_clock() + self._lead

    def get_lead(self) -> timedelta:
        return self._lead

    def read_boot(self) -> float:
        """Return the boot clock as it would be: a move is no step of the wall clock alone."""
        return read_boot_clock() + self._lead.total_seconds()

    def move_forward(self, moment: datetime) -> None:
        """Let it be this moment now. A moment that has passed changes nothing."""
        self._lead += max(timedelta(0), moment - self())


class ServerClock:
    """Measure leases by the server's clock, carried on by the boot clock.

    Hosts' clocks differ, and are set.
    """

    def __init__(self, boot: Callable[[], float] = read_boot_clock) -> None:
        self.boot = boot
        self._looked: float | None = None
        self._showed = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        if self._looked is None:
            return read_wall_clock()
        return self._showed + timedelta(seconds=self.boot() - self._looked)

    @property
    def is_outdated(self) -> bool:
        return self._looked is None or self.boot() - self._looked > FRESH_SECONDS

    def set_server_time(self, now: datetime) -> None:
        self._looked, self._showed = self.boot(), now.astimezone(UTC)
