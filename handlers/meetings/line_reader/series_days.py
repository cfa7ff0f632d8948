"""Tell on which days a series is held, and complete its rule by what was said apart from it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.dates.recurrence import RecurrenceRule
from handlers.meetings.line_reader.found_days import FoundDay
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.series_phrases import LineSeries

#: Days that are looked through for the first one that fits.
_AHEAD = 800


def find_first_occurrence(rule: RecurrenceRule, since: date) -> date | None:
    """Return the first day from `since` on that the rule has; None if the rule does not say which."""
    if rule.freq == "YEARLY" or (rule.freq == "WEEKLY" and not rule.weekdays):
        return None
    if rule.freq == "MONTHLY" and not (rule.position or rule.monthday):
        return None
    return next((day for n in range(_AHEAD) if is_series_day(rule, day := since + timedelta(days=n))), None)


def is_series_day(rule: RecurrenceRule, day: date) -> bool:
    """Return True if a series with this rule may begin on that day."""
    if rule.weekdays and day.weekday() not in rule.weekdays:
        return False
    if rule.position == -1:
        return (day + timedelta(days=7)).month != day.month
    if rule.position:
        return (day.day - 1) // 7 + 1 == rule.position
    if rule.monthday == -1:
        return (day + timedelta(days=1)).month != day.month
    return not rule.monthday or day.day == rule.monthday


def complete_rule(series: LineSeries, named: date | None) -> RecurrenceRule | None:
    """Return the rule with its end, and with the weekday that was named beside it."""
    rule = series.rule
    if rule is None:
        return None
    if rule.freq == "WEEKLY" and not rule.weekdays and named is not None:
        rule = replace(rule, weekdays=(named.weekday(),))
    if series.until is not None and series.count is None:
        rule = replace(rule, until=datetime.combine(series.until, time(23, 59, 59)))
    return rule


def begins_from(line: TypedLine, day: FoundDay) -> bool:
    """Return True if the line says that the series begins from that day on."""
    words = line.slice_lowered(max(0, day.first - 1), day.last)
    return re.search(r"\b(?:fra|frå|from|f\.?o\.?m|start(?:ing|s|er|ar)?|beginning|oppstart)\b", words) is not None
