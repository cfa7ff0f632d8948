"""Tell which segments of a line may be the place: by their words, and by where they stand."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import MEETING_WORD
from handlers.meetings.line_reader.doubts import is_talk
from handlers.meetings.line_reader.place_words import ABOUT, ARTICLES
from handlers.meetings.line_reader.places import begins_with_preposition, is_known_to_both, is_place_name, lower_words
from handlers.meetings.line_reader.segments import Segment

#: maximum number of words of a place at the end
_LAST = 4
#: maximum number of words of a workshop that is a building: "crane workshop"
_FEW = 2
_NUMBER = compile_later(r"[A-Z]|\d{1,3}[A-Za-z]?|[A-Z]-?\d{1,3}")


def names_meeting_kind(segment: Segment) -> bool:
    return any(MEETING_WORD.match(word) for word in lower_words(segment.words))


def may_be_place(segment: Segment) -> bool:
    words = segment.words
    return begins_with_preposition(words) or is_known_to_both(words) or is_place_name(lower_words(words))


def is_workshop(segment: Segment) -> bool:
    """Return True for the building behind a time and a comma; elsewhere a workshop is a kind of meeting."""
    words = [word for word in lower_words(segment.words) if word not in ARTICLES]
    return 0 < len(words) <= _FEW and words[-1] == "workshop" and segment.after_time and segment.is_apart


def ends_in_place(segment: Segment) -> bool:
    """Return True for what a line ends in behind its times as places are named: "brakkerigg A", "the old smithy"."""
    words, lowered = segment.words, lower_words(segment.words)
    if segment.before_time or not segment.after_time or not 1 < len(words) <= _LAST or names_meeting_kind(segment):
        return False
    if not ABOUT.isdisjoint(lowered) or is_talk(words):
        return False
    if segment.ends_dashed_line or lowered[0] in ARTICLES:
        return True
    return _NUMBER.fullmatch(words[-1].rstrip(".")) is not None and len(lowered[0]) > 2
