"""Make the outline of a meeting from a typed line: "Arenamøte 2/27, tirsdag 16. mars kl 10-15, Eksempel
Industripark".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.dates import recurrence, time_zones
from handlers.meetings import forms
from handlers.meetings.limit_parser import MeetingLimits, find_signup_deadline
from handlers.meetings.line_reader import MeetingLine
from handlers.meetings.outlines import LENGTH, Outline
from handlers.meetings.time_fields import MOST_MINUTES


def build_line_outline(line: MeetingLine, now: datetime, zone: ZoneInfo) -> Outline:
    """Build the outline of what was read. What must be asked stays in the words that were typed."""
    values: dict[str, Any] = {"zone": zone.key}
    if line.start is not None:
        values |= {
            "starts": line.start.isoformat(timespec="minutes"),
            "minutes": LENGTH if line.end is None else _compute_line_length(line.start, line.end, zone),
        }
    values["rule"], values["repeats"] = _find_line_rule(line)
    values |= _build_limit_values(line.limits, line.start, now, zone)
    when = "" if line.start is not None else line.when[:200]
    if line.other_links:
        values["text"] = "\n".join(filter(None, (values.get("text", ""), *line.other_links)))[: forms.TEXT]
    link = line.link if "://" in line.link or not line.link else f"https://{line.link}"
    title, place = line.title[: forms.TITLE], line.place[: forms.PLACE]
    return Outline(title=title, place=place, link=link[: forms.LINK], when=when, **values)


def is_outline_complete(outline: Outline, now: datetime) -> bool:
    """Return True if no required value is missing."""
    return (
        bool(outline.title and outline.starts and not outline.repeats)
        and outline.start_at > now
        and 0 < outline.minutes <= MOST_MINUTES
    )


def _compute_line_length(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Return the elapsed minutes, which differ from the clock's where it is changed."""
    passed = time_zones.convert_to_instant(end, zone) - time_zones.convert_to_instant(start, zone)
    return passed // timedelta(minutes=1)


def _find_line_rule(line: MeetingLine) -> tuple[str, str]:
    """Return the rule as stored, or as typed if it cannot be used yet; both empty for one meeting."""
    if line.series is None or line.start is None:
        return "", line.repeats[:200]
    try:
        rule = replace(line.series, count=line.count or 0)
        rule.list_occurrence_times(line.start, horizon=line.start.date(), most=1)
    except recurrence.NotARule:
        return "", line.repeats[:200]
    return rule.format_rrule(), ""


def _build_limit_values(limits: MeetingLimits, start: datetime | None, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Return seats and the deadline. A deadline impossible for this meeting goes into the text, where it
    is seen.
    """
    values: dict[str, Any] = {"capacity": limits.capacity, "seats_each": limits.seats_each}
    if limits.signup:
        until = find_signup_deadline(limits.signup, start, now, zone) if start is not None else None
        if until is None:
            values["text"] = limits.signup[: forms.TEXT]
        else:
            values["signup_days"], values["signup_time"] = until
    return values
