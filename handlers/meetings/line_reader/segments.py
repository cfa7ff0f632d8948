"""Split what no reader has taken into segments: words that stand together, with the label before them if there is one.

A label ("Sted:", "Subject:") goes on over commas. Its line, its sentence, a time or the next label ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.asides import PLACE_LEAD, TITLE_LEAD, TOPIC_LEAD
from handlers.meetings.line_reader.field_labels import DETAIL, LABELS, OTHER, PLACE, TITLE, TOPIC, WHEN
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.place_words import AT
from handlers.meetings.line_reader.places import is_place_like

#: labels that need no colon where a clause begins with them
_BARE = list_words("tema topic agenda sakliste saksliste emne sted stad location place venue title tittel subject")
_HEADS = ("assembly", "meeting", "required", "optional", "møte", "the", "microsoft teams")
_ROOMS = ("rom", "møterom", "room")
#: maximum number of words before a colon that a preposition makes a place: "på sandbana: turnering"
_FEW = 4
#: kind of a token -> the label that it begins
_LED = {PLACE_LEAD: PLACE, TOPIC_LEAD: TOPIC, TITLE_LEAD: TITLE}
_TABLED = compile_later(r"-(?:[dc_]+-)+")
#: words that lead to a day or a time of day
_LEADS_TO = list_words(
    "for til to frå fra from den at i in starter startar starts begynner byrjar slutter sluttar ends"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold words that stand together, and what stands before them."""

    words: list[str]
    label: str = ""
    #: kinds of the tokens between them and the words before them
    between: str = ""
    #: a full stop or a new line stands before them
    begins: bool = False
    #: its first token
    at: int = 0
    #: a day or a time of day comes later
    before_time: bool = False
    #: a day or a time of day came before
    after_time: bool = False

    @property
    def is_apart(self) -> bool:
        """Return True if a comma or the like stands before them, and not only a time."""
        return self.begins or not self.between or any(kind in ",-:" for kind in self.between)

    @property
    def ends_dashed_line(self) -> bool:
        """Return True for the last of parts between dashes: "støymøte - fre 8/1 - 0915 - lager øst"."""
        return _TABLED.fullmatch(self.between) is not None

    @property
    def behind_time(self) -> bool:
        return any(kind in "cd" for kind in self.between)


@dataclass(slots=True)
class _Splitter:
    line: TypedLine
    words: list[int]
    #: last token of a day or a time of day; -1 without any
    last_time: int
    #: the first one; -1 without any
    first_time: int = -1
    label: str = ""
    between: str = ""
    begins: bool = True
    #: the label has had words
    filled: bool = False

    def finish_segment(self) -> Iterator[Segment]:
        """Yield the words gathered, if any, and begin anew."""
        kept = list(self.words)
        while kept and self.line.kinds[kept[-1]] in "p&-:" and self.label != PLACE:
            kept.pop()
        while kept and self.line.kinds[kept[0]] in "-:":
            kept.pop(0)
        if kept:
            text = self.line.slice_text(kept[0], kept[-1] + 1)
            yield Segment(
                text.split(),
                self.label,
                self.between,
                self.begins,
                kept[0],
                before_time=self.last_time > kept[-1],
                after_time=-1 < self.first_time < kept[0],
            )
            self.filled = True
            self.between, self.begins = "", False
        self.words = []

    def begin_label(self, label: str) -> None:
        self.label, self.words, self.filled = label, [], False


def list_segments(line: TypedLine) -> Iterator[Segment]:
    """Yield the segments of the line in order; a place label with nothing behind it has one without words."""
    times = [n for n, kind in enumerate(line.kinds) if kind in ("c", "d")]
    split = _Splitter(line, [], max(times, default=-1), min(times, default=-1))
    for n, kind in enumerate(line.kinds):
        label = _find_label(split, n)
        if label:
            if kind == ":":
                split.words = _drop_label(split)
            yield from _end_label(split)
            split.begin_label(label)
        elif led := _LED.get(kind, ""):
            if split.label != led or split.words:
                yield from split.finish_segment()
            split.begin_label(led)
        elif kind in ",L" or kind in "_dc" or (kind == "-" and line.stands_alone(n)) or _is_place_colon(split, kind):
            yield from _end_segment(split, n)
        elif kind == ":" and not split.words:
            split.between += kind
        else:
            split.words.append(n)
    yield from _end_label(split)


def _find_label(split: _Splitter, n: int) -> str:
    """Return the label that ends at a colon, or that begins a clause without one."""
    line = split.line
    if line.kinds[n] == ":" and split.words and split.words[-1] == n - 1:
        named = line.slice_lowered(n - 1, n)
        return "" if named in _ROOMS and len(split.words) > 1 else _find_field(named)
    word = line.slice_lowered(n, n + 1)
    after = line.kinds[n + 1 : n + 2]
    bare = word in _BARE and not split.words and n > 0 and line.kinds[n] == "x" and after == ["x"]
    return _find_field(word) if bare and line.kinds[n - 1] in ",b_-cd" else ""


def _find_field(label: str) -> str:
    """Return the kind of field that a label names; what tells a time or a detail is read by others."""
    kind = LABELS.get(label, "")
    return OTHER if kind in (WHEN, DETAIL) else kind


def _drop_label(split: _Splitter) -> list[int]:
    """Return the words before a label, without those that only belong to it: "meeting point:"."""
    before = split.words[:-1]
    heads = split.line.slice_lowered(before[0], before[-1] + 1) if before else ""
    return [] if heads in _HEADS else before


def _is_place_colon(split: _Splitter, kind: str) -> bool:
    """Return True for a colon behind a place: "Rom 204: industrivern"."""
    if kind != ":" or not split.words:
        return False
    words = split.line.slice_text(split.words[0], split.words[-1] + 1).split()
    return is_place_like(words) or (words[0].casefold() in AT and 1 < len(words) <= _FEW)


def _end_label(split: _Splitter) -> Iterator[Segment]:
    """Yield what the label holds; a place label that holds nothing is half said."""
    if split.label == PLACE and not split.words and not split.filled:
        yield Segment([], PLACE)
    yield from split.finish_segment()


def _end_segment(split: _Splitter, n: int) -> Iterator[Segment]:
    line, kind = split.line, split.line.kinds[n]
    while split.words and kind in "dc" and line.slice_lowered(split.words[-1], split.words[-1] + 1) in _LEADS_TO:
        split.words.pop()
    stops = kind == "," and _ends_sentence(line.text[line.tokens[n].start : line.tokens[n].end])
    if stops or kind in "dc" or not (split.words or split.filled):
        yield from _end_label(split)
        split.label = ""
    else:
        yield from split.finish_segment()
    split.between += kind
    split.begins = split.begins or stops


def _ends_sentence(sign: str) -> bool:
    return not set(sign).isdisjoint(".!?\n")
