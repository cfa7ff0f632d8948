"""Choose the title among the segments of a line: what is left of the others is place, or in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import GENERIC, MEETING_WORD
from handlers.language.text_analysis import is_known_word
from handlers.meetings.line_reader.doubts import is_talk
from handlers.meetings.line_reader.named_people import goes_on_naming, names_people
from handlers.meetings.line_reader.place_words import ABSTRACT, AT, NUMBERED
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
from handlers.meetings.line_reader.segment_places import ends_in_place, is_workshop, may_be_place, names_meeting_kind
from handlers.meetings.line_reader.segments import Segment
from handlers.meetings.line_reader.title_words import EDGES, cut_purpose, goes_on, join_words, resembles_kind

_MEETS = list_words("møter møtes møtest møtast meets samles samlast treffes treffest blir vert er holdes haldast is")
_BARE_KIND = compile_later(
    r"(?:gjennomgang|gjennomgong|oppfølging|oppfølgjing|status|evaluering|avklaring|review|debrief)$"
)
#: how many words of a title are looked at for the kind of meeting
_FIRST = 12
Places = list[tuple[int, list[str]]]


@dataclass(slots=True)
class Choice:
    """Hold the title, the places with where they stand, and what is in doubt."""

    title: list[str] = field(default_factory=list)
    places: Places = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)
    #: names before a time, which are places if no other is named
    names: list[Segment] = field(default_factory=list)
    #: words that were put behind the title though a time or a full stop stands between
    late: list[str] = field(default_factory=list)
    #: the title stands behind a time
    after_time: bool = False
    #: the words before were the names of who takes part
    people: bool = False

    @property
    def is_generic(self) -> bool:
        """Return True while the title is empty, or only a word for any meeting."""
        return not self.title or GENERIC.match(join_words(self.title).casefold()) is not None


def choose_title(texts: Sequence[Segment], *, labelled: bool, has_place: bool) -> Choice:
    """Choose the title, the segments that are places with where they stand, and the words that may be either."""
    choice, doubts = Choice(), []
    first = _find_first_title(texts)
    for n, segment in enumerate(texts):
        if n < first or (n > first and is_place_like(segment.words)) or (choice.title and is_workshop(segment)):
            choice.places.append((segment.at, segment.words))
        elif not choice.title:
            choice.title, choice.after_time = _begin_title(segment), segment.after_time
        elif not labelled:
            doubts += _add_segment(choice, segment, texts[n + 1 :])
    for segment in choice.names:
        if has_place or choice.places:
            _join_subject(choice, segment)
        else:
            choice.places.append((segment.at, segment.words))
    for segment in doubts:
        if has_place or choice.places:
            _join_subject(choice, segment)
        else:
            choice.doubt = [*choice.doubt, *segment.words]
    return choice


def _find_first_title(texts: Sequence[Segment]) -> int:
    """Return which segment begins the title: the first that is no place, or is not taken for one by what follows."""
    open_ones = [n for n, segment in enumerate(texts) if not (is_place_like(segment.words) or _names_host(segment))]
    if len(open_ones) == 1 == open_ones[0] and _names_bare_kind(texts[0], texts[1]):
        return 0
    if len(open_ones) < 2:
        return open_ones[0] if open_ones else len(texts)
    first, second = texts[open_ones[0]], texts[open_ones[1]]
    plain = GENERIC.match(join_words(second.words).casefold()) is not None
    if (
        names_meeting_kind(second)
        and not (plain or _names_bare_kind(first, second))
        and not names_meeting_kind(first)
        and second.is_apart
        and may_be_place(first)
    ):
        return open_ones[1]
    return open_ones[0]


def _names_host(segment: Segment) -> bool:
    """Return True for whom one meets at, behind a time or a comma: "hos Granli Mineral"."""
    hosted = len(segment.words) > 1 and segment.words[0].casefold() in ("hos", "hjå")
    return hosted and segment.after_time and segment.is_apart


def _names_bare_kind(first: Segment, second: Segment) -> bool:
    """Return True for a kind that needs its subject, which stands before it: "gassalarm ovnshus - gjennomgang"."""
    bare = len(second.words) == 1 and _BARE_KIND.match(second.words[0].casefold().strip(EDGES)) is not None
    return bare and "-" in second.between and len(first.words) > 1 and not begins_with_preposition(first.words)


def _begin_title(segment: Segment) -> list[str]:
    words = list(segment.words)
    leading = ("og", "and") if len(words) > 1 else ()
    words = cut_purpose(words)
    if segment.before_time and len(words) > 1 and words[-1].casefold() in _MEETS:
        words = words[:-1]
    if segment.behind_time and len(words) > 1 and words[0].casefold() in ("for", "til", "to", "at"):
        return words[1:]
    return words[1:] if words[0].casefold() in leading else words


def _add_segment(choice: Choice, segment: Segment, following: Sequence[Segment]) -> list[Segment]:
    """Add a segment to title or places; return it where it may be either."""
    words = segment.words
    if choice.people and not segment.behind_time and segment.is_apart and not names_meeting_kind(segment):
        return []
    if goes_on_naming(choice.title, segment, following):
        choice.title = [*choice.title[:-1], choice.title[-1].rstrip(EDGES) + ",", *words]
        return []
    choice.people = not choice.is_generic and names_people(choice.title, segment)
    if choice.people:
        return []
    if goes_on(words[0]):
        choice.late += words if words[0][:1] in "([" and is_talk(words) else ()
        choice.title += words
    elif ":" in segment.between and not choice.is_generic and not _names_place(segment):
        choice.title = [*choice.title[:-1], choice.title[-1].rstrip(EDGES) + ":", *words]
    elif begins_with_preposition(words) and (segment.is_apart or segment.behind_time):
        choice.places.append((segment.at, words))
    elif choice.is_generic:
        choice.late += words if segment.is_apart and len(words) == 1 and is_known_to_both(words) else ()
        choice.title, choice.after_time = list(words), segment.after_time
    elif segment.is_apart and (is_subject(words, joined=segment.between == "-") or _continues(choice, segment)):
        _join_subject(choice, segment)
    elif _names_place(segment):
        if segment.before_time and not (is_named_place(words) or is_place_name(lower_words(words))):
            choice.names.append(segment)
        else:
            choice.places.append((segment.at, words))
    elif ends_in_place(segment) and (segment.is_apart or _is_numbered(choice, words)):
        choice.places.append((segment.at, words))
    elif segment.is_apart:
        return [segment]
    else:
        choice.late += words if segment.behind_time and not resembles_kind(choice.title) else ()
        choice.title += words
    return []


def _is_numbered(choice: Choice, words: Sequence[str]) -> bool:
    """Return True for "point 3" behind a title, without a comma."""
    lowered = lower_words(words)
    return len(lowered) > 1 and NUMBERED.match(lowered[-2]) is not None and not choice.is_generic


def _continues(choice: Choice, segment: Segment) -> bool:
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
    return (segment.behind_time and names_place_after_time(words)) or (segment.is_apart and is_known_to_both(words))


def _is_pair(words: Sequence[str]) -> bool:
    """Return True for two things of a subject: "budsjett og strategi"."""
    return any(word in ("og", "and", "&") for word in lower_words(words)) and not words[-1][:1].isupper()


def _is_name(words: Sequence[str], *, begins: bool) -> bool:
    """Return True for a name; a capital that begins a sentence is none yet."""
    if not begins or any(char.isdigit() for char in words[-1]):
        return True
    if len(words) == 1 and ABSTRACT.match(words[0].casefold()):
        return False
    cased = [word for word in words if word[:1].isalpha()]
    return sum(word[:1].isupper() for word in cased) > 1 or not is_known_word(cased[0].casefold().strip(EDGES))


def _join_subject(choice: Choice, segment: Segment) -> None:
    """Join the words by the sign that stood between: "Sekretariatet \u2013 plan for 2027"."""
    title = choice.title
    if title and GENERIC.match(join_words(segment.words).casefold()):  # "rutiner for kaia - møte"
        return
    later = segment.behind_time or (segment.after_time and not choice.after_time)
    kind = names_meeting_kind(segment) and AT.isdisjoint(lower_words(segment.words))
    of_kind = any(MEETING_WORD.match(word) for word in lower_words(title[:_FIRST]))
    plain = kind or (of_kind and (_is_pair(segment.words) or is_subject(segment.words, joined=False)))
    if segment.begins or (later and not plain):
        choice.late += segment.words
    if "-" in segment.between:
        choice.title = [*title, "\u2013", *segment.words]
    elif title[-1].endswith(":"):
        choice.title = [*title, *segment.words]
    else:
        choice.title = [*title[:-1], title[-1].rstrip(EDGES) + ",", *segment.words]
