"""Draw and parse the field of an action's due date, as people type it."""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.dates.time_zones import find_zone
from handlers.dates.typed_times import NotATime, explain_time_error, parse_typed_day


def draw_due_date_field(turn: Turn, label: str, value: str = "") -> Field:
    return Field("due", label, value=value, hint=turn.say("For example “17 March” or “in 14 days”."), most=100)


def parse_due_date(turn: Turn, event: Submission) -> date:
    """Return the typed day, today or later. Raises UserError at the field for anything else."""
    text = event.get_text("due")
    if not text:
        raise UserError("", {"due": turn.say("Write a day.")})
    try:
        return parse_typed_day(text, turn.now, find_zone(turn.person.zone) or turn.arena.zone)
    except NotATime as error:
        raise UserError("", {"due": explain_time_error(turn.say, error.reason, text)}) from error
