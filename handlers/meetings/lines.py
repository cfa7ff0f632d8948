"""A meeting from a line: "Arenamøte 2/27, tirsdag 16. mars kl 10-15, Eksempel Industripark", as far as it is clear."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.dates import rules, typed, zones
from handlers.meetings import forms
from handlers.meetings.limits import Limits, find_deadline, take_limits
from handlers.meetings.outlines import Outline
from handlers.meetings.reading import LONGEST, is_link, length

#: words at the end of a title that may be a time
_TAIL = 10


def outline_of(text: str, now: datetime, zone: ZoneInfo) -> Outline:
    """What is between commas is a time, a rule, an address, seats, a deadline, or else the title and the place."""
    pieces = [piece for part in text.replace("\n", ",").replace(";", ",").split(",") if (piece := part.strip())]
    limits = take_limits(pieces[1:], now, zone)
    pieces = [*pieces[:1], *limits.rest]
    values: dict[str, Any] = {"zone": zone.key}
    others: list[str] = []
    pending = ""
    midnight = zones.local(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    when, rest = _time_among(pieces, now, zone)
    rest = _with_ends(rest, when.start if when else midnight)
    for piece in rest:
        if is_link(piece):
            values.setdefault("link", piece[: forms.LINK])
        elif "rule" not in values and any(rule := _rule(piece, when.start if when else midnight)):
            values["rule"], values["repeats"] = rule
        elif when is None and not pending and others and _meant_as_time(piece, now, zone):
            pending = piece
        else:
            others.append(piece)
    if when is not None:
        values |= {"starts": when.start.isoformat(timespec="minutes"), "minutes": length(when, Outline(zone=zone.key))}
    elif values.get("rule"):  # the rule begins with a day that is not known yet
        values |= {"rule": "", "repeats": next(piece for piece in rest if any(_rule(piece, midnight)))}
    values |= _limited(limits, when, now, zone)
    title, *places = others or [""]
    return Outline(title=title[: forms.TITLE], place=", ".join(places)[: forms.PLACE], when=pending[:200], **values)


def _limited(limits: Limits, when: typed.When | None, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Seats and the deadline; a deadline that is none for this meeting stands in its text, where it is seen."""
    values: dict[str, Any] = {"capacity": limits.capacity, "seats_each": limits.seats_each}
    if limits.signup:
        until = find_deadline(limits.signup, when.start, now, zone) if when is not None else None
        if until is None:
            values["text"] = limits.signup[: forms.TEXT]
        else:
            values["signup_days"], values["signup_time"] = until
    return values


def clear(outline: Outline, now: datetime) -> bool:
    """Whether nothing that must be known is missing."""
    return (
        bool(outline.title and outline.starts and not outline.repeats)
        and outline.start_at > now
        and 0 < outline.minutes <= LONGEST
    )


def _time_among(pieces: list[str], now: datetime, zone: ZoneInfo) -> tuple[typed.When | None, list[str]]:
    """The piece (or two in a row, "tirsdag 16. mars, kl 10") that is a time of day, and the other pieces."""
    for n in (2, 1):
        for at in range(len(pieces) - n + 1):
            when = _time(" ".join(pieces[at : at + n]), now, zone)
            if when is not None:
                return when, pieces[:at] + pieces[at + n :]
    for at, piece in enumerate(pieces):
        words = piece.split()
        for cut in range(max(1, len(words) - _TAIL), len(words)):
            when = _time(" ".join(words[cut:]), now, zone)
            if when is not None:
                return when, [*pieces[:at], " ".join(words[:cut]), *pieces[at + 1 :]]
    return None, pieces


def _time(text: str, now: datetime, zone: ZoneInfo) -> typed.When | None:
    try:
        when = typed.read_when(text, now, zone)
    except typed.NotATime:
        return None
    return when if when.timed and zones.instant(when.start, zone) > now else None


def _meant_as_time(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Understood, but no time to meet at: without a time of day, or over."""
    try:
        typed.read_when(text, now, zone)
    except typed.NotATime as error:
        return error.reason != "unknown"
    return True


def _with_ends(pieces: list[str], start: datetime) -> list[str]:
    """ "hver uke", "10 ganger" is one rule, although a comma stands in it."""
    found: list[str] = []
    for piece in pieces:
        both = f"{found[-1]}, {piece}" if found else ""
        if both and any(_rule(found[-1], start)) and _rule(both, start)[0]:
            found[-1] = both
        else:
            found.append(piece)
    return found


def _rule(text: str, start: datetime) -> tuple[str, str]:
    """As it is kept, or as it was typed when it is a rule but cannot be one here; both empty when it is none."""
    try:
        rule = rules.read_rule(text, start)
    except rules.NotARule as error:
        return "", "" if error.reason == "unknown" else text
    try:
        rule.dates(start, horizon=start.date(), most=1)
    except rules.NotARule:
        return "", text
    return rule.rrule(), ""
