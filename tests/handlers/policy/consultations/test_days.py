"""The days that lead up to an answer, over ten years of Norwegian holidays."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dates.workdays import find_last_workday, find_next_workday, is_public_holiday, is_workday
from handlers.policy.consultations.step_schedule import (
    ANNOUNCE,
    BEFORE,
    SEND,
    STEPS,
    StepSchedule,
    get_send_day,
    schedule_steps,
)

DAYS = st.dates(date(2026, 1, 1), date(2036, 12, 31))
AHEAD = st.integers(0, 120)


def holds(found: StepSchedule, deadline: date, today: date) -> None:
    """What every ladder promises."""
    days = list(found.days.values())
    assert all(is_workday(day) for day in days)
    assert all(day.weekday() < 5 and not is_public_holiday(day) for day in days)
    assert all(day.isocalendar().week not in (28, 29, 30) for day in days)
    assert all(today <= day <= deadline for day in days)
    assert [*found.days] == [step for step in STEPS if step in found.days], "in order"
    both = [*found.days] == [ANNOUNCE, SEND]
    assert all(one < other or (both and one == other) for one, other in pairwise(days))
    assert not set(found.days).intersection(found.dropped)
    assert set(found.squeezed) <= set(found.days)


@settings(deadline=None)
@given(DAYS, AHEAD)
def test_every_step_is_on_a_working_day_in_order_and_never_after_the_deadline(deadline: date, ahead: int) -> None:
    today = deadline - timedelta(days=ahead)
    found = schedule_steps(deadline, today)
    holds(found, deadline, today)
    assert {*found.days, *found.dropped} == set(STEPS), "each step has a day, or is said to have none"
    if find_next_workday(today) <= get_send_day(deadline):
        assert found.days[SEND] == find_last_workday(deadline), "sent on the last working day up to the deadline"
        assert ANNOUNCE in found.days
    else:
        assert found.days == {}


@settings(deadline=None)
@given(DAYS)
def test_with_time_enough_nothing_is_left_out_and_no_step_comes_late(deadline: date) -> None:
    found = schedule_steps(deadline, deadline - timedelta(days=120))
    assert [*found.days] == [*STEPS]
    assert found.dropped == found.squeezed == ()
    assert all(day <= deadline - timedelta(days=BEFORE[step]) for step, day in found.days.items())


@settings(deadline=None)
@given(DAYS, AHEAD, st.integers(0, 60), st.integers(-60, 60))
def test_a_new_deadline_moves_what_is_to_come_and_leaves_what_is_over(
    deadline: date, ahead: int, passed: int, moved: int
) -> None:
    first = schedule_steps(deadline, deadline - timedelta(days=ahead))
    today = min(deadline - timedelta(days=ahead) + timedelta(days=passed), deadline)
    done = [step for step, day in first.days.items() if day < today]
    new = max(deadline + timedelta(days=moved), today)
    then = schedule_steps(new, today, done)
    holds(then, new, today)
    behind = max((STEPS.index(step) for step in done), default=-1)
    assert {*then.days, *then.dropped} == set(STEPS[behind + 1 :]), "nothing that is over comes again"


@pytest.mark.parametrize(
    ("deadline", "sent"),
    [
        (date(2027, 5, 17), date(2027, 5, 14)),  # Whit Monday and Constitution Day
        (date(2027, 6, 13), date(2027, 6, 11)),  # a Sunday
        (date(2027, 7, 20), date(2027, 7, 9)),  # week 29
        (date(2027, 12, 31), date(2027, 12, 23)),
        (date(2027, 6, 15), date(2027, 6, 15)),
    ],
)
def test_what_is_due_on_a_day_off_is_sent_on_the_working_day_before(deadline: date, sent: date) -> None:
    assert schedule_steps(deadline, date(2027, 1, 4)).days[SEND] == sent


def test_the_days_of_an_ordinary_consultation() -> None:
    days = schedule_steps(date(2027, 6, 15), date(2027, 3, 1)).days
    assert [day.strftime("%d.%m") for day in days.values()] == [
        "04.05", "11.05", "25.05", "01.06", "04.06", "10.06", "15.06",
    ]  # fmt: skip


def test_a_near_deadline_squeezes_first_and_leaves_out_what_is_dispensable() -> None:
    found = schedule_steps(date(2027, 6, 15), date(2027, 6, 7))
    assert found.days == {
        "announce": date(2027, 6, 7), "draft": date(2027, 6, 8), "comments": date(2027, 6, 9),
        "signatures": date(2027, 6, 10), "send": date(2027, 6, 15),
    }  # fmt: skip
    assert found.dropped == ("interest", "final")
    assert found.squeezed == ("draft", "comments")


def test_on_the_last_day_it_is_announced_and_sent() -> None:
    found = schedule_steps(date(2027, 6, 15), date(2027, 6, 15))
    assert found.days == {"announce": date(2027, 6, 15), "send": date(2027, 6, 15)}
    assert found.dropped == STEPS[1:-1]
    assert schedule_steps(date(2027, 6, 13), date(2027, 6, 12)).days == {}, "a weekend is all that is left"
