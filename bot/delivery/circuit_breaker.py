"""A circuit breaker: a workspace that fails again and again is left alone for a while, then asked once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.kit.clocks import boot_clock
from storage.queue.delivery_rows import Delivery

#: this many failures in this many seconds open it
FAILURES, WITHIN = 5, 10.0
#: seconds between probes, growing from the first to the last
FIRST_PAUSE, LAST_PAUSE = 5.5, 30.0


@dataclass
class Breaker:
    """What one worker has seen of one workspace."""

    clock: Callable[[], float]
    _failures: deque[float] = field(default_factory=lambda: deque(maxlen=FAILURES))
    pause: float = 0.0

    def failed(self) -> float:
        """For how many seconds nobody should try; 0: it may have been chance."""
        now = self.clock()
        self._failures.append(now)
        if not self.pause and (len(self._failures) < FAILURES or now - self._failures[0] > WITHIN):
            return 0.0
        self.pause = min(max(FIRST_PAUSE, self.pause * 2), LAST_PAUSE)
        return self.pause

    def worked(self) -> None:
        self._failures.clear()
        self.pause = 0.0


class Doors:
    """Which workspaces are left alone. What one worker finds out, all know by a slot: whoever takes it may try once."""

    def __init__(self, clock: Callable[[], float] = boot_clock) -> None:
        self.clock = clock
        self._breakers: dict[str, Breaker] = {}
        #: until when, as far as this worker knows
        self._shut: dict[str, datetime] = {}

    def shut(self, now: datetime) -> list[str]:
        """Houses that need not be looked at yet."""
        return [house for house, until in self._shut.items() if now < until]

    def look(self, houses: set[str], slots: Mapping[str, datetime], now: datetime) -> None:
        """What the slots say of these houses."""
        for house in houses:
            until = slots.get(slot(house))
            if until is None:
                self._shut.pop(house, None)
            else:  # further ahead than any pause: by a clock that has been set back since
                self._shut[house] = min(until, now + timedelta(seconds=LAST_PAUSE))

    def wait(self, house: str, now: datetime, taken: dict[str, datetime]) -> datetime | None:
        """When to come back; None: go on. The first to come after the pause tries the handle, the others wait on."""
        until = self._shut.get(house)
        if until is None or now < until:
            return until
        pause = max(FIRST_PAUSE, self._breaker(house).pause)
        self._breaker(house).pause = pause
        self._shut[house] = taken[slot(house)] = now + timedelta(seconds=pause)
        return None

    def failed(self, house: str, now: datetime) -> datetime | None:
        """Until when it must be left alone by everybody, if it must."""
        pause = self._breaker(house).failed()
        if not pause:
            return None
        self._shut[house] = now + timedelta(seconds=pause)
        return self._shut[house]

    def worked(self, house: str) -> bool:
        """Whether it had been shut: everybody must be told that it is open."""
        self._breaker(house).worked()
        return self._shut.pop(house, None) is not None

    def _breaker(self, house: str) -> Breaker:
        return self._breakers.setdefault(house, Breaker(self.clock))


def house_of(row: Delivery) -> str:
    return f"{row.platform}:{row.workspace}"


def slot(house: str) -> str:
    """Under this name the pause of a workspace stands beside the paces of its channels."""
    return f"{house}:!"
