"""Calculate the days of the steps that lead up to an answer, counted back from the deadline.

"D-42" counts calendar days. A step that falls on no working day is moved back to the working day before. An
authority gives at least six weeks, which is 42 calendar days. 42 working days would be more than eight weeks, so
hardly any consultation could be announced in time. People plan in weeks, too. Work is always done on a working
day. Weekends, public holidays, weeks 28-30, Easter week and the days after Christmas are none. Two steps never
share a day.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dates.workdays import find_last_workday, find_next_workday, is_workday

ANNOUNCE, INTEREST, DRAFT, COMMENTS = "announce", "interest", "draft", "comments"
FINAL, SIGNATURES, SEND = "final", "signatures", "send"
#: step -> days before the deadline
BEFORE = {ANNOUNCE: 42, INTEREST: 35, DRAFT: 21, COMMENTS: 14, FINAL: 10, SIGNATURES: 5, SEND: 0}
STEPS = tuple(BEFORE)
#: steps to leave out when there are too few days, first one first
DISPENSABLE = (INTEREST, FINAL, COMMENTS, SIGNATURES, DRAFT)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StepSchedule:
    """Hold the remaining steps with their days, in order."""

    days: dict[str, date]
    #: steps left out, because there is no day for them
    dropped: tuple[str, ...] = ()
    #: steps that come later than planned, because the deadline is near
    squeezed: tuple[str, ...] = ()


def get_send_day(deadline: date) -> date:
    """Return the day on which the answer must be sent by noon.

    It is the last working day up to the deadline, which may be a Sunday.
    """
    return find_last_workday(deadline)


def schedule_steps(deadline: date, today: date, done: Collection[str] = ()) -> StepSchedule:
    """Schedule the remaining steps from `today` on. `done` names finished steps: they and all steps before them
    stay as they were.

    Return no days if no working day is left: the answer must then be sent at once.
    """
    to_come = _list_remaining_steps(done)
    first, last = find_next_workday(today), get_send_day(deadline)
    if first > last or not to_come:
        return StepSchedule({}, tuple(to_come))
    if first == last:
        on_the_day = [step for step in to_come if step in (ANNOUNCE, SEND)]
        left_out = tuple(step for step in to_come if step not in on_the_day)
        return StepSchedule(dict.fromkeys(on_the_day, last), left_out)
    days = _place_steps_ideally(deadline, to_come)
    late = [step for step in to_come if days[step] <= first and step != SEND] if _has_late_day(days, first) else []
    return _squeeze_late_steps(days, to_come, late, first)


def _list_remaining_steps(done: Collection[str]) -> list[str]:
    behind = max((STEPS.index(step) + 1 for step in done), default=0)
    return list(STEPS[behind:])


def _place_steps_ideally(deadline: date, steps: Sequence[str]) -> dict[str, date]:
    """Return the day of each step if there were time enough.

    Each step keeps its day, or an earlier one, at least a working day before the next step.
    """
    days: dict[str, date] = {}
    following = None
    for step in reversed(steps):
        day = find_last_workday(deadline - timedelta(days=BEFORE[step]))
        if following is not None:
            day = min(day, find_last_workday(following - _DAY))
        days[step] = following = day
    return {step: days[step] for step in steps}


def _has_late_day(days: dict[str, date], first: date) -> bool:
    return any(day < first for day in days.values())


def _squeeze_late_steps(days: dict[str, date], steps: Sequence[str], late: Sequence[str], first: date) -> StepSchedule:
    """Share the days before the next step evenly among the late steps. Drop the steps for which no day is left."""
    kept = [step for step in steps if step not in late]
    free = _list_workdays(first, days[kept[0]])
    begins = [ANNOUNCE] if ANNOUNCE in late else []
    others = [step for step in late if step not in begins]
    room = len(free) - len(begins)
    for step in DISPENSABLE:
        if len(others) > room and step in others:
            others.remove(step)
    planned = dict.fromkeys(begins, first)
    planned |= {step: free[len(begins) + _find_share_end(n, len(others), room)] for n, step in enumerate(others)}
    planned |= {step: days[step] for step in kept}
    dropped = tuple(step for step in late if step not in planned)
    moved = tuple(step for step in late if step in planned and step != ANNOUNCE)
    return StepSchedule(planned, dropped, moved)


def _find_share_end(n: int, parts: int, room: int) -> int:
    """Return the index of the day for part `n`: the last day of its share."""
    return (n + 1) * room // parts - 1


def _list_workdays(first: date, until: date) -> list[date]:
    """List the working days from `first` on, without `until`."""
    found, day = [], first
    while day < until:
        if is_workday(day):
            found.append(day)
        day += _DAY
    return found
