"""A circuit breaker: a platform that fails again and again is left alone for a while, then asked once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

#: this many failures in this many seconds open it
FAILURES, WITHIN = 5, 10.0
#: seconds between probes, growing from the first to the last
FIRST_PAUSE, LAST_PAUSE = 5.0, 30.0


@dataclass
class Breaker:
    """One per platform and workspace."""

    clock: Callable[[], float] = time.monotonic
    _failures: deque[float] = field(default_factory=lambda: deque(maxlen=FAILURES))
    _pause: float = 0.0
    _closed_until: float = 0.0
    _probing: bool = False

    def wait(self) -> float:
        """Seconds to leave the platform alone; 0 when this caller may try. Half open, only one may."""
        if not self._pause:
            return 0.0
        left = self._closed_until - self.clock()
        if left > 0 or self._probing:
            return max(left, 1.0)
        self._probing = True
        return 0.0

    def failed(self) -> None:
        now = self.clock()
        self._failures.append(now)
        if self._probing or (len(self._failures) == FAILURES and now - self._failures[0] <= WITHIN):
            self._pause = min(max(FIRST_PAUSE, self._pause * 2), LAST_PAUSE)
            self._closed_until = now + self._pause
        self._probing = False

    def worked(self) -> None:
        self._failures.clear()
        self._pause, self._probing = 0.0, False

    @property
    def open(self) -> bool:
        return self._pause > 0
