"""Describe whole readings of title and place for the model that weighs them: what they begin with, keep and lose."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.language.meeting_kinds import GENERIC, MEETING_WORD
from handlers.meetings.line_reader.doubts import LEADING, STARTING, TALK
from handlers.meetings.line_reader.places import (
    begins_with_preposition,
    is_named_place,
    is_online,
    is_place_like,
    is_room,
)
from handlers.meetings.line_reader.span_candidates import SpanReading
from handlers.meetings.line_reader.span_features import OTHER, PLACE, TITLE, DescribedLine, tell_shape
from handlers.meetings.line_reader.span_model import TokenChances

#: bounds that sort how far a reading is behind the best, how probable that one is, and how long the line is
_BEHIND = (0.001, 0.3, 0.7, 1.2, 2, 3, 4.5, 7, 10)
_CERTAIN = (-6, -4, -3, -2, -1.2, -0.6, -0.3, -0.1, -0.03)
_AHEAD = (0.2, 0.5, 1, 2, 3, 5, 8)
_LENGTHS = (6, 10, 14, 18, 24, 32, 45, 60)
#: kinds of tokens that are no words of a title or a place, and those that may stand inside one
_NO_WORDS, _INNER = ",cd_Lob:", ",cdLb:-_o"
#: maximum numbers that are told apart
_MANY, _SOME, _FEW = 8, 4, 3


@dataclass(frozen=True, slots=True)
class _Frame:
    """Hold the line with two signs for its edges on either side, and what is true of each token."""

    line: DescribedLine
    words: list[str]
    kinds: list[str]
    talks: list[bool]
    meets: list[bool]
    rules: SpanReading


def list_candidate_features(
    line: DescribedLine, chances: TokenChances, candidates: Sequence[SpanReading], rules: SpanReading
) -> list[list[str]]:
    """Return the features of each reading, and at last those of the chance that none of them is meant."""
    frame = _Frame(
        line,
        ["^^", "^", *line.words, "$", "$$"],
        ["^", "^", *line.kinds, "$", "$"],
        [word in TALK for word in line.words],
        [bool(MEETING_WORD.match(word)) for word in line.words],
        rules,
    )
    titles = {one.title: list(_list_title_features(frame, one.title)) for one in candidates}
    places = {one.place: list(_list_place_features(frame, one.place)) for one in candidates}
    best = candidates[0].gain
    found = [
        [*titles[one.title], *places[one.place], *_list_pair_features(frame, one, best - one.gain)]
        for one in candidates
    ]
    return [*found, _list_line_features(line, chances, candidates)]


def _list_title_features(frame: _Frame, tokens: tuple[int, ...]) -> Iterator[str]:
    yield from _list_span_features(frame, TITLE, tokens, frame.rules.title)
    if tokens:
        meets = [frame.meets[n] for n in tokens]
        generic = GENERIC.match(" ".join(frame.line.words[n] for n in tokens)) is not None
        before = frame.words[tokens[0] + 1]
        yield from (f"Tm{meets[0]:d}{meets[-1]:d}{any(meets):d}", f"Tg{generic:d}", f"Tmb{any(meets):d}{before}")


def _list_place_features(frame: _Frame, tokens: tuple[int, ...]) -> Iterator[str]:
    yield from _list_span_features(frame, PLACE, tokens, frame.rules.place)
    if tokens:
        words = [frame.line.typed[n] for n in tokens]
        like = f"{is_place_like(words):d}"
        facts = f"{is_named_place(words):d}{is_online(words):d}{is_room(words):d}{begins_with_preposition(words):d}"
        before = tokens[0] + 1
        yield from (f"Pp{like}{facts}", f"Pk{like}{frame.kinds[before]}", f"Pw{like}{frame.words[before]}")
        yield f"Ps{like}{tokens == frame.rules.place:d}{frame.line.asked}"


def _list_span_features(frame: _Frame, kind: str, tokens: tuple[int, ...], rules: tuple[int, ...]) -> Iterator[str]:
    """Yield what is true of the words of a title or a place, and of those beside it."""
    line, words, kinds, asked = frame.line, frame.words, frame.kinds, frame.line.asked
    if not tokens:
        yield from (f"{kind}none", f"{kind}none{asked}", f"{kind}none{not rules:d}{asked}")
        return
    first, last = tokens[0], tokens[-1]
    i, j = first + 2, last + 2
    same = f"{tokens == rules:d}"
    inner = "".join(sorted(set(line.kinds[first : last + 1]).intersection(_INNER)))
    mine = sum(line.tags[n] == kind for n in tokens)
    other = sum(line.tags[n] not in (kind, OTHER) for n in tokens)
    begun, ended, before, after = words[i], words[j], words[i - 1], words[j + 1]
    beside = kinds[i - 1] + kinds[j + 1]
    tags = (line.tags[first - 1] if first else "^", line.tags[last + 1] if last + 1 < len(line.tags) else "$")
    features = (
        *(f"f{begun}", f"l{ended}", f"b{before}", f"a{after}", f"e{ended[-4:]}"),
        *(f"bf{before} {begun}", f"la{ended} {after}", f"bb{words[i - 2]} {before}", f"aa{after} {words[j + 2]}"),
        *(f"k{beside}", f"kb{kinds[i - 2]}{kinds[i - 1]}{kinds[i]}", f"ka{kinds[j]}{kinds[j + 1]}{kinds[j + 2]}"),
        *(f"z{tell_shape(line.typed[first])}{kinds[i - 1]}", f"n{min(len(tokens), _MANY)}", f"i{inner}"),
        *(f"x{line.sides[first]}{line.sides[last]}", f"r{line.edges[first]}{line.edges[last]}"),
        f"c{begun in STARTING:d}{ended in LEADING:d}",
        f"t{min(2, sum(frame.talks[n] for n in tokens))}",
        *(f"s{same}", f"sa{same}{asked}", f"sr{bool(rules):d}{same}", f"si{same}{inner}", f"sk{same}{beside}"),
        *(f"o{mine == len(rules):d}{min(_SOME, len(tokens) - mine)}", f"v{min(_FEW, other)}"),
        f"g{tags[0]}{line.tags[first]}{line.tags[last]}{tags[1]}",
    )
    for feature in features:
        yield kind + feature


def _list_pair_features(frame: _Frame, one: SpanReading, behind: float) -> Iterator[str]:
    """Yield what is true of title and place together, and of the words that are left out."""
    line, rules = frame.line, frame.rules
    same = f"{one.title == rules.title:d}{one.place == rules.place:d}"
    far = bisect(_BEHIND, behind)
    yield from (f"b{far}", f"sb{same}{far}", f"sa{same}{line.asked}")
    if one.title and one.place:
        ahead = one.title[0] < one.place[0]
        first, last = (one.title[-1], one.place[0]) if ahead else (one.place[-1], one.title[0])
        between = "".join(line.kinds[first + 1 : last])
        yield from (f"d{ahead:d}", f"db{ahead:d}{between[:5]}")
    used = {*one.title, *one.place}
    words = [n for n, kind in enumerate(line.kinds) if kind not in _NO_WORDS]
    left = [n for n in words if n not in used and line.kinds[n] not in "p-&"]
    talk = min(_FEW, sum(frame.talks[n] for n in left))
    yield from (f"n{min(len(left), 6)}", f"t{talk}{min(len(left), _FEW)}", f"m{any(frame.meets[n] for n in left):d}")
    yield f"c{min(_FEW, sum(line.typed[n][:1].isupper() for n in left if n))}"
    lost = [n for n in words if n not in used and line.tags[n] != OTHER]
    gained = [n for n in words if n in used and line.tags[n] == OTHER]
    titled = sum(line.tags[n] == TITLE for n in lost)
    yield from (f"l{min(_FEW, titled)}{min(_FEW, len(lost) - titled)}", f"g{min(len(gained), _SOME)}{same}")
    yield from (f"lw{line.words[n]}" for n in lost[:_SOME])
    yield from (f"gw{line.words[n]}" for n in gained[:_SOME])


def _list_line_features(line: DescribedLine, chances: TokenChances, candidates: Sequence[SpanReading]) -> list[str]:
    """Return what tells that a line is of a kind that is often misread."""
    best = candidates[0]
    certain = bisect(_CERTAIN, chances.compute_certainty(best.title, best.place))
    ahead = bisect(_AHEAD, best.gain - candidates[1].gain) if len(candidates) > 1 else len(_AHEAD)
    long, runs = bisect(_LENGTHS, len(line.words)), len({id(run) for run in line.runs if run})
    asked = (f"0a{line.asked}", f"0ac{line.asked}{certain}")
    return ["0", f"0c{certain}", f"0g{ahead}", f"0n{long}", f"0r{min(12, runs)}", *asked]
