"""Parse a meeting from a line such as "Arenamøte 2/27, tirsdag 16. mars kl 10-15, Eksempel
Industripark".
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.dates import recurrence, time_zones, typed_times
from handlers.meetings import forms
from handlers.meetings.form_parser import LONGEST, compute_meeting_length, is_web_link
from handlers.meetings.limit_parser import MeetingLimits, extract_meeting_limits, find_signup_deadline
from handlers.meetings.outlines import Outline

#: number of words at the end of a title that may be a time
_TAIL = 10


def parse_meeting_line(text: str, now: datetime, zone: ZoneInfo) -> Outline:
    """Parse each piece between commas as a time, rule, link, seats or deadline; the others are title and
    place.
    """
    pieces = [piece for part in text.replace("\n", ",").replace(";", ",").split(",") if (piece := part.strip())]
    limits = extract_meeting_limits(pieces[1:], now, zone)
    pieces = [*pieces[:1], *limits.rest]
    values: dict[str, Any] = {"zone": zone.key}
    others: list[str] = []
    pending = ""
    midnight = time_zones.convert_to_local(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    when, rest = _extract_line_time(pieces, now, zone)
    rest = _join_rule_ends(rest, when.start if when else midnight)
    for piece in rest:
        if is_web_link(piece):
            values.setdefault("link", piece[: forms.LINK])
        elif "rule" not in values and any(rule := _parse_line_rule(piece, when.start if when else midnight)):
            values["rule"], values["repeats"] = rule
        elif when is None and not pending and others and _is_unusable_time(piece, now, zone):
            pending = piece
        else:
            others.append(piece)
    if when is not None:
        values |= {
            "starts": when.start.isoformat(timespec="minutes"),
            "minutes": compute_meeting_length(when, Outline(zone=zone.key)),
        }
    elif values.get("rule"):  # the rule needs a first date, which is unknown
        values |= {"rule": "", "repeats": next(piece for piece in rest if any(_parse_line_rule(piece, midnight)))}
    values |= _build_limit_values(limits, when, now, zone)
    title, *places = others or [""]
    return Outline(title=title[: forms.TITLE], place=", ".join(places)[: forms.PLACE], when=pending[:200], **values)


def _build_limit_values(
    limits: MeetingLimits, when: typed_times.TypedTime | None, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """Return seats and the deadline. A deadline impossible for this meeting goes into the text, where it
    is seen.
    """
    values: dict[str, Any] = {"capacity": limits.capacity, "seats_each": limits.seats_each}
    if limits.signup:
        until = find_signup_deadline(limits.signup, when.start, now, zone) if when is not None else None
        if until is None:
            values["text"] = limits.signup[: forms.TEXT]
        else:
            values["signup_days"], values["signup_time"] = until
    return values


def is_outline_complete(outline: Outline, now: datetime) -> bool:
    """Return True if no required value is missing."""
    return (
        bool(outline.title and outline.starts and not outline.repeats)
        and outline.start_at > now
        and 0 < outline.minutes <= LONGEST
    )


def _extract_line_time(
    pieces: list[str], now: datetime, zone: ZoneInfo
) -> tuple[typed_times.TypedTime | None, list[str]]:
    """Return the piece with a time of day, and the other pieces. Two adjacent pieces may form it:
    "tirsdag 16. mars, kl 10".
    """
    for n in (2, 1):
        for at in range(len(pieces) - n + 1):
            when = _parse_meeting_time(" ".join(pieces[at : at + n]), now, zone)
            if when is not None:
                return when, pieces[:at] + pieces[at + n :]
    for at, piece in enumerate(pieces):
        words = piece.split()
        for cut in range(max(1, len(words) - _TAIL), len(words)):
            when = _parse_meeting_time(" ".join(words[cut:]), now, zone)
            if when is not None:
                return when, [*pieces[:at], " ".join(words[:cut]), *pieces[at + 1 :]]
    return None, pieces


def _parse_meeting_time(text: str, now: datetime, zone: ZoneInfo) -> typed_times.TypedTime | None:
    try:
        when = typed_times.parse_typed_time(text, now, zone)
    except typed_times.NotATime:
        return None
    return when if when.timed and time_zones.convert_to_instant(when.start, zone) > now else None


def _is_unusable_time(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Return True for a time that is understood but cannot be met at: without a time of day, or past."""
    try:
        typed_times.parse_typed_time(text, now, zone)
    except typed_times.NotATime as error:
        return error.reason != "unknown"
    return True


def _join_rule_ends(pieces: list[str], start: datetime) -> list[str]:
    """Join "hver uke", "10 ganger" to one rule, although a comma separates them."""
    found: list[str] = []
    for piece in pieces:
        both = f"{found[-1]}, {piece}" if found else ""
        if both and any(_parse_line_rule(found[-1], start)) and _parse_line_rule(both, start)[0]:
            found[-1] = both
        else:
            found.append(piece)
    return found


def _parse_line_rule(text: str, start: datetime) -> tuple[str, str]:
    """Return the rule as stored, or as typed if it is a rule that cannot be used here; both empty if it
    is none.
    """
    try:
        rule = recurrence.parse_typed_rule(text, start)
    except recurrence.NotARule as error:
        return "", "" if error.reason == "unknown" else text
    try:
        rule.list_occurrence_times(start, horizon=start.date(), most=1)
    except recurrence.NotARule:
        return "", text
    return rule.format_rrule(), ""
