"""The door: how much may be inside at once, so that whoever is let in is answered before their platform gives up.

Inside, everybody waits in order for the database (`storage.lanes`). Whom that line would keep too long is refused at
once, and tells again: to refuse costs nothing, and a platform that waits in vain tells again all the same.
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
PATIENCE = 2.0
#: seconds after which somebody is to come again at the latest
LATEST = 60.0
#: events that are let in whatever they take: the database serves them at once
WIDTH = 5
#: seconds for each event, before any was answered, and the weight of each that was
GUESS, WEIGHT = 0.02, 0.1
#: seconds; one that waited for something else says nothing of the others
SLOWEST = 0.5

_inside: ContextVar[bool] = ContextVar("inside", default=False)


class Door:
    """One per process. It knows how fast events are answered, and how many are being answered."""

    def __init__(self, *, clock: Callable[[], float] = time.perf_counter) -> None:
        self.clock = clock
        self._ids: Counter[str] = Counter()
        #: seconds from one answer to the next, while others wait
        self._pace = GUESS
        self._left_at = self._appointed = -math.inf

    @property
    def wait(self) -> float:
        """Seconds until whoever comes now would have their turn."""
        return len(self._ids) * self._pace

    def check(self) -> None:
        """Raise Overloaded if whoever comes now would wait too long."""
        if len(self._ids) >= WIDTH and self.wait > PATIENCE:
            raise Overloaded("overloaded", after=self._appoint())

    @contextmanager
    def enter(self, id: str) -> Iterator[None]:
        """Be inside, unless already. Copies of one event count once. Raises Overloaded."""
        if _inside.get():
            yield
            return
        first = id not in self._ids
        if first:
            self.check()
        self._ids[id] += 1
        token, begun = _inside.set(True), self.clock()
        try:
            yield
        finally:
            _inside.reset(token)
            self._leave(id)
            if first:
                self._learn(begun)

    def _appoint(self) -> float:
        """Return the seconds until a turn of one's own: all at once would only be refused again."""
        now = self.clock()
        self._appointed = max(self._appointed, now + self.wait) + self._pace
        return math.ceil(min(self._appointed - now, LATEST))

    def _leave(self, id: str) -> None:
        self._ids[id] -= 1
        if not self._ids[id]:
            del self._ids[id]

    def _learn(self, begun: float) -> None:
        """While others wait, the time since the last one left is what one takes."""
        now = self.clock()
        took = min(now - begun, now - self._left_at, SLOWEST)
        self._left_at = now
        self._pace += WEIGHT * (took - self._pace)
