"""Deadlines: when a round is over, and when those who have not answered are reminded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Arena, Turn
from handlers.dates.workdays import workdays_before
from handlers.dates.zones import instant
from handlers.policy.issues.forms import read_date
from storage.policy.rounds import OPEN, Round

MORNING = time(8)
#: working days before the deadline on which it is reminded of: the first of them that is far enough from the start
BEFORE = (3, 1)
APART = timedelta(days=1)


def field(turn: Turn, value: str = "") -> Field:
    hint = turn.say("For example «17 March» or «in 14 days». Until midnight that day.")
    return Field("deadline", turn.say("Deadline"), value=value, hint=hint, most=100)


def read(event: Submission, turn: Turn) -> date:
    """A working day, today or later; a UserError at the field for anything else."""
    day = read_date(event, turn, "deadline")
    if day is None:
        raise UserError("", {"deadline": turn.say("Say by when.")})
    return day


def ends(round: Round, arena: Arena) -> datetime:
    """From here on nobody answers."""
    return instant(datetime.combine(round.deadline + timedelta(days=1), time()), arena.zone)


def is_open(round: Round, arena: Arena, now: datetime) -> bool:
    return round.state == OPEN and now < ends(round, arena)


def reminder(round: Round, arena: Arena, since: datetime) -> datetime | None:
    """In the morning of a working day; None where there is no time for one."""
    for n in BEFORE:
        at = instant(datetime.combine(workdays_before(round.deadline, n), MORNING), arena.zone)
        if at >= since + APART:
            return at
    return None
