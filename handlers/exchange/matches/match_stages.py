"""Name the stages of a match, and count the working days of their clocks."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.chat.say import Say
from handlers.dates.workdays import find_next_workday
from storage.exchange.matches import CLOSED, INTEREST, PILOT, PROPOSED, RUNNING, STUDY, TALKS

#: working days within which two sides that know each other agree on a next step
STEP_DAYS = 10


def describe_stage(say: Say, stage: str) -> str:
    return {
        PROPOSED: say("Proposed"), INTEREST: say("One side is interested"), TALKS: say("In talks"),
        STUDY: say("Being studied"), PILOT: say("Pilot"), RUNNING: say("Running"), CLOSED: say("Closed"),
    }[stage]  # fmt: skip


def add_workdays(day: date, count: int) -> date:
    """Return the workday so many workdays after this day."""
    for _ in range(count):
        day = find_next_workday(day + timedelta(days=1))
    return day
