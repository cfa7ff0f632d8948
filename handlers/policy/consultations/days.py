"""Days: on which days what leads up to an answer is done, counted back from the deadline.

"D-42" counts calendar days, and each step is moved back to the working day before where it falls on none. An authority
gives at least six weeks, which is 42 calendar days: 42 working days would be more than eight weeks, so that hardly any
consultation could be announced in time, and people plan in weeks. What is worked on is always a working day: neither
weekends and public holidays nor weeks 28-30, Easter week and the days after Christmas. Two steps never share a day.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dates.workdays import is_workday, last_workday, next_workday

ANNOUNCE, INTEREST, DRAFT, COMMENTS = "announce", "interest", "draft", "comments"
FINAL, SIGNATURES, SEND = "final", "signatures", "send"
#: step -> days before the deadline
BEFORE = {ANNOUNCE: 42, INTEREST: 35, DRAFT: 21, COMMENTS: 14, FINAL: 10, SIGNATURES: 5, SEND: 0}
STEPS = tuple(BEFORE)
#: what is left out when there are too few days, the first one first
DISPENSABLE = (INTEREST, FINAL, COMMENTS, SIGNATURES, DRAFT)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Each step that is still to come with its day, in order."""

    days: dict[str, date]
    #: steps that there is no day for
    dropped: tuple[str, ...] = ()
    #: steps that come later than they should, since the deadline is near
    squeezed: tuple[str, ...] = ()


def send_day(deadline: date) -> date:
    """When it must be out, by noon: the last working day up to the deadline, which may be a Sunday."""
    return last_workday(deadline)


def ladder(deadline: date, today: date, done: Collection[str] = ()) -> Ladder:
    """From today on. `done`: steps that are over; they and all before them stay as they were.

    Nothing is left where no working day is: then it must be sent at once.
    """
    to_come = _after(done)
    first, last = next_workday(today), send_day(deadline)
    if first > last or not to_come:
        return Ladder({}, tuple(to_come))
    if first == last:
        on_the_day = [step for step in to_come if step in (ANNOUNCE, SEND)]
        left_out = tuple(step for step in to_come if step not in on_the_day)
        return Ladder(dict.fromkeys(on_the_day, last), left_out)
    days = _wanted(deadline, to_come)
    late = [step for step in to_come if days[step] <= first and step != SEND] if _is_late(days, first) else []
    return _squeezed(days, to_come, late, first)


def _after(done: Collection[str]) -> list[str]:
    behind = max((STEPS.index(step) + 1 for step in done), default=0)
    return list(STEPS[behind:])


def _wanted(deadline: date, steps: Sequence[str]) -> dict[str, date]:
    """With all the time there could be: each on its day, or before, at least a working day before the next one."""
    days: dict[str, date] = {}
    following = None
    for step in reversed(steps):
        day = last_workday(deadline - timedelta(days=BEFORE[step]))
        if following is not None:
            day = min(day, last_workday(following - _DAY))
        days[step] = following = day
    return {step: days[step] for step in steps}


def _is_late(days: dict[str, date], first: date) -> bool:
    return any(day < first for day in days.values())


def _squeezed(days: dict[str, date], steps: Sequence[str], late: Sequence[str], first: date) -> Ladder:
    """The late ones share the days that are left before the next step, evenly; those that find none are left out."""
    kept = [step for step in steps if step not in late]
    free = _workdays(first, days[kept[0]])
    begins = [ANNOUNCE] if ANNOUNCE in late else []
    others = [step for step in late if step not in begins]
    room = len(free) - len(begins)
    for step in DISPENSABLE:
        if len(others) > room and step in others:
            others.remove(step)
    planned = dict.fromkeys(begins, first)
    planned |= {step: free[len(begins) + _share(n, len(others), room)] for n, step in enumerate(others)}
    planned |= {step: days[step] for step in kept}
    dropped = tuple(step for step in late if step not in planned)
    moved = tuple(step for step in late if step in planned and step != ANNOUNCE)
    return Ladder(planned, dropped, moved)


def _share(n: int, parts: int, room: int) -> int:
    """Which of so many days the n-th of the parts gets: the last of its share."""
    return (n + 1) * room // parts - 1


def _workdays(first: date, until: date) -> list[date]:
    """From the first on, without the last."""
    found, day = [], first
    while day < until:
        if is_workday(day):
            found.append(day)
        day += _DAY
    return found
