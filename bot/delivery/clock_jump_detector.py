"""Steps of the wall clock, seen against the clock that only goes forward: a lease proves nothing for a while after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.delivery.delivery_protocol import LEASE, STEP
from storage.kit.clocks import boot_clock


class Steps:
    """Summer time is none: it changes what clocks show, not what time it is."""

    def __init__(self, wall: Callable[[], datetime], boot: Callable[[], float] = boot_clock) -> None:
        self.wall = wall
        self.boot = boot
        self._begun = self._measure()
        self._quiet_until = 0.0

    def taken(self) -> timedelta:
        """How far the clock was set since the last look; nothing for what clocks do by themselves."""
        now = self._measure()
        step = now - self._begun
        if abs(step) < STEP:
            return timedelta(0)
        self._begun = now
        self._quiet_until = self.boot() + LEASE.total_seconds()
        return step

    @property
    def quiet(self) -> bool:
        """Whether leases that seem to have run out may be running yet."""
        return self.boot() < self._quiet_until

    def _measure(self) -> datetime:
        """When the machine was started, by the wall clock."""
        return self.wall() - timedelta(seconds=self.boot())
