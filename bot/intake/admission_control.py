"""Limit how many events are answered at once, so that each is answered before its platform gives up.

Admitted events wait in order for the database (`storage.kit.concurrency_limits`). An event that would
wait too long is refused at once, and its platform sends it again. A refusal costs nothing, and a
platform that waits in vain sends again all the same.

The wait is estimated from two measures: the processor time of one event, and the processor share that
this process gets just now. Other programs may have begun to work a moment ago.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.platforms import PATIENCE, Overloaded

#: maximum number of seconds after which to come again
LATEST = 60.0
#: Number of events that are always admitted, because the database serves them at once.
WIDTH = 5
#: Estimated processor seconds of an event before the first measurement, and weight of each measurement.
GUESS, WEIGHT = 0.02, 0.1
#: Upper bound of one measurement, as a multiple of the estimate: other work may have used the processor.
DEAREST = 2.0
#: seconds between measurements of the processor share, and the weight of each
LOOK, SHARE_WEIGHT = 0.02, 0.5

_inside: ContextVar[bool] = ContextVar("inside", default=False)
Clock = Callable[[], float]


class AnswerRate:
    """Estimate how fast events are answered while others wait."""

    def __init__(self, clock: Clock, processor: Clock) -> None:
        self._clock = clock
        self._processor = processor
        self._cost, self._share = GUESS, 1.0
        self._looked_at = (0.0, 0.0)
        #: processor time when the last event was answered
        self._answered_at = 0.0

    @property
    def seconds_per_answer(self) -> float:
        """Return the seconds from one answer to the next."""
        return self._cost / self._share

    def start_busy_period(self) -> None:
        """Forget the measures of a time when nothing was to be answered."""
        self._looked_at = (self._clock(), self._processor())
        self._answered_at, self._share = self._looked_at[1], 1.0

    def measure_processor_share(self) -> None:
        """Measure the share of a processor that the waiting events get."""
        (wall, used), now = self._looked_at, (self._clock(), self._processor())
        if now[0] - wall >= LOOK:
            share = min(max((now[1] - used) / (now[0] - wall), 0.001), 1.0)
            self._share += SHARE_WEIGHT * (share - self._share)
            self._looked_at = now

    def learn_answer_cost(self, *, alone: bool) -> None:
        """Count the processor time since the last answer as the cost of this one.

        `alone`: the time is only an upper bound of the cost.
        """
        used, self._answered_at = self._processor() - self._answered_at, self._processor()
        if not alone or used < self._cost:
            self._cost += WEIGHT * (min(used, DEAREST * max(self._cost, GUESS)) - self._cost)


class AdmissionControl:
    """Admit events to one process.

    It knows how fast events are answered, and how many are being answered.
    """

    def __init__(self, *, clock: Clock = time.perf_counter, processor: Clock = time.thread_time) -> None:
        self.clock = clock
        self.pace = AnswerRate(clock, processor)
        self._ids: Counter[str] = Counter()
        self._appointed = -math.inf

    @property
    def expected_wait(self) -> float:
        """Return the seconds until an event that comes now would have its turn."""
        return len(self._ids) * self.pace.seconds_per_answer

    def refuse_overload(self, *, most: float = PATIENCE) -> None:
        """Raise Overloaded if an event that comes now would wait longer than `most`."""
        self.pace.measure_processor_share()
        if len(self._ids) >= WIDTH and self.expected_wait > most:
            raise Overloaded("overloaded", after=self._give_return_time())

    @contextmanager
    def admit_once(self, id: str, *, most: float = PATIENCE) -> Iterator[None]:
        """Admit an event, unless the caller is inside already.

        Copies of one event count once. Raise Overloaded if it would wait longer than `most`.
        """
        if _inside.get():
            yield
            return
        first = id not in self._ids
        if not self._ids:
            self.pace.start_busy_period()
        if first:
            self.refuse_overload(most=most)
        self._ids[id] += 1
        token = _inside.set(True)
        try:
            yield
        finally:
            _inside.reset(token)
            self.pace.measure_processor_share()
            if first:
                self.pace.learn_answer_cost(alone=len(self._ids) < WIDTH)
            self._leave_queue(id)

    def _give_return_time(self) -> float:
        """Return the seconds until a turn of its own. If all came back at once, all would be refused again."""
        now = self.clock()
        # Limit it, because the long waits given to many would otherwise apply to the few after them.
        self._appointed = min(
            max(self._appointed, now + self.expected_wait) + self.pace.seconds_per_answer, now + LATEST
        )
        return math.ceil(self._appointed - now)

    def _leave_queue(self, id: str) -> None:
        self._ids[id] -= 1
        if not self._ids[id]:
            del self._ids[id]
