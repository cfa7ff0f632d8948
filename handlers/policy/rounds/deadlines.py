"""Calculate when a round is over, and when organisations without an answer are reminded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Arena, Turn
from handlers.dates.day_fields import draw_day_field
from handlers.dates.time_zones import convert_to_instant
from handlers.dates.workdays import subtract_workdays
from handlers.policy.issues.forms import parse_office_day
from storage.policy.rounds import ADOPTION, CLOSED, OPEN, Round

MORNING = time(8)
#: Working days before the deadline on which a reminder may come. The first one far enough from the start is used.
BEFORE = (3, 1)
APART = timedelta(days=1)


def draw_deadline_field(turn: Turn, day: date | None = None) -> Field:
    return draw_day_field("deadline", turn.say("Deadline"), day, hint=turn.say("It lasts to the end of that day."))


def parse_round_deadline(event: Submission, turn: Turn) -> date:
    """Parse a working day, today or later. Raise UserError at the field for anything else."""
    day = parse_office_day(event, turn, "deadline")
    if day is None:
        raise UserError("", {"deadline": turn.say("Choose the deadline.")})
    return day


def get_round_end(round: Round, arena: Arena) -> datetime:
    """Return the moment from which nobody can answer."""
    return convert_to_instant(datetime.combine(round.deadline + timedelta(days=1), time()), arena.zone)


def is_round_open(round: Round, arena: Arena, now: datetime) -> bool:
    return round.state == OPEN and now < get_round_end(round, arena)


def may_answer_round(round: Round, arena: Arena, now: datetime) -> bool:
    """Return True while organisations may answer. What they say of adoption they change after the deadline too."""
    return is_round_open(round, arena, now) or (round.form == ADOPTION and round.state in (OPEN, CLOSED))


def find_reminder_time(round: Round, arena: Arena, since: datetime) -> datetime | None:
    """Return the morning of a working day, or None if there is no time for a reminder."""
    for n in BEFORE:
        at = convert_to_instant(datetime.combine(subtract_workdays(round.deadline, n), MORNING), arena.zone)
        if at >= since + APART:
            return at
    return None
