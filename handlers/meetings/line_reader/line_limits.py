"""Take the limits of a meeting out of a line: "4 plasser", "påmelding innen 9. mars"."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.language.late_patterns import compile_later
from handlers.meetings.limit_parser import MeetingLimits, extract_meeting_limits
from handlers.meetings.line_reader.line_tokens import TypedLine

#: maximum number of tokens of a limit that no comma sets apart
_WINDOW = 9
_BEGINS = compile_later(
    r"(?:maks\w*|(?:(?:begrens|avgrens)\w{1,5}|limited) (?:til|to)"
    r"|max\w*|inntil|opptil|høyst|høgst|at most|up to|no more than|plass til|room for|påmelding\w*"
    r"|sign[ -]?up|(?:\d{1,6}|to|tre|fire|fem|seks|two|three|four|five|six) (?:sitte)?(?:plass(?:er|ar)|seats))\b"
)


def take_line_limits(line: TypedLine, now: datetime, zone: ZoneInfo) -> MeetingLimits:
    """Take each limit: a piece between commas, or words that cannot be anything else."""
    spans = [*_list_pieces(line)[1:], *_list_windows(line)]
    said: list[str] = []
    for first, last in spans:
        piece = line.slice_text(first, last)
        if not piece or "_" in line.pattern[first:last]:
            continue
        limits = extract_meeting_limits([*said, piece], now, zone)
        if not limits.rest:
            said.append(piece)
            line.take_tokens(first, last)
    return extract_meeting_limits(said, now, zone)


def has_limit_words(text: str) -> bool:
    """Return True for a text that speaks of seats or of signing up, though it may set no limit: "0 plasser"."""
    return _BEGINS.search(text.casefold()) is not None


def _list_pieces(line: TypedLine) -> list[tuple[int, int]]:
    """Return the spans between commas."""
    found, first = [], 0
    for n, kind in enumerate([*line.kinds, ","]):
        if kind == ",":
            found.append((first, n))
            first = n + 1
    return found


def _list_windows(line: TypedLine) -> list[tuple[int, int]]:
    """Return spans that begin with a word of limits, the longest first."""
    starts = [n for n, token in enumerate(line.tokens) if _BEGINS.match(line.lowered, token.start)]
    return [(n, last) for n in starts for last in range(min(len(line.tokens), n + _WINDOW), n + 1, -1)]
