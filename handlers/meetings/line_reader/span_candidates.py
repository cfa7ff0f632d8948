"""List the readings of title and place that are probable enough to be weighed as wholes."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.span_features import PLACE, TITLE, DescribedLine
from handlers.meetings.line_reader.span_model import NO_EDGE, TAKEN, TokenChances
from handlers.meetings.line_reader.title_words import WITH
from handlers.meetings.line_reader.word_places import LEADING

#: number of spans of either kind that are tried, and of readings made of them
_SPANS, _READINGS = 4, 6
#: kinds of tokens of more names behind the first: ", Liv og Geir"; and how many are looked at
_MORE_NAMES, _LONGEST_LIST = compile_later(r"(?:,x{1,2}){1,8}&x{1,2}(?!x)"), 40
#: words that the next clause begins with: "kontoret ho | kjem seinare"
_BEGINNING = list_words("ho han hun vi me dei de jeg eg du we she he they you så so fordi because men but som")


@dataclass(frozen=True, slots=True)
class SpanReading:
    """Hold the tokens of a title and a place, without what begins or ends none; of the rules' there may be pieces."""

    title: tuple[int, ...]
    place: tuple[int, ...]
    #: how much more probable the tokens are as these than as neither, as a logarithm
    gain: float


def list_candidates(line: DescribedLine, chances: TokenChances) -> tuple[list[SpanReading], SpanReading]:
    """Return the most probable readings, the best first, and the rules' own, which is always one of them."""
    titles, places = (_list_spans(line, chances, kind) for kind in (1, 2))
    made = (
        SpanReading(title, place, gain + other)
        for gain, title in titles
        for other, place in places
        if set(title).isdisjoint(place)
    )
    found = heapq.nlargest(_READINGS, made, key=lambda one: one.gain)
    titled, placed = (_list_tagged(line, chances, tag) for tag in (TITLE, PLACE))
    rules = next((one for one in found if (one.title, one.place) == (titled, placed)), None)
    if rules is None:
        rules = SpanReading(titled, placed, chances.compute_gain(titled, placed))
        found = sorted([*found, rules], key=lambda one: -one.gain)
    return found, rules


def trim_span(words: Sequence[str], kinds: Sequence[str], tokens: Collection[int]) -> tuple[int, ...]:
    """Return the tokens without separators, times, words that only lead to a title or a place, and what begins anew."""
    kept = [n for n in sorted(tokens) if kinds[n] not in NO_EDGE]
    while len(kept) > 1 and words[kept[-1]] in _BEGINNING:
        kept.pop()
    while len(kept) > 1 and words[kept[0]] in LEADING:
        kept = kept[1:]
    return tuple(kept)


def _complete_names(line: DescribedLine, title: tuple[int, ...]) -> tuple[int, ...]:
    """Return a title that ends within a list of names with all of them: "befaring med Tor", "Liv og Geir" behind it."""
    led = next((at for at, n in reversed(list(enumerate(title))) if line.words[n] in WITH), len(title))
    if not title[led + 1 :] or not all(line.typed[n][:1].isupper() for n in title[led + 1 :]):
        return title
    first = title[-1] + 1
    match = _MORE_NAMES.match("".join(line.kinds[first : first + _LONGEST_LIST]))
    listed = range(first, first + match.end()) if match else range(0)
    names = [n for n in listed if line.kinds[n] == "x"]
    named = bool(names) and all(line.typed[n][:1].isupper() for n in names)
    return (*title, *(n for n in listed if line.kinds[n] not in NO_EDGE)) if named else title


def _complete_range(line: DescribedLine, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Return a span that ends within numbers with all of them: "bygg 1", "-4" behind it."""
    first = tokens[-1] + 1 if tokens else 0
    behind = line.kinds[first : first + 2] in (["-", "N"], ["&", "N"])
    return (*tokens, first + 1) if tokens and line.kinds[first - 1] == "N" and behind else tokens


def _list_tagged(line: DescribedLine, chances: TokenChances, tag: str) -> tuple[int, ...]:
    return trim_span(line.words, chances.kinds, [n for n, one in enumerate(line.tags) if one == tag])


def _list_spans(line: DescribedLine, chances: TokenChances, kind: int) -> list[tuple[float, tuple[int, ...]]]:
    """Return the best spans with their gains, none that differs from a better one by its leading words."""
    best: dict[tuple[int, ...], float] = {}
    for gain, span in heapq.nlargest(2 * _SPANS, _list_gains(chances, kind)):
        tokens = trim_span(line.words, chances.kinds, range(*span))
        tokens = _complete_range(line, tokens)
        best.setdefault(_complete_names(line, tokens) if kind == 1 else tokens, gain)
        if len(best) == _SPANS:
            break
    return [(gain, span) for span, gain in best.items()]


def _list_gains(chances: TokenChances, kind: int) -> Iterator[tuple[float, tuple[int, int]]]:
    """Yield the gain of each span as that kind, with where it begins and ends; an empty one gains nothing."""
    kinds = chances.kinds
    gains = (0.0 if mark in TAKEN else one[kind] - one[0] for one, mark in zip(chances.logs, kinds, strict=True))
    sums = [0.0, *accumulate(gains)]
    edges = [n for n, mark in enumerate(kinds) if mark not in NO_EDGE]
    yield 0.0, (0, 0)
    for at, first in enumerate(edges):
        begun = sums[first]
        for last in edges[at:]:
            yield sums[last + 1] - begun, (first, last + 1)
