"""The door: how much may be inside at once, so that whoever is let in is answered before their platform gives up.

Inside, everybody waits in order for the database (`storage.kit.lanes`). Whom that line would keep too long is refused
at once, and tells again: to refuse costs nothing, and a platform that waits in vain tells again all the same.

How long the line takes is known from what an event costs in processor time, and from how much of a processor this
process gets just now: other programs may have begun to work a moment ago.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.platforms import Overloaded

#: seconds of waiting that are promised to nobody: platforms wait for three
PATIENCE = 2.2
#: seconds after which somebody is to come again at the latest
LATEST = 60.0
#: events that are let in whatever they take: the database serves them at once
WIDTH = 5
#: seconds of a processor for each event, before any was answered, and the weight of each that was
GUESS, WEIGHT = 0.02, 0.1
#: how many times dearer than expected one event may count: what else was done meanwhile says nothing of the others
DEAREST = 2.0
#: seconds over which the share of a processor is looked at, and the weight of each look
LOOK, SHARE_WEIGHT = 0.02, 0.5

_inside: ContextVar[bool] = ContextVar("inside", default=False)
Clock = Callable[[], float]


class Pace:
    """How fast events are answered while others wait."""

    def __init__(self, clock: Clock, processor: Clock) -> None:
        self._clock = clock
        self._processor = processor
        self._cost, self._share = GUESS, 1.0
        self._looked_at = (0.0, 0.0)
        #: processor time when the last event was answered
        self._answered_at = 0.0

    @property
    def seconds(self) -> float:
        """Seconds from one answer to the next."""
        return self._cost / self._share

    def begin(self) -> None:
        """Forget what was going on when nothing was to be answered."""
        self._looked_at = (self._clock(), self._processor())
        self._answered_at, self._share = self._looked_at[1], 1.0

    def observe(self) -> None:
        """Look at the share of a processor that there is for the line."""
        (wall, used), now = self._looked_at, (self._clock(), self._processor())
        if now[0] - wall >= LOOK:
            share = min(max((now[1] - used) / (now[0] - wall), 0.001), 1.0)
            self._share += SHARE_WEIGHT * (share - self._share)
            self._looked_at = now

    def learn(self, *, alone: bool) -> None:
        """Take what was used since the last answer for the cost of this one; `alone`: for the most that it costs."""
        used, self._answered_at = self._processor() - self._answered_at, self._processor()
        if not alone or used < self._cost:
            self._cost += WEIGHT * (min(used, DEAREST * max(self._cost, GUESS)) - self._cost)


class Door:
    """One per process. It knows how fast events are answered, and how many are being answered."""

    def __init__(self, *, clock: Clock = time.perf_counter, processor: Clock = time.thread_time) -> None:
        self.clock = clock
        self.pace = Pace(clock, processor)
        self._ids: Counter[str] = Counter()
        self._appointed = -math.inf

    @property
    def wait(self) -> float:
        """Seconds until whoever comes now would have their turn."""
        return len(self._ids) * self.pace.seconds

    def check(self, *, most: float = PATIENCE) -> None:
        """Raise Overloaded if whoever comes now would wait longer than that."""
        self.pace.observe()
        if len(self._ids) >= WIDTH and self.wait > most:
            raise Overloaded("overloaded", after=self._appoint())

    @contextmanager
    def enter(self, id: str) -> Iterator[None]:
        """Be inside, unless already. Copies of one event count once. Raises Overloaded."""
        if _inside.get():
            yield
            return
        first = id not in self._ids
        if not self._ids:
            self.pace.begin()
        if first:
            self.check()
        self._ids[id] += 1
        token = _inside.set(True)
        try:
            yield
        finally:
            _inside.reset(token)
            self.pace.observe()
            if first:
                self.pace.learn(alone=len(self._ids) < WIDTH)
            self._leave(id)

    def _appoint(self) -> float:
        """Return the seconds until a turn of one's own: all at once would only be refused again."""
        now = self.clock()
        # no later: what very many were told once would be told to the few who come after them, for as long
        self._appointed = min(max(self._appointed, now + self.wait) + self.pace.seconds, now + LATEST)
        return math.ceil(self._appointed - now)

    def _leave(self, id: str) -> None:
        self._ids[id] -= 1
        if not self._ids[id]:
            del self._ids[id]
