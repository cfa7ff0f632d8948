"""From what was guessed and found to figures; of every figure more is better."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Any, NamedTuple

from tests.evaluation.sets import LANGUAGES

#: the name of what was measured, with slashes -> a share, 0..1, or a count
Figures = dict[str, float]
#: a group of fewer says nothing
FEWEST = 10
BINS = 10


class Guessed(NamedTuple):
    """A question, and where it was thought to belong."""

    row: Mapping[str, Any]
    #: slugs, best first
    topics: Sequence[str]
    #: the probability of the best, and whether the asker has to choose; a guess without any is not measured by these
    sure: float = 0.0
    ask: bool = True
    seconds: float = 0.0

    @property
    def right(self) -> bool:
        """A question about two topics is well placed in either."""
        return self.topics[0] in self.row["topics"]


class Searched(NamedTuple):
    """A search, the ids of the records that it found, and of those that would be suggested for it."""

    row: Mapping[str, Any]
    hits: Sequence[str]
    suggested: Sequence[str] = ()
    seconds: float = 0.0


class Told(NamedTuple):
    """A text, and what kind of small talk it was taken for; "" for none."""

    row: Mapping[str, Any]
    kind: str


class Paired(NamedTuple):
    """Two questions: whether they ask the same, how alike they are thought to be, and whether that is taken for it."""

    same: bool
    likeness: float
    taken: bool = False
    #: nothing is told of parts of them
    row: Mapping[str, Any] = MappingProxyType({})


Outcome = Guessed | Searched | Told | Paired


def placed(guessed: Sequence[Guessed]) -> Figures:
    """Shares of questions whose best topic is the primary one, and any of the right ones; primary one among three."""
    return {
        "count": len(guessed),
        "first": share(one.topics[0] == one.row["topics"][0] for one in guessed),
        "right": share(one.right for one in guessed),
        "three": share(one.row["topics"][0] in one.topics[:3] for one in guessed),
    }


def trusted(guessed: Sequence[Guessed]) -> Figures:
    """Shares: sent unasked, right ones of these, own errors asked about; how near confidence is to accuracy."""
    unasked = [one for one in guessed if not one.ask]
    apart = sum(bin.count * abs(bin.sure - bin.right) for bin in bins(guessed)) / len(guessed)
    return {
        "unasked": len(unasked) / len(guessed),
        "unasked_right": share(one.right for one in unasked),
        "errors_asked": share(one.ask for one in guessed if not one.right),
        "calibration": 1 - apart,
    }


class Bin(NamedTuple):
    """Guesses that are about equally sure: how many, how sure on average, and the share of them that is right."""

    count: int
    sure: float
    right: float


def bins(guessed: Sequence[Guessed]) -> list[Bin]:
    """Guesses by their confidence, a tenth each, the least sure first; empty ones too."""
    found: list[list[Guessed]] = [[] for _ in range(BINS)]
    for one in guessed:
        found[min(BINS - 1, int(one.sure * BINS))].append(one)
    return [
        Bin(len(these), sum(one.sure for one in these) / max(1, len(these)), share(one.right for one in these))
        for these in found
    ]


def found(searched: Sequence[Searched]) -> Figures:
    """Of searches with something to find: nDCG at ten, and a right record first, among three, among five."""
    these = [one for one in searched if one.row["relevant"]]
    return {
        "count": len(these),
        "ndcg": sum(map(_ndcg, these)) / max(1, len(these)),
        **{f"hit{most}": share(_hit(one.hits[:most], one) for one in these) for most in (1, 3, 5)},
    }


def held_back(searched: Sequence[Searched]) -> Figures:
    """A right record suggested; where nothing is to be found: no hit for nonsense, no suggestion for anything."""
    vain = [one for one in searched if not one.row["relevant"]]
    return {
        "suggested": share(_hit(one.suggested, one) for one in searched if one.row["relevant"]),
        "nothing": share(not one.hits for one in vain if one.row.get("style") != "absent"),
        "unsuggested": share(not one.suggested for one in vain),
    }


def offered(searched: Sequence[Searched]) -> Figures:
    """Of what is suggested, the share that is apt; questions that get something apt; none where nothing would be.

    A second reader judged what was suggested without having seen what the first one wrote: how often both agree.
    """
    both = [
        (one.row["second"][name], name in one.row["relevant"])
        for one in searched
        for name in one.suggested
        if name in one.row.get("second", ())
    ]
    told = [(one, set(one.suggested) - set(one.row.get("doubtful", ()))) for one in searched]
    return {
        "count": len(told),
        "apt": share(name in one.row["relevant"] for one, names in told for name in sorted(names)),
        "seconded": share(second for second, _ in both),
        "agreed": share(second == first for second, first in both),
        "silent": share(not names for one, names in told if not one.row["relevant"]),
        "helped": share(_hit(sorted(names), one) for one, names in told if one.row["relevant"]),
    }


def _hit(hits: Sequence[str], of: Searched) -> bool:
    return any(name in of.row["relevant"] for name in hits)


def _ndcg(one: Searched) -> float:
    wanted = one.row["relevant"]
    return _gain([wanted.get(name, 0) for name in one.hits[:10]]) / _gain(sorted(wanted.values(), reverse=True)[:10])


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def recognised(told: Sequence[Told]) -> Figures:
    """The share that is told for what it is."""
    return {"count": len(told), "recognised": share(one.kind == one.row.get("kind", "") for one in told)}


def ranked(pairs: Sequence[Paired]) -> Figures:
    """The most alike first: average precision, and the share of the same that is found while 95 in 100 are the same."""
    first = sorted(pairs, key=lambda pair: -pair.likeness)
    hits = list(accumulate(int(pair.same) for pair in first))
    precise = [hit / place for place, hit in enumerate(hits, 1)]
    return {
        "count": len(pairs),
        "average_precision": sum(of for of, pair in zip(precise, first, strict=True) if pair.same) / hits[-1],
        "recall_at_95": max((hit for hit, of in zip(hits, precise, strict=True) if of >= 0.95), default=0) / hits[-1],
    }


def taken(pairs: Sequence[Paired]) -> Figures:
    """Of what is taken for the same, the share that is; and the share of the same that is taken for it."""
    return {
        "precision": share(pair.same for pair in pairs if pair.taken),
        "recall": share(pair.taken for pair in pairs if pair.same),
    }


def share(values: Iterable[bool]) -> float:
    """Of nothing all is well."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 1.0


def of_sets(
    kind: str,
    sets: Mapping[str, Sequence[Any]],
    measure: Callable[[Sequence[Any]], Figures],
    whole: Callable[[Sequence[Any]], Figures] = lambda _: {},
) -> Figures:
    """Of each set, and of its languages, styles and kinds; `whole` is not measured for a part of a set."""
    told: Figures = {}
    for name, outcomes in sets.items():
        told |= _named(f"{kind}/{name}", measure(outcomes) | whole(outcomes))
        for group, these in _groups(outcomes):
            told |= _named(f"{kind}/{name}/{group}", measure(these))
    return told


def _named(name: str, values: Figures) -> Figures:
    return {f"{name}/{figure}": value for figure, value in values.items()}


def _groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Sequence[Outcome]]]:
    """Those of a language, and those of a style or kind; groups of a handful are left out."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.row.get("relevant", True):
            if one.row.get("lang") in LANGUAGES:
                groups.setdefault(one.row["lang"], []).append(one)
            for sort in ("style", "kind"):
                if sort in one.row:
                    groups.setdefault(f"{sort}/{one.row[sort] or 'question'}", []).append(one)
    return ((name, these) for name, these in groups.items() if len(these) >= FEWEST)
