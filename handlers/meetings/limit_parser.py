"""Parse limits of a meeting as people type them in a line: "4 plasser", "maks 2 fra hver park",
"påmelding innen 9. mars".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.dates import date_words, time_zones, typed_times
from handlers.language.late_patterns import compile_later

#: maximum number of seats, of characters of a limit, and of days from sign-up deadline to meeting
MOST_SEATS, _LONGEST_LIMIT, _EARLIEST = 100_000, 120, 366
#: default time of day of a sign-up deadline
_EVENING = "16:00"
_UP_TO = (
    r"(?:maks(?:imalt|imum)?\.?|max(?:imum)?\.?|inntil|opptil|høyst|høgst|at most|up to|no more than"
    r"|(?:begrens|avgrens|limit)\w{1,5} (?:til|to))"
)
_NUMBER = r"(?P<n>\d{1,6}|[a-zæøå]{2,8})"
_SEATS = (
    r"(?:(?:sitte)?plass(?:er|ar)?|seats?|places?|stol(?:er|ar)?|stk\.?|seter?|person(?:er|ar)?|people|"
    r"delt[ae]k(?:er|ere|ar|arar)|participants?)"
)
_ORGANISATION = (
    r"(?:organisasjon|organisation|organization|park|klynge|klyngje|bedrift|verksemd|medlem|company|member|cluster)"
)
_EACH = rf"(?:per|pr\.?|(?:for|fra|frå|til|from) (?:hver|kvar|each)|each) {_ORGANISATION}(?:en|et)?"
_PATTERNS = tuple(
    compile_later(pattern)
    for pattern in (
        rf"(?:{_UP_TO} )?{_NUMBER} {_SEATS}(?: (?P<each>{_EACH}))?",
        rf"{_UP_TO} {_NUMBER}(?: (?P<each>{_EACH}))?",
        rf"{_NUMBER} (?P<each>{_EACH})",
        rf"(?:plass til|room for|seats for) {_NUMBER}(?: {_SEATS})?",
        rf"{_SEATS}: ?{_NUMBER}(?: (?P<each>{_EACH}))?",
    )
)
_SIGNING = r"p(?:å|aa|a)melding(?:sfrist(?:en)?)?|meld (?:deg|dere|dykk) på|sign[ -]?up(?: deadline)?"
_SIGNUP = compile_later(
    rf"(?:(?P<sure>{_SIGNING})|(?:bindende|bindande) påmelding|svarfrist|frist|svar|deadline|register"
    r"|rsvp|(?:meld|si) (?:i?fra|i?frå)|(?:gi|gje) (?:meg )?(?:beskjed|bod|svar)|let (?:me|us) know"
    r"|reply)(?: er| is)?[: ]+"
    r"(?:(?:innen|innan|senest|seinast|by|before) )?(?P<day>.+)"
)
_BEFORE = compile_later(r"(?P<n>\d{1,3}) (?:dag(?:er|ar)?|days?) (?:før|før møtet|before)")


@dataclass(frozen=True, slots=True)
class MeetingLimits:
    """Hold seats and sign-up of a typed line. `rest`: its other pieces; `signup`: the deadline as typed."""

    rest: tuple[str, ...]
    capacity: int | None = None
    seats_each: int | None = None
    signup: str = ""


def extract_meeting_limits(pieces: Sequence[str], now: datetime, zone: ZoneInfo) -> MeetingLimits:
    """Take the pieces that limit the meeting out of the line. The first of a kind counts, and the others
    stay.
    """
    found: dict[str, int] = {}
    rest, signup = [], ""
    for piece in pieces:
        kind, n = _parse_typed_seats(piece)
        if kind and kind not in found:
            found[kind] = n
        elif not signup and _is_signup_deadline(piece, now, zone):
            signup = piece
        else:
            rest.append(piece)
    each, capacity = found.get("seats_each"), found.get("capacity")
    if each is not None and capacity is not None:
        each = min(each, capacity)
    return MeetingLimits(tuple(rest), capacity, each, signup)


def find_signup_deadline(piece: str, start: datetime, now: datetime, zone: ZoneInfo) -> tuple[int, str] | None:
    """Return days before the start (local and naive) and time of day; None if there is no such upcoming
    day before it.
    """
    said = _extract_signup_day(piece)
    before = _BEFORE.fullmatch(said)
    if before is not None:
        days, clock = int(before["n"]), _EVENING
    else:
        try:
            when = typed_times.parse_typed_time(said, now, zone)
        except typed_times.NotATime:
            return None
        days, clock = (start.date() - when.start.date()).days, when.start.strftime("%H:%M") if when.timed else _EVENING
    if not 0 <= days <= _EARLIEST:
        return None
    end = time_zones.convert_to_instant(_build_signup_end(start, days, clock), zone)
    return (days, clock) if now < end <= time_zones.convert_to_instant(start, zone) else None


def _parse_typed_seats(piece: str) -> tuple[str, int]:
    """Return "capacity" or "seats_each" and the number; "" and 0 if the piece says neither."""
    text = _normalise_line_piece(piece)
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        n = _parse_seat_count(match["n"]) if match else None
        if match and n is not None and 0 < n <= MOST_SEATS:
            return ("seats_each" if match.groupdict().get("each") else "capacity"), n
    return "", 0


def _is_signup_deadline(piece: str, now: datetime, zone: ZoneInfo) -> bool:
    """Return True if the piece names a deadline for signing up, or a day by which to answer."""
    match = _SIGNUP.fullmatch(_normalise_line_piece(piece))
    if match is None or match["sure"] or _BEFORE.fullmatch(match["day"]):
        return match is not None
    try:
        typed_times.parse_typed_day(match["day"], now, zone)
    except typed_times.NotATime as error:
        return error.reason != "unknown"
    return True


def _extract_signup_day(piece: str) -> str:
    """Return the day in words; empty if the piece says nothing of signing up."""
    match = _SIGNUP.fullmatch(_normalise_line_piece(piece))
    return match["day"] if match else ""


def _build_signup_end(start: datetime, days: int, clock: str) -> datetime:
    return datetime.combine(start.date() - timedelta(days=days), time.fromisoformat(clock))


def _parse_seat_count(text: str) -> int | None:
    return int(text) if text.isdecimal() else date_words.parse_number_word(text)


def _normalise_line_piece(piece: str) -> str:
    text = " ".join(piece.casefold().split()).rstrip(".")
    return text if len(text) <= _LONGEST_LIMIT else ""
