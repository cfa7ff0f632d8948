"""Describe each token of a line for the model of titles and places: what stands around it, and what was read of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import GENERIC, MEETING_WORD
from handlers.meetings.line_reader.doubts import TALK
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.places import (
    begins_with_preposition,
    is_named_place,
    is_online,
    is_place_like,
    is_room,
    lower_words,
)

OTHER, TITLE, PLACE = "O", "T", "P"
#: kind of a token that orders the meeting, which no letter of `line_tokens` is
_ORDER = "o"
#: maximum number of words of a run that are told apart
_LONG = 5
#: number of the token from which on they are told apart no more
_FAR = 12
_DIGIT = compile_later(r"\d")


@dataclass(frozen=True, slots=True)
class DescribedLine:
    """Hold what the features are made of, each with an entry for every token."""

    words: list[str]
    typed: list[str]
    kinds: list[str]
    #: what the rules took each token for
    tags: list[str]
    #: "title" and "place", where the rules were in doubt about them
    asked: str
    #: what is true of the run of words that each token stands in, and whether it is its first or last one
    runs: list[Sequence[str]]
    edges: list[str]
    #: before, between or behind the times of the line
    sides: list[str]


def describe_line(line: TypedLine, kinds: Sequence[str], tags: Sequence[str], asked: Collection[str]) -> DescribedLine:
    """Describe a line whose times are taken; `kinds` are those before the words of the order were taken too."""
    count = len(line.tokens)
    shown = [_ORDER if now == "_" != before else now for now, before in zip(line.kinds, kinds, strict=True)]
    times = [n for n, kind in enumerate(kinds) if kind in "cd"]
    first, last = (times[0], times[-1]) if times else (count, -1)
    sides = ["before" if n < first else "behind" if n > last else "between" for n in range(count)]
    runs: list[Sequence[str]] = [()] * count
    edges = [""] * count
    for run in _list_runs(line, shown):
        facts = _list_run_facts(line, run, shown, tags, sides)
        for n in run:
            runs[n], edges[n] = facts, f"{n == run[0]:d}{n == run[-1]:d}"
    return DescribedLine(
        words=[line.slice_lowered(n, n + 1) for n in range(count)],
        typed=[line.slice_text(n, n + 1) for n in range(count)],
        kinds=shown,
        tags=list(tags),
        asked=",".join(sorted(asked)),
        runs=runs,
        edges=edges,
        sides=sides,
    )


def list_token_features(line: DescribedLine) -> Iterator[list[str]]:
    """Yield the features of each token in order. Letters before them only keep one sort from another.

    What stands around a token is none of them: the model reads the whole line.
    """
    for n, (word, typed, tag) in enumerate(zip(line.words, line.typed, line.tags, strict=True)):
        yield [
            *(f"w{word}", f"e3{word[-3:]}", f"e4{word[-4:]}", f"e6{word[-6:]}"),
            *(f"s4{word[:4]}", f"s5{word[:5]}", f"s6{word[:6]}", f"z{tell_shape(typed)}"),
            *(f"k{line.kinds[n]}", f"t{tag}", f"e{line.edges[n]}{tag}", f"x{line.sides[n]}", f"a{line.asked}"),
            f"p{min(n, _FAR)}",
            *(f"r{fact}" for fact in line.runs[n]),
        ]


def tell_shape(typed: str) -> str:
    """Return a letter for the case of a word, and whether it has a figure."""
    capital = "A" if typed.isupper() and len(typed) > 1 else "C" if typed[:1].isupper() else "c"
    return capital + ("9" if _DIGIT.search(typed) else "")


def _list_runs(line: TypedLine, kinds: Sequence[str]) -> Iterator[list[int]]:
    """Yield the words that no separator, time or order stands between."""
    run: list[int] = []
    for n, kind in enumerate(kinds):
        if kind in ",cd_Lob:" or (kind == "-" and line.stands_alone(n)):
            if run:
                yield run
            run = []
        else:
            run.append(n)
    if run:
        yield run


def _list_run_facts(
    line: TypedLine, run: Sequence[int], kinds: Sequence[str], tags: Sequence[str], sides: Sequence[str]
) -> list[str]:
    words = line.slice_text(run[0], run[-1] + 1).split()
    lowered = lower_words(words) or [""]
    before = kinds[run[0] - 1] if run[0] else "^"
    after = kinds[run[-1] + 1] if run[-1] + 1 < len(kinds) else "$"
    is_true = {
        "like": is_place_like(words),
        "named": is_named_place(words),
        "online": is_online(words),
        "room": is_room(words),
        "led": begins_with_preposition(words),
        "meets": any(MEETING_WORD.match(word) for word in lowered),
        "generic": GENERIC.match(" ".join(lowered)) is not None,
        "talks": not TALK.isdisjoint(lowered),
    }
    side = sides[run[0]]
    return [
        *(name for name, true in is_true.items() if true),
        f"{min(len(words), _LONG)} words",
        f"{before}_",
        f"_{after}",
        f"{side} {before}{after}",
        f"first {lowered[0]}",
        f"last {lowered[-1]}",
        f"{side} {lowered[0]}",
        "tagged " + "".join(sorted({tags[n] for n in run})),
    ]
