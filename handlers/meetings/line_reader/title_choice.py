"""Choose the title among the segments of a line: what is left of the others is place, or in doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.dates.date_words import list_words
from handlers.language.meeting_words import GENERIC, MEETING_WORD
from handlers.language.text_analysis import is_known_word
from handlers.meetings.line_reader.places import (
    begins_with_preposition,
    is_known_to_both,
    is_named_place,
    is_place_like,
    is_place_name,
    is_subject,
    lower_words,
    names_place_after_time,
)
from handlers.meetings.line_reader.segments import Segment

#: words that go on about the subject
_GOES_ON = list_words(
    "om about med with w/ m/ room rom nr nr. no og and for vedr vedr. angående ang. ang re re: regarding "
    "on av of mellom between til to"
)
_ARTICLES = ("a", "an", "et", "eit", "en", "ein")
_WITH = ("med", "with", "w/", "m/")
_EDGES = ' \t\n,;:.!?-–—/|·•"«»“”'
_MEETS = list_words("møtes møtest møtast meets samles samlast treffes treffest")
#: words that lead to what one meets about
_PURPOSE = re.compile(
    r"(?:(?:for )?å (?:snakke|prate|diskutere|drøfte|drøfta|gå gjennom|planlegge|planleggje)(?: om)?"
    r"|to (?:talk about|discuss|go through|go over|look at|plan|review)|discuss|discussing) (?=\S)"
)
_PRONOUNS = list_words("det dette it this that them saken saka")
_SPELLED = {"møde": "møte", "mote": "møte", "moete": "møte", "møet": "møte", "meting": "meeting", "meetting": "meeting"}
Places = list[tuple[int, list[str]]]


@dataclass(slots=True)
class _Choice:
    title: list[str] = field(default_factory=list)
    places: Places = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)
    #: names before a time, which are places if no other is named
    names: list[Segment] = field(default_factory=list)
    #: the words before were the names of who takes part
    people: bool = False

    @property
    def generic(self) -> bool:
        return not self.title or GENERIC.match(join_words(self.title).casefold()) is not None


def choose_title(texts: Sequence[Segment], *, labelled: bool, has_place: bool) -> tuple[list[str], Places, list[str]]:
    """Return the title, the segments that are places with where they stand, and the words that may be either."""
    choice, doubts = _Choice(), []
    first = _find_first_title(texts)
    for n, segment in enumerate(texts):
        if n < first or is_place_like(segment.words):
            choice.places.append((segment.at, segment.words))
        elif not choice.title:
            choice.title = _begin_title(segment)
        elif not labelled:
            doubts += _add_segment(choice, segment)
    for segment in choice.names:
        if has_place or choice.places:
            choice.title = _join_subject(choice.title, segment)
        else:
            choice.places.append((segment.at, segment.words))
    for segment in doubts:
        if has_place or choice.places:
            choice.title = _join_subject(choice.title, segment)
        else:
            choice.doubt = [*choice.doubt, *segment.words]
    return choice.title, choice.places, choice.doubt


def _find_first_title(texts: Sequence[Segment]) -> int:
    """Return which segment begins the title: the first that is no place, or is not taken for one by what follows."""
    open_ones = [n for n, segment in enumerate(texts) if not is_place_like(segment.words)]
    if len(open_ones) < 2:
        return open_ones[0] if open_ones else len(texts)
    first, second = texts[open_ones[0]], texts[open_ones[1]]
    if names_meeting_kind(second) and not names_meeting_kind(first) and second.apart and _may_be_place(first):
        return open_ones[1]
    return open_ones[0]


def _may_be_place(segment: Segment) -> bool:
    words = segment.words
    return begins_with_preposition(words) or is_known_to_both(words) or is_place_name(lower_words(words))


def names_meeting_kind(segment: Segment) -> bool:
    return any(MEETING_WORD.match(word) for word in lower_words(segment.words))


def _begin_title(segment: Segment) -> list[str]:
    words = list(segment.words)
    leading = ("og", "and") if len(words) > 1 else ()
    if purpose := _PURPOSE.match(" ".join(words).casefold()):
        words = " ".join(words)[purpose.end() :].split()
    if segment.before_time and len(words) > 1 and words[-1].casefold() in _MEETS:
        words = words[:-1]
    if segment.behind_time and len(words) > 1 and words[0].casefold() in ("for", "til", "to", "at"):
        return words[1:]
    return words[1:] if words[0].casefold() in leading else words


def _add_segment(choice: _Choice, segment: Segment) -> list[Segment]:
    """Add a segment to title or places; return it where it may be either."""
    words = segment.words
    if choice.people and not segment.behind_time and segment.apart and not names_meeting_kind(segment):
        return []
    choice.people = _names_people(choice, segment)
    if choice.people:
        return []
    if _goes_on(words[0]):
        choice.title += words
    elif ":" in segment.between and not choice.generic and not _names_place(segment):
        choice.title = [*choice.title[:-1], choice.title[-1].rstrip(_EDGES) + ":", *words]
    elif begins_with_preposition(words) and (segment.apart or segment.behind_time):
        choice.places.append((segment.at, words))
    elif choice.generic:
        choice.title = list(words)
    elif segment.apart and (is_subject(words, joined=segment.between == "-") or _continues(choice, segment)):
        choice.title = _join_subject(choice.title, segment)
    elif _names_place(segment):
        if segment.before_time and not (is_named_place(words) or is_place_name(lower_words(words))):
            choice.names.append(segment)
        else:
            choice.places.append((segment.at, words))
    elif segment.apart:
        return [segment]
    else:
        choice.title += words
    return []


def _names_people(choice: _Choice, segment: Segment) -> bool:
    """Return True for names of who takes part, behind a title that says what it is about."""
    words = segment.words
    if not segment.apart or words[0].casefold() not in _WITH or len(words) < 2 or len(choice.title) < 2:
        return False
    return words[1][:1].isupper() and not choice.generic


def _continues(choice: _Choice, segment: Segment) -> bool:
    """Return True for a list that goes on, or a kind of meeting that stands apart."""
    if names_meeting_kind(segment) or _is_pair(segment.words):
        return True
    if segment.behind_time or segment.begins or segment.words[0][:1].isupper():
        return False
    listed = any(word.endswith((":", ",")) for word in choice.title)
    return listed or (segment.before_time and not _names_place(segment))


def _names_place(segment: Segment) -> bool:
    """Return True for the name of a place, or what is one behind a time."""
    words = segment.words
    if is_named_place(words) or is_place_name(lower_words(words)):
        return True
    if _is_pair(words):
        return False
    if words[0][:1].isupper():
        return _is_name(words, begins=segment.begins or "-" in segment.between)
    return (segment.behind_time and names_place_after_time(words)) or (segment.apart and is_known_to_both(words))


def _is_pair(words: Sequence[str]) -> bool:
    """Return True for two things of a subject: "budsjett og strategi"."""
    return any(word in ("og", "and", "&") for word in lower_words(words)) and not words[-1][:1].isupper()


def _is_name(words: Sequence[str], *, begins: bool) -> bool:
    """Return True for a name; a capital that begins a sentence is none yet."""
    if not begins or any(char.isdigit() for char in words[-1]):
        return True
    cased = [word for word in words if word[:1].isalpha()]
    return sum(word[:1].isupper() for word in cased) > 1 or not is_known_word(cased[0].casefold().strip(_EDGES))


def _join_subject(title: Sequence[str], segment: Segment) -> list[str]:
    """Join the words by the sign that stood between: "Sekretariatet \u2013 plan for 2027"."""
    if "-" in segment.between:
        return [*title, "\u2013", *segment.words]
    if title[-1].endswith(":"):
        return [*title, *segment.words]
    return [*title[:-1], title[-1].rstrip(_EDGES) + ",", *segment.words]


def _goes_on(word: str) -> bool:
    """Return True for a word that goes on about the subject before it."""
    return word.casefold() in _GOES_ON or word[:1] in "([&"


def _belongs_to_kind(word: str) -> bool:
    """Return True for what stands behind "møte" without being its whole subject."""
    return _goes_on(word) or word[:1].isdigit() or word.casefold() in ("i", "in", "på", "at", "hos", "hjå")


def finish_title(words: Sequence[str]) -> str:
    """Return the title with a capital; empty if it says no more than that it is a meeting."""
    found = list(words)
    if found:
        found[0] = _SPELLED.get(found[0].casefold(), found[0])
    while len(found) > 1 and GENERIC.match(found[0].casefold()) and not _belongs_to_kind(found[1]):
        found = found[1:]
    found = _mend_beginning(found)
    title = join_words(found)
    said = [word for word in lower_words(found) if word not in ("om", "about", "on", "re")]
    if GENERIC.match(title.casefold()) or (said and all(w in _PRONOUNS or GENERIC.match(w) for w in said)):
        return ""
    return title[:1].upper() + title[1:]


def _mend_beginning(words: list[str]) -> list[str]:
    """Leave out what only leads to the subject, and say that one meets with somebody."""
    if len(words) < 2:
        return words
    first = words[0].casefold()
    article = first in _ARTICLES and MEETING_WORD.match(words[1].casefold()) is not None
    if article or first in ("om", "about", "til", "to", "for"):
        return words[1:]
    if first in _WITH:
        return ["Møte" if first in ("med", "m/") else "Meeting", *words]
    return words


def join_words(words: Sequence[str]) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]", "", " ".join(words))
    text = " ".join(text.split()).lstrip(")] ").rstrip("([ ").strip(_EDGES).strip()
    for first, last in ("()", "[]"):
        if text.startswith(first) and text.find(last) in (-1, len(text) - 1):
            text = text.strip(first + last)
        if text.count(first) > text.count(last):
            text += last
        elif text.count(last) > text.count(first):
            text = text.replace(last, "", 1)
    return text
