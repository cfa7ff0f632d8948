"""Put several listings together: up to three offers for one need, and an offer's return heat for a second need.

Pure functions: who may be summed is decided by whoever calls, since the competition law needs a person's yes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from handlers.exchange.matching.pair_score import WEAKEST_SHOWN
from handlers.exchange.matching.temperature_factor import score_temperature

#: listings on the side of which several are taken, at the most
MOST_TOGETHER = 3
#: listings that are combined: of forty there are ten thousand combinations
MOST_TRIED = 40
#: least share of the single side that they cover together
LEAST_COVER = 0.60


class Part(NamedTuple):
    """Hold one of several listings: its key, organisation, industry, amount and factors with the single side."""

    key: str
    organisation: str
    industry: str | None
    amount: float
    factors: Mapping[str, float]


class Sum(NamedTuple):
    """Hold listings that together cover a share of the single side."""

    keys: tuple[str, ...]
    cover: float


def passes_all_but_amount(factors: Mapping[str, float]) -> bool:
    return all(factor >= WEAKEST_SHOWN for name, factor in factors.items() if name != "amount")


def find_sum(
    parts: Sequence[Part], wanted: float, allow_industry: Callable[[str], bool] = lambda _: False
) -> Sum | None:
    """Return the fewest listings that together cover 60 %, and of these the best cover; None if there are none.

    Two organisations of one industry are never summed unless `allow_industry` says so: competition law. Of many
    listings the largest are tried alone, since fewer of them cover as much.
    """
    fit = [part for part in parts if part.amount > 0 and passes_all_but_amount(part.factors)]
    places = sorted(range(len(fit)), key=lambda place: -fit[place].amount)[:MOST_TRIED]
    largest = [fit[place] for place in sorted(places)]
    for count in range(2, MOST_TOGETHER + 1):
        sums = [
            Sum(tuple(part.key for part in chosen), min(1.0, sum(part.amount for part in chosen) / wanted))
            for chosen in combinations(largest, count)
            if may_parts_be_summed(chosen, allow_industry)
        ]
        enough = [found for found in sums if found.cover >= LEAST_COVER]
        if enough:
            return max(enough, key=lambda found: found.cover)
    return None


def may_parts_be_summed(parts: Sequence[Part], allow_industry: Callable[[str], bool]) -> bool:
    """Return False for two organisations of one industry that nobody has allowed to be summed."""
    alike = [
        one.industry
        for one, other in combinations(parts, 2)
        if one.industry is not None and one.industry == other.industry and one.organisation != other.organisation
    ]
    return all(map(allow_industry, alike))


def score_cascade(back: float | None, needed: float | None, *, gas: bool = False) -> float | None:
    """Return the temperature factor of an offer's return heat with a second need. None: not known."""
    return None if back is None or needed is None else score_temperature(back, needed, gas=gas)
