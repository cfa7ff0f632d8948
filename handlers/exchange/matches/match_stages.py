"""Name the stages of a match and the reasons for ending one, and count the working days of their clocks."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.chat.say import Say
from handlers.dates.workdays import find_next_workday
from storage.exchange.matches import CLOSED, INTEREST, PILOT, PROPOSED, RUNNING, STUDY, TALKS

#: working days within which two sides that know each other agree on a next step
STEP_DAYS = 10
#: stage -> working days until both are asked again how it goes; for what runs about a year
ASK_DAYS = {TALKS: 20, STUDY: 30, PILOT: 30, RUNNING: 230}


def describe_stage(say: Say, stage: str) -> str:
    return {
        PROPOSED: say("Proposed"), INTEREST: say("One side is interested"), TALKS: say("In talks"),
        STUDY: say("Being studied"), PILOT: say("Pilot"), RUNNING: say("Running"), CLOSED: say("Closed"),
    }[stage]  # fmt: skip


def list_reason_options(say: Say) -> tuple[tuple[str, str], ...]:
    return (
        ("distance", say("Distance")), ("amount", say("Amount")), ("quality", say("Quality")),
        ("timing", say("Timing")), ("economy", say("Economy")), ("rules", say("Rules")),
        ("people", say("People and capacity")), ("secrecy", say("Secrecy")),
        ("solved", say("Solved in another way")), ("other", say("Something else")),
    )  # fmt: skip


def describe_reasons(say: Say, reasons: list[str]) -> str:
    known = dict(list_reason_options(say))
    return say.listed([known[reason] for reason in reasons if reason in known])


def add_workdays(day: date, count: int) -> date:
    """Return the workday so many workdays after this day."""
    for _ in range(count):
        day = find_next_workday(day + timedelta(days=1))
    return day
