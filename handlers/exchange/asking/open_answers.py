"""Find which answers of which owners most listings of others hang on. No store and no language.

Owners are asked only because of listings that they may know of: by name, or as what all others read without a name.
A hidden one decides no question. Where one side does not know the other by name, their classes are compared.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as new_field
from datetime import date

from handlers.exchange.matches.listing_sight import BLIND, NAMED, ListingSights
from handlers.exchange.matches.pair_finder import Candidate, find_manner
from handlers.exchange.matching.answer_gaps import AnswerGap, list_answer_gaps
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES, list_served_types, may_listings_meet
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES, OfferScorer
from storage.exchange.listings import OFFER


@dataclass(frozen=True)
class SettledPairs:
    """Hold the pairs that decide no question any more, and which listings all others read without a name.

    What the other side has refused still counts: whoever is asked is not to see it by a number. It is a new fact then.
    """

    #: listing and other listing that its own side has refused
    refused: Collection[tuple[int, int]] = ()
    #: offer and need whose organisations know each other already
    known: Collection[tuple[int, int]] = ()
    #: ids of listings of which something is told to those outside their circle
    told: Collection[int] = ()


@dataclass
class OpenAnswer:
    """Hold a field that a listing does not say, and how many listings of others hang on it."""

    listing: Candidate
    field: str
    counterparts: int = 0
    #: True as long as the owner may know each of them by name
    named: bool = True
    #: the best mean that the answer would give
    score: float = 0.0
    #: ids of the listings that hang on it
    others: set[int] = new_field(default_factory=set)

    def add_counterpart(self, other: Candidate, score: float, *, named: bool) -> None:
        self.others.add(other.id)
        self.counterparts = len(self.others)
        self.named = self.named and named
        self.score = max(self.score, score)


async def find_open_answers(
    candidates: Iterable[Candidate], sights: ListingSights, settled: SettledPairs, today: date
) -> Mapping[int, Sequence[OpenAnswer]]:
    """Return organisation -> its missing answers, offer by offer in a thread: people are answered meanwhile."""
    offers, needs = list[Candidate](), defaultdict[str, list[Candidate]](list)
    for candidate in candidates:
        if candidate.direction == OFFER:
            offers.append(candidate)
        else:
            needs[candidate.type].append(candidate)
    found: dict[tuple[int, str], OpenAnswer] = {}
    for offer in offers:
        met = [need for type_ in SERVED_TYPES[offer.type] for need in needs.get(type_, ())]
        await asyncio.to_thread(_add_answers_of_offer, found, offer, met, sights, settled, today)
    by_organisation = defaultdict[int, list[OpenAnswer]](list)
    for one in sort_answers(found.values()):
        by_organisation[one.listing.organisation_id].append(one)
    return by_organisation


def sort_answers(answers: Iterable[OpenAnswer]) -> list[OpenAnswer]:
    """Return answers, those that decide most first; of two that decide as much the one with the better match."""
    return sorted(answers, key=lambda one: (-one.counterparts, -one.score, one.listing.id, one.field))


def _add_answers_of_offer(
    found: dict[tuple[int, str], OpenAnswer], offer: Candidate, needs: Iterable[Candidate], sights: ListingSights,
    settled: SettledPairs, today: date,
) -> None:  # fmt: skip
    for need in needs:
        for gap in _list_gaps(offer, need, sights, settled, today):
            asked, other = (offer, need) if gap.of_offer else (need, offer)
            if (asked.id, other.id) in settled.refused:
                continue
            sight = sights.judge_sight(other, asked.organisation_id)
            if sight == NAMED or (sight == BLIND and other.id in settled.told):
                answer = found.setdefault((asked.id, gap.field), OpenAnswer(asked, gap.field))
                answer.add_counterpart(other, gap.score, named=sight == NAMED)


def _list_gaps(
    offer: Candidate, need: Candidate, sights: ListingSights, settled: SettledPairs, today: date
) -> list[AnswerGap]:
    """Return what is missing of a pair that may meet, and whose organisations do not know each other yet."""
    if offer.organisation_id == need.organisation_id or (offer.id, need.id) in settled.known:
        return []
    if offer.is_spent or need.is_spent:
        return []
    if not (_lacks_something(offer.pair_facts.figures) or _lacks_something(need.pair_facts.figures)):
        return []
    named, first_side = find_manner(sights, offer, need)
    here, there = (one.pair_facts.choose_facts(named=named) for one in (offer, need))
    if not first_side or there.type not in list_served_types(here) or not may_listings_meet(here, there, today):
        return []
    return list_answer_gaps(OfferScorer(here, there.type or ""), there)


def _lacks_something(facts: ListingFacts) -> bool:
    lacks_heat = facts.temperature is None and facts.type in TEMPERED_TYPES
    return facts.amount is None or facts.months is None or lacks_heat
