"""Make title and place of the words that no reader has taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from handlers.language import is_thanks
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import GENERIC, MEETING_WORD
from handlers.meetings.line_reader import field_labels as of
from handlers.meetings.line_reader.aside_patterns import GREETING
from handlers.meetings.line_reader.doubts import (
    find_hidden_doubts,
    find_place_doubt,
    find_subject_doubt,
    find_title_doubt,
    is_talk,
)
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.order_phrases import take_articles, take_order_words
from handlers.meetings.line_reader.place_splits import (
    ends_in_room,
    find_service_of_kind,
    split_at_purpose,
    split_off_last_site,
    split_off_place,
    split_off_service,
    split_off_visited,
)
from handlers.meetings.line_reader.place_words import ABOUT
from handlers.meetings.line_reader.places import (
    begins_with_preposition,
    is_host,
    is_known_to_both,
    is_named_place,
    is_online,
    is_place_like,
    is_room,
    is_somewhere,
    names_place_after_time,
    strip_preposition,
)
from handlers.meetings.line_reader.segments import Segment, list_segments
from handlers.meetings.line_reader.title_choice import choose_title
from handlers.meetings.line_reader.title_words import finish_title, join_words

_HOSTED = ("hos", "hjå")
#: "the canteen is fine"
_FINE = compile_later(
    r"(?P<place>.+?) (?:is|er|passer|passar|works|går|funker|held|holder)(?: \w+){0,2}$", re.IGNORECASE
)
_EITHER = compile_later(r"\b(?:eller|or)\b")
_EDGES = " \t\n,;:.!?-–—/|·•()[]"


@dataclass(slots=True)
class _Sorted:
    """Hold the segments by what they are; places with where they stand in the line."""

    places: list[tuple[int, list[str]]] = field(default_factory=list)
    texts: list[Segment] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=dict)
    half_said: bool = False
    #: a place that nobody doubts stands behind this segment
    place_follows: bool = False
    #: words without a label that are no plain place stand behind it
    text_follows: bool = False


def read_leftovers(line: TypedLine, service: str = "") -> tuple[str, str, tuple[Ask, ...]]:
    """Return title and place, and what must be asked about them; `service` is the one that a link was named by."""
    take_order_words(line)
    take_articles(line)
    found = _Sorted()
    segments = list(list_segments(line))
    last_place = max((n for n, segment in enumerate(segments) if _is_sure_place(segment)), default=-1)
    last_text = max(
        (n for n, one in enumerate(segments) if not one.label and not _is_place_alone(one.words)), default=-1
    )
    for n, segment in enumerate(segments):
        found.place_follows = last_place > n
        found.text_follows = last_text > n
        _sort_segment(found, segment)
    choice = choose_title(found.texts, labelled=of.TITLE in found.named, has_place=bool(found.places))
    title, more, doubt = _add_labelled(found, choice.title, choice.places, choice.doubt)
    named = [words for _, words in sorted([*more, *found.places], key=lambda one: one[0]) if is_somewhere(words)]
    if not named:
        title, named = _find_hidden_place(title, service)
        if named and doubt:  # "Teams-møte onsdag, konsesjon": it is no place, so it is the subject
            title, doubt = [*title[:-1], title[-1].rstrip(_EDGES) + ",", *doubt], []
    if not (named or doubt or of.TITLE in found.named):
        title, named = split_off_last_site(title)
    named = [words for words in named if not is_host(words)] or named
    place = ", ".join(join_words(strip_preposition(words)) for words in named)
    title_said = finish_title(title)
    title_said, place, asks = _ask_about_leftovers(title_said, place, doubt, half_said=found.half_said)
    labelled, plain = of.TITLE in found.named, line.hide_subject_days(title_said)
    hosted = any(word.casefold() in _HOSTED for words in named for word in words[:2])
    doubts = (
        None if labelled else find_title_doubt(title_said, plain, choice.late),
        find_place_doubt(place, hosted=hosted) or find_subject_doubt(title_said, place, named),
    )
    asks = (*asks, *(one for one in doubts if one is not None))
    return title_said, place, (*asks, *find_hidden_doubts(title_said, plain, place, choice.late, asks))


def _ask_about_leftovers(
    title: str, place: str, doubt: list[str], *, half_said: bool
) -> tuple[str, str, tuple[Ask, ...]]:
    asks = [] if title else [Ask("title")]
    if half_said and not place:
        asks.append(Ask("place", "half_said"))
    if _EITHER.search(place.casefold()):
        asks.append(Ask("place", "several", place))
        place = ""
    elif doubt and not place:
        asks.append(Ask("place", "unsure", join_words(doubt)))
    return title, place, tuple(asks)


def _is_sure_place(segment: Segment) -> bool:
    """Return True for a place that is labelled, or that a noun of places names behind a time."""
    if segment.label:
        return segment.label == of.PLACE and bool(segment.words)
    named = is_place_like(segment.words) or (segment.is_apart and names_place_after_time(segment.words))
    return segment.after_time and named and not is_online(segment.words)


def _sort_segment(found: _Sorted, segment: Segment) -> None:
    said = " ".join(segment.words)
    if segment.label == of.PLACE and not (MEETING_WORD.match(said.split(" ")[0].casefold()) and found.places):
        found.half_said = found.half_said or not segment.words
        found.places.append((segment.at, segment.words))
    elif segment.label == of.OTHER or is_thanks(said) or GREETING.match(said.casefold().strip(_EDGES)):
        return
    elif segment.label in (of.TITLE, of.TOPIC) and segment.label in found.named and _is_place_alone(segment.words):
        found.places.append((segment.at, segment.words))
    elif segment.label in (of.TITLE, of.TOPIC, of.AGENDA):
        kept = found.named.setdefault(segment.label, [])
        kept += [*_with_comma(kept), *segment.words]
    elif (found.texts or found.named) and segment.after_time and segment.is_apart and _tells_of_it(segment.words):
        _sort_talk(found, segment)
    elif _is_whole_place(segment):
        if found.text_follows and not found.texts and segment.behind_time:  # "onsdag kl 17 på sandbana: turnering"
            found.places.append((segment.at, segment.words))
        else:
            found.texts.append(segment)
    else:
        _split_segment(found, segment)


def _is_place_alone(words: list[str]) -> bool:
    """Return True for a place that stands behind a labelled subject: "subject: gas detectors, room B2"."""
    return is_online(words) or is_named_place(words) or (is_place_like(words) and is_room(words))


def _tells_of_it(words: list[str]) -> bool:
    """Return True for what is only said about the meeting: "skipet går", "Teams is fine", "Teams holder"."""
    fine = _FINE.match(" ".join(words))
    if is_place_like(words):  # "her office"
        return False
    return is_talk(words) or (fine is not None and is_online(fine["place"].split()))


def _sort_talk(found: _Sorted, segment: Segment) -> None:
    """Keep of what is only said about the meeting where it is held: "Teams is fine", "the canteen works"."""
    named = [word for word in segment.words if is_online([word])][:1]
    fine = _FINE.match(" ".join(segment.words))
    if not named and fine is not None and is_place_like(fine["place"].split()):
        named = fine["place"].split()
    if named and not found.places:
        found.places.append((segment.at, named))


def _is_whole_place(segment: Segment) -> bool:
    """Return True for the name of a place, behind a time also with a preposition: "at the hotel in Testsund"."""
    words = segment.words
    if not segment.behind_time:
        return is_named_place(words)
    about = ABOUT.intersection(word.casefold() for word in words) or split_at_purpose(words)[0]
    return begins_with_preposition(words) and not about and not _is_subject_like(words[:1])


def _with_comma(kept: list[str]) -> list[str]:
    """Put a comma behind the last word, if there is one."""
    if kept:
        kept[-1] = kept[-1].rstrip(_EDGES) + ","
    return []


def _split_segment(found: _Sorted, segment: Segment) -> None:
    """Split off the service and the place at either end of the words."""
    first, words = split_at_purpose(segment.words)
    if first:
        found.places.append((segment.at, first))
    elif is_named_place(words):
        found.texts.append(segment)
        return
    words, service = split_off_service(words)
    if service and service[0].casefold() in ("online", "digitalt", "digital"):
        words, named = split_off_service(words)  # "online via Teams"
        service = named or service
    left, room = split_off_place(words)
    if not room and segment.after_time and ends_in_room(words):
        left, room = words[:-1], words[-1:]
    visited = bool(split_off_visited(words)[1])
    if room and found.place_follows and (visited or not (segment.after_time or _is_held_there(left, room))):
        left, room = words, []  # "årsmøte i Eksempelparken": where it is comes later
    whole = is_known_to_both(left) or (segment.is_apart and segment.between and not _is_subject_like(left))
    if room and found.texts and whole and segment.behind_time:  # "coffee bar in the lobby"
        left, room = [], words
    found.places += [(segment.at, room), (segment.at, service)]
    found.places = [one for one in found.places if one[1]]
    if any(word.strip(_EDGES) for word in left):
        found.texts.append(replace(segment, words=left))


def _is_held_there(words: list[str], room: list[str]) -> bool:
    """Return True for "møte" with any place, and for "årsmøte" in a room; "jordfeil i hall 3" is a subject."""
    kind = any(MEETING_WORD.match(word.casefold().strip(_EDGES)) for word in words)
    return GENERIC.match(" ".join(words)) is not None or (kind and is_room(room))


def _is_subject_like(words: list[str]) -> bool:
    return any(MEETING_WORD.match(word.casefold().strip(_EDGES)) for word in words) or len(words) > 3


def _add_labelled(
    found: _Sorted, words: list[str], more: list[tuple[int, list[str]]], doubt: list[str]
) -> tuple[list[str], list[tuple[int, list[str]]], list[str]]:
    """Return the title with what labels say of it; a labelled title leaves only places to the other words."""
    if titled := found.named.get(of.TITLE):
        return titled, [one for one in more if is_place_like(one[1])], []
    topic = found.named.get(of.TOPIC) or ([] if finish_title(words) else found.named.get(of.AGENDA, []))
    if not topic:
        return words, more, doubt
    if not finish_title(words):
        return topic, more, doubt
    return [*words[:-1], words[-1].rstrip(_EDGES) + ":", *topic], more, doubt


def _find_hidden_place(title: list[str], service: str) -> tuple[list[str], list[list[str]]]:
    """Look for a place within the title where none is named elsewhere."""
    words, visited = split_off_visited(title)
    if visited:
        return words, [visited]
    named = service or find_service_of_kind(title)
    return title, [named.split()] if named else []
