"""Tell the names of who takes part from a subject and a place: "befaring med Tor, Liv og Geir"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from handlers.meetings.line_reader.places import is_named_place, is_place_like, is_place_name, lower_words
from handlers.meetings.line_reader.segments import Segment
from handlers.meetings.line_reader.title_words import WITH

_US = ("meg", "deg", "oss", "dere", "dykk", "me", "you", "us")


def names_people(title: Sequence[str], segment: Segment) -> bool:
    """Return True for names of who takes part, behind a title that says what it is about."""
    words = segment.words
    if not segment.is_apart or words[0].casefold() not in WITH or len(words) < 2 or len(title) < 2:
        return False
    return words[1][:1].isupper()


def goes_on_naming(title: Sequence[str], segment: Segment, following: Sequence[Segment]) -> bool:
    """Return True for more of a list of names: "Liv og Geir", behind "med Tor"."""
    named = title[-1][:1].isupper() or title[-1].casefold() in _US
    if not (named and any(word.casefold() in WITH for word in title)):
        return False
    listed = takewhile(_may_be_listed, (segment, *following))
    return any(word in ("og", "and", "&") for one in listed for word in one.words[1:])


def _may_be_listed(segment: Segment) -> bool:
    """Return True for names behind a comma."""
    words = segment.words
    apart = "," in segment.between and not segment.behind_time
    sure_place = is_named_place(words) or is_place_name(lower_words(words)) or is_place_like(words)
    return apart and words[0][:1].isupper() and not sure_place
