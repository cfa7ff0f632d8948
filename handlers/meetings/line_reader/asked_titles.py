"""Find a title that is a question: "Trenger vi egen brannbil? Fredag 4.12. kl 13.30 på stasjonen"."""

from __future__ import annotations

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import names_meeting
from handlers.meetings.line_reader.doubts import has_time_words
from handlers.meetings.line_reader.line_tokens import split_typed_line

_QUESTION = compile_later(r"\W{0,3}(?P<asked>[^.!?\n,;]{8,80}\?) (?=\S)")
#: words that begin an order or what somebody is asked, and whoever is asked
_ORDERING = list_words(
    "kan kunne can could would will vil passer passar har er is are hei hello møtes når when noen nokon anyone anybody"
    " skulle orker rekker does do did is may might please"
)
_ASKED = list_words("du dere de dykk dokke you deg your noen nokon anyone anybody someone somebody")
#: words of what somebody says of it
_TELLING = list_words("om about discuss so let lat la må seier sier tenke tenker tror trur think say vi me we æ eg jeg")
#: number of words of a place at the most
_MOST_WORDS = 6


def find_asked_title(text: str) -> str | None:
    """Return the question that begins the line, where only day, time and place follow."""
    match = _QUESTION.match(text)
    if match is None:
        return None
    asked, rest = match["asked"], text[match.end() :]
    words = asked.rstrip("?").casefold().split()
    if words[0] in _ORDERING or not _ASKED.isdisjoint(words) or names_meeting(text) or has_time_words(asked):
        return None
    return asked[:1].upper() + asked[1:] if _is_time_and_place(rest) else None


def _is_time_and_place(rest: str) -> bool:
    """Return True for day, time of day and a few words for a place, which say nothing of their own."""
    line = split_typed_line(rest)
    told = any(word.strip(",.") in _TELLING for word in rest.casefold().split())
    return line.names_day_and_time and line.kinds.count("x") <= _MOST_WORDS and not told
