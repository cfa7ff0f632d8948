"""Make title and place of the words that no reader has taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.dates.date_words import list_words
from handlers.language import is_thanks
from handlers.language.meeting_words import GENERIC, find_order_end
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.places import (
    is_named_place,
    is_place_like,
    is_subject,
    names_place_after_time,
    split_off_place,
    split_off_service,
    strip_preposition,
)

_PLACE_LABELS = list_words("sted stad place location lokale hvor kvar where adresse address lokasjon")
_OTHER_LABELS = list_words(
    "lenke lenkje link url tittel title emne tema subject topic tid når time when dato date kl klokka start"
)
#: words that go on about the subject
_GOES_ON = list_words(
    "om about med with w/ m/ room rom nr nr. no og and for vedr vedr. angående ang. ang re regarding on av of mellom "
    "between til to"
)
#: words that lead to a day or a time of day
_LEADS_TO = list_words("for til to frå fra from den at")
_ARTICLES = list_words("et eit en ein a an nytt ny nye new")
_EITHER = re.compile(r"\b(?:eller|or)\b")
_EDGES = " \t\n,;:.!?-–—/|·•"


@dataclass(frozen=True, slots=True)
class _Segment:
    """Hold words that stand together; `apart` if a comma or the like stands before them, and not only a time."""

    words: list[str]
    apart: bool
    label: str = ""
    #: kinds of the tokens between them and the words before them
    between: str = ""
    #: its first token
    at: int = 0


def read_leftovers(line: TypedLine) -> tuple[str, str, tuple[Ask, ...]]:
    """Return title and place, and what must be asked about them."""
    _take_order_words(line)
    _take_articles(line)
    segments = list(_list_segments(line))
    places: list[tuple[int, list[str]]] = []
    half_said = False
    texts: list[_Segment] = []
    for segment in segments:
        if segment.label == "place":
            half_said = half_said or not segment.words
            places.append((segment.at, segment.words))
            continue
        if is_thanks(" ".join(segment.words)):
            continue
        if is_named_place(segment.words):
            texts.append(segment)
            continue
        words, service = split_off_service(segment.words)
        words, room = split_off_place(words)
        places += [(segment.at, room), (segment.at, service)]
        if any(word.strip(_EDGES) for word in words):
            texts.append(replace(segment, words=words))
    title, more = _choose_title(texts)
    named = [strip_preposition(words) for _, words in sorted([*more, *places], key=lambda one: one[0]) if words]
    place = ", ".join(_join_words(words).strip("()[]") for words in named)
    asks = [] if title else [Ask("title")]
    if half_said and not place:
        asks.append(Ask("place", "half_said"))
    if _EITHER.search(place.casefold()):
        asks.append(Ask("place", "several", place))
        place = ""
    return title, place, tuple(asks)


def _take_order_words(line: TypedLine) -> None:
    """Take "sett opp et" and "møte ny"; the noun stays."""
    end = find_order_end(line.lowered)
    if end:
        for n, token in enumerate(line.tokens):
            if token.end > end:
                break
            if line.kinds[n] in "xp,-&nNOT:":
                line.take_tokens(n, n + 1)


def _take_articles(line: TypedLine) -> None:
    """Take "et" before what was taken, as in "et månedlig møte"."""
    first = next((n for n, kind in enumerate(line.kinds) if kind == "_"), 0)
    if first and set(line.slice_lowered(0, first).split()) <= _ARTICLES:
        line.take_tokens(0, first)


def _list_segments(line: TypedLine) -> Iterator[_Segment]:
    """Yield the words that stand together; a label such as "place:" begins segments of its own."""
    words: list[int] = []
    apart, label, between = True, "", ""
    for n, kind in enumerate(line.kinds):
        ends = kind in ",L" or kind in "_dc" or (kind == "-" and _stands_alone(line, n))
        if kind == ":" and words:
            named = line.slice_lowered(words[0], words[-1] + 1)
            if named.split()[-1] in _PLACE_LABELS | _OTHER_LABELS:
                yield from _build_segment(line, words[:-1], apart, label, between)
                label = "place" if named.split()[-1] in _PLACE_LABELS else ""
                words, apart = [], True
                continue
            ends = is_place_like(named.split())
        if ends:
            while words and kind in "dc" and line.slice_lowered(words[-1], words[-1] + 1) in _LEADS_TO:
                words.pop()
            if words or (label and kind == ","):
                yield from _build_segment(line, words, apart, label, between)
                words, apart, label, between = [], False, "", ""
            between += kind
            apart = apart or kind in ",-:"
        else:
            words.append(n)
    yield from _build_segment(line, words, apart, label, between)


def _build_segment(
    line: TypedLine, tokens: Sequence[int], apart: bool, label: str, between: str = ""
) -> Iterator[_Segment]:
    kept = list(tokens)
    while kept and line.kinds[kept[-1]] in "p&-:" and not label:
        kept.pop()
    while kept and line.kinds[kept[0]] in "-:":
        kept.pop(0)
    if kept or label:
        yield _Segment(
            line.slice_text(kept[0], kept[-1] + 1).split() if kept else [],
            apart,
            label,
            between,
            tokens[0] if tokens else 0,
        )


def _stands_alone(line: TypedLine, n: int) -> bool:
    token = line.tokens[n]
    return line.lowered[token.start] == "-" and not line.lowered[token.start - 1 : token.start].isalnum()


def _choose_title(texts: Sequence[_Segment]) -> tuple[str, list[tuple[int, list[str]]]]:
    """Return the title, and the segments that are places, each with its place in the line."""
    at = next((n for n, segment in enumerate(texts) if not is_place_like(segment.words)), len(texts))
    places = [(segment.at, segment.words) for segment in texts[:at]]
    title: list[str] = []
    for segment in texts[at:]:
        generic = not title or GENERIC.match(_join_words(title).casefold()) is not None
        if not title:
            title = segment.words[1:] if segment.words[0].casefold() in ("og", "and") else list(segment.words)
        elif is_place_like(segment.words):
            places.append((segment.at, segment.words))
        elif _goes_on(segment.words[0]):
            title += segment.words
        elif generic:
            title = list(segment.words)
        elif segment.apart and is_subject(segment.words, joined=segment.between == "-"):
            title = _join_subject(title, segment)
        elif segment.apart or names_place_after_time(segment.words):
            places.append((segment.at, segment.words))
        else:
            title += segment.words
    return _finish_title(title), places


def _join_subject(title: Sequence[str], segment: _Segment) -> list[str]:
    """Join the words by the sign that stood between: "Sekretariatet \u2013 plan for 2027"."""
    if "-" in segment.between:
        return [*title, "\u2013", *segment.words]
    return [*title[:-1], title[-1].rstrip(_EDGES) + ",", *segment.words]


def _goes_on(word: str) -> bool:
    """Return True for a word that goes on about the subject before it."""
    return word.casefold() in _GOES_ON or word[:1] in "([&"


def _finish_title(words: Sequence[str]) -> str:
    """Return the title with a capital; empty if it says no more than that it is a meeting."""
    found = list(words)
    while len(found) > 1 and GENERIC.match(found[0].casefold()) and not (_goes_on(found[1]) or found[1][:1].isdigit()):
        found = found[1:]
    if len(found) > 1 and found[0].casefold() in ("om", "about"):
        found = found[1:]
    title = _join_words(found)
    if GENERIC.match(title.casefold()):
        return ""
    return title[:1].upper() + title[1:]


def _join_words(words: Sequence[str]) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]", "", " ".join(words))
    return " ".join(text.split()).lstrip(")] ").rstrip("([ ").strip(_EDGES).strip()
