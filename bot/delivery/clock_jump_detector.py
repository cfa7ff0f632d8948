"""Detect steps of the wall clock against the boot clock, which only goes forward.

After a step, leases are not trusted for a while.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.delivery.delivery_protocol import LEASE, STEP
from storage.kit.clocks import read_boot_clock


class ClockJumpDetector:
    """Detect that the wall clock was set.

    Summer time is no step: it changes what clocks show, not what time it is.
    """

    def __init__(self, wall: Callable[[], datetime], boot: Callable[[], float] = read_boot_clock) -> None:
        self.wall = wall
        self.boot = boot
        self._begun = self._compute_boot_time()
        self._quiet_until = 0.0

    def detect_jump(self) -> timedelta:
        """Return how far the clock was set since the last call; zero for ordinary drift."""
        now = self._compute_boot_time()
        step = now - self._begun
        if abs(step) < STEP:
            return timedelta(0)
        self._begun = now
        self._quiet_until = self.boot() + LEASE.total_seconds()
        return step

    @property
    def has_untrusted_leases(self) -> bool:
        """Return True while leases that seem to have run out may still be running."""
        return self.boot() < self._quiet_until

    def _compute_boot_time(self) -> datetime:
        """Return when the machine was started, by the wall clock."""
        return self.wall() - timedelta(seconds=self.boot())
