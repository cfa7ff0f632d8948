"""Carry in a button what was read of a reminder whose time is still asked."""

from __future__ import annotations

from datetime import date, datetime, time

from handlers.chat.button_values import ButtonValue
from handlers.dates.recurrence import NotARule, RecurrenceRule, parse_rrule
from handlers.overview.own_reminders.reminder_records import RecordLink


class ReminderDraft(ButtonValue, frozen=True):
    """Hold a reminder whose time is still asked: days from today, the record, the time as far as said, its words."""

    days: int
    kind: str
    record: int | None
    code: str
    #: as `write_draft_time` returns it; empty: nothing was said
    day: str
    text: str

    @property
    def said(self) -> tuple[date | None, time | None]:
        """Return the day and the time of day as far as they were said."""
        day = self.day.partition("/")[0]
        try:
            at = datetime.fromisoformat(day)
        except ValueError:
            return None, None
        return at.date(), at.time() if "T" in day else None

    @property
    def rule(self) -> RecurrenceRule | None:
        """Return how often again, if that was said."""
        return parse_repeats(self.day.partition("/")[2])

    @property
    def link(self) -> RecordLink:
        return RecordLink(self.kind, self.record, self.code) if self.kind else RecordLink()


def write_draft_time(day: date | None, clock: time | None, rule: RecurrenceRule | None) -> str:
    """Return "2026-12-04T0930/FREQ=WEEKLY", of which each part may be missing; a button's value is split at ":"."""
    at = f"{day:%Y-%m-%d}" if day is not None else ""
    return "".join((at, f"T{clock:%H%M}" if at and clock else "", f"/{rule.format_rrule()}" if rule else ""))


def parse_repeats(text: str) -> RecurrenceRule | None:
    """Return the rule that a button or a form carries; None for everything else, whatever somebody made up."""
    try:
        return parse_rrule(text, endless=True)
    except NotARule:
        return None
