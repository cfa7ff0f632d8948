"""The day something is to be done by, as people type it."""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.dates.typed import NotATime, explain, read_day
from handlers.dates.zones import zone_named


def field(turn: Turn, label: str, value: str = "") -> Field:
    return Field("due", label, value=value, hint=turn.say("For example «17 March» or «in 14 days»."), most=100)


def chosen(turn: Turn, event: Submission) -> date:
    """Today or later; a UserError at the field for anything else."""
    text = event.text("due")
    if not text:
        raise UserError("", {"due": turn.say("Write a day.")})
    try:
        return read_day(text, turn.now, zone_named(turn.person.zone) or turn.arena.zone)
    except NotATime as error:
        raise UserError("", {"due": explain(turn.say, error.reason, text)}) from error
