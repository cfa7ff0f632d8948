"""Let a reminder come again by its rule. It stays one reminder: of times that are missed only the latest is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from handlers.chat.say import Say, capitalise_first_letter
from handlers.dates.recurrence import RecurrenceRule, describe_rule, parse_rrule
from handlers.dates.recurrence.recurrence_rule import EVERY_MONTH_HAS, LAST
from handlers.dates.time_zones import convert_to_local
from handlers.dates.working_hours import WorkingHours
from handlers.overview.own_reminders.reminder_times import compute_reminder_time
from storage.overview.own_reminders import OwnReminder


def parse_reminder_rule(reminder: OwnReminder) -> RecurrenceRule | None:
    """Return how often the reminder comes again; None for one that comes once."""
    return parse_rrule(reminder.repeats, endless=True) if reminder.repeats else None


def fix_rule_day(rule: RecurrenceRule | None, day: date) -> RecurrenceRule | None:
    """Return the rule with the weekday, or the day of the month, of the day that was meant.

    The reminder itself may come later: in working hours, or put off. A day that not every month has is the last one.
    """
    if rule is not None and rule.freq == "WEEKLY" and not rule.weekdays:
        return replace(rule, weekdays=(day.weekday(),))
    if rule is not None and rule.freq == "MONTHLY" and not (rule.position or rule.monthday):
        return replace(rule, monthday=day.day if day.day <= EVERY_MONTH_HAS else LAST)
    return rule


def plan_repetition(reminder: OwnReminder, rule: RecurrenceRule | None, hours: WorkingHours) -> None:
    """Set the rule of the reminder, and when it comes after its present time."""
    rule = rule if rule is not None and rule.count != 1 else None
    reminder.repeats = rule.format_rrule() if rule is not None else ""
    reminder.next_at = _compute_next_time(rule, reminder, hours) if rule is not None else None


def advance_to_next_time(reminder: OwnReminder, hours: WorkingHours, now: datetime) -> bool:
    """Give the reminder its next time, of several that have passed the latest, and plan the one after it.

    Return False for one that comes no more.
    """
    if reminder.next_at is None:
        return False
    _advance_once(reminder, hours)
    while _has_next_passed(reminder, now):
        _advance_once(reminder, hours)
    return True


def _advance_once(reminder: OwnReminder, hours: WorkingHours) -> None:
    rule = parse_reminder_rule(reminder)
    assert rule is not None
    assert reminder.next_at is not None
    reminder.at = reminder.next_at
    plan_repetition(reminder, replace(rule, count=max(rule.count - 1, 0)), hours)


def _has_next_passed(reminder: OwnReminder, now: datetime) -> bool:
    return reminder.next_at is not None and reminder.next_at <= now


def describe_repetition(say: Say, reminder: OwnReminder) -> str:
    """Return "Every Friday, 6 times"; empty for a reminder that comes once."""
    rule = parse_reminder_rule(reminder)
    return capitalise_first_letter(describe_rule(rule, say)) if rule is not None else ""


def _compute_next_time(rule: RecurrenceRule, reminder: OwnReminder, hours: WorkingHours) -> datetime | None:
    start = convert_to_local(reminder.at, hours.zone).replace(tzinfo=None)
    found = rule.find_next_time(start, start)
    if found is None:
        return None
    return compute_reminder_time(hours, found.date(), found.time() if reminder.timed else None)
