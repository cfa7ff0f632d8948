"""Settle title and place of a line between the rules and the model that has learnt where to believe them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.meetings.line_reader.doubts import has_time_words
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.places import strip_preposition
from handlers.meetings.line_reader.span_features import OTHER, PLACE, TITLE, describe_line
from handlers.meetings.line_reader.span_model import NO_EDGE, TAKEN, Spans, TokenChances, compute_chances
from handlers.meetings.line_reader.title_words import finish_title, join_words
from handlers.meetings.line_reader.word_places import find_words

#: logarithms of probabilities: below it what both read is asked about
_DOUBTFUL = -2.0
#: the same for what only the model reads, where the rules were sure and where they were not
_BOLD, _HELPFUL = -2.5, -1.5
#: a word that the rules read and the model leaves out may be no less probably neither: else all of theirs stands
_MATTERS = -0.7
#: number of tokens of the longest line that the model reads: whoever writes more tells a story
_LONGEST = 100
#: why title or place is asked about, where the model may know better
_OPEN = ("unsure", "missing")


@dataclass(frozen=True, slots=True)
class LeftoverReading:
    """Hold title and place as read, and what must be asked about them."""

    title: str
    place: str
    asks: tuple[Ask, ...] = ()

    @property
    def doubts(self) -> list[Ask]:
        return [ask for ask in self.asks if ask.what in ("title", "place")]


def settle_title_and_place(line: TypedLine, kinds: Sequence[str], read: LeftoverReading) -> LeftoverReading:
    """Return what is most probable of the rules' reading and the model's; `kinds` are those before the rules read."""
    if not set(kinds) - {*NO_EDGE} or len(kinds) > _LONGEST or any(ask.reason not in _OPEN for ask in read.doubts):
        return read
    titled, placed = (set(find_words(line, kinds, text)) for text in (read.title, read.place))
    tags = [TITLE if n in titled else PLACE if n in placed else OTHER for n in range(len(kinds))]
    chances = compute_chances(describe_line(line, kinds, tags, {ask.what for ask in read.doubts}), kinds)
    spans = chances.find_best_spans()
    same_title, same_place = (
        _drop_edges(span, kinds) == _drop_edges(tokens, kinds)
        for span, tokens in ((spans.title, titled), (spans.place, placed))
    )
    certainty = chances.compute_certainty(spans)
    if same_title and same_place:
        return read if read.doubts or certainty >= _DOUBTFUL else _ask_about(read)
    if _is_theirs_better(chances, spans, titled, placed):
        return read
    place = read.place if same_place else join_words(strip_preposition(_list_words(line, spans.place, kinds)))
    title = read.title if same_title else finish_title(_list_words(line, spans.title, kinds))
    lost = (titled | placed).difference(spans.title, spans.place)
    if _leaves_doubt(" ".join(line.slice_text(n, n + 1) for n in sorted(lost)), f"{title} {place}"):
        whole = LeftoverReading(
            read.title if lost & titled else title, read.place if lost & placed else place, read.asks
        )
        return _ask_about(whole)
    if title and certainty >= (_HELPFUL if read.doubts else _BOLD):
        return LeftoverReading(title, place, tuple(ask for ask in read.asks if ask not in read.doubts))
    return _ask_about(LeftoverReading(title or read.title, place, read.asks))


def _is_theirs_better(chances: TokenChances, spans: Spans, titled: set[int], placed: set[int]) -> bool:
    """Return True where the rules' reading is more probable, or has a word that may matter and would be lost."""
    theirs = chances.compute_gain(sorted(titled), sorted(placed - titled))
    lost = (titled | placed).difference(spans.title, spans.place)
    return theirs > chances.compute_gain(spans.title, spans.place) or any(chances.logs[n][0] < _MATTERS for n in lost)


def _ask_about(read: LeftoverReading) -> LeftoverReading:
    """Keep what is asked; where that is nothing about the words, ask about the title as it is read now."""
    kept = tuple(ask if ask.what != "title" else _doubt_title(read.title) for ask in read.asks)
    return LeftoverReading(read.title, read.place, kept if read.doubts else (*kept, _doubt_title(read.title)))


def _doubt_title(title: str) -> Ask:
    return Ask("title", "unsure", title) if title else Ask("title")


def _leaves_doubt(lost: str, kept: str) -> bool:
    """Return True for words of time that no reader took, and for what is to be done: "å oppdatere lista"."""
    timed = has_time_words(lost) or any(char.isdigit() for char in lost) or has_time_words(kept)
    return timed or lost.casefold() in ("å", "to")


def _drop_edges(tokens: Collection[int], kinds: Sequence[str]) -> list[int]:
    return [n for n in sorted(tokens) if kinds[n] not in NO_EDGE]


def _list_words(line: TypedLine, span: range, kinds: Sequence[str]) -> list[str]:
    """Return the words of the tokens as typed, without those of times and links."""
    words: list[str] = []
    first = span.start
    for n in (*span, span.stop):
        if n == span.stop or kinds[n] in TAKEN:
            words += line.slice_text(first, n).split()
            first = n + 1
    return words
