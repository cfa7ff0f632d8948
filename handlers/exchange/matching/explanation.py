"""Write the sentence of a match: three strongest facts, the weakest, and what is missing; named or blind.

It is built from numbers and words of our own: no organisation's name, and no word of a listing's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from functools import cached_property, lru_cache

from handlers.chat.say import LANGUAGES, Say
from handlers.exchange.flow_types import LASTING_TYPES
from handlers.exchange.matching.amount_factor import compute_cover
from handlers.exchange.matching.combinations import score_cascade
from handlers.exchange.matching.distance_factor import ROUTE_DETOUR, compute_straight_km
from handlers.exchange.matching.fact_phrases import (
    describe_cover,
    describe_distance,
    describe_heat_fit,
    describe_quality,
    describe_time,
    describe_weak_amount,
    describe_weak_time,
)
from handlers.exchange.matching.flow_phrases import describe_flow
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.offer_matching import ShownPair
from handlers.exchange.matching.pair_factors import HEAT_NEEDS, OfferScorer, compare_amounts, measure_route_km
from handlers.exchange.matching.pair_score import is_match_good
from handlers.exchange.matching.temperature_factor import is_heat_wasted
from handlers.exchange.matching.transport_distances import find_half_km
from handlers.exchange.matching.unit_gaps import describe_unit_gap

#: missing fields that are told at the most
MOST_MISSING = 3
#: order of factors in which ties are broken
_ORDER = ("distance", "amount", "time", "temperature", "quality")


@lru_cache(maxsize=len(LANGUAGES))
def get_reader_say(language: str) -> Say:
    """Return one Say for each language: what it has formatted once is kept by it."""
    return Say(language, UTC)


def prepare_languages(languages: Iterable[str]) -> None:
    """Load texts and number formats of these languages now: the first sentence would wait for them."""
    for language in languages:
        get_reader_say(language).format_decimal(Decimal("1.5"))


class MatchExplainer:
    """Write the sentences of one offer. Parts that come again are kept: most needs have some in common."""

    def __init__(
        self, offer: ListingFacts, *, blind: bool, least_km: float | None = 0.0, tells_units: bool = False
    ) -> None:
        """Take who offers. `least_km`: no narrower band is told while blind; None: no distance at all.

        `tells_units`: amounts that cannot be compared are told with what it takes, and not as missing.
        """
        self.offer, self.blind, self.least_km, self.tells_units = offer, blind, least_km, tells_units
        self.say = get_reader_say(offer.language)
        self._missing: dict[tuple[str, ...], str] = {}
        self._scorers: dict[str | None, OfferScorer] = {}

    @cached_property
    def _flow(self) -> str:
        return describe_flow(self.say, self.offer, blind=self.blind)

    def explain_match(self, pair: ShownPair, stage: str = "", *, settled: bool = False) -> str:
        """Return the sentence of a shown pair.

        `stage`: what the match is by now, where both know each other. `settled`: nothing is weighed any more.
        """
        facts = [self._open(pair), self._tell_third(pair)]
        if "distance" in pair.factors and not (self.blind and self.least_km is None):
            facts.append(self._describe_distance(pair))
        told = self._head(pair, ", ".join(fact for fact in facts if fact), stage)
        if settled:
            return " ".join((told, *self._add_advice(pair)))
        weakest = find_weakest_factor(pair.factors)
        closing = "" if weakest is None else self.say("Weakest: {fact}.", fact=self._describe_weakness(pair, weakest))
        return " ".join(part for part in (told, closing, self._add_missing(pair), *self._add_advice(pair)) if part)

    def _head(self, pair: ShownPair, facts: str, stage: str) -> str:
        if stage:
            return self.say("{stage}: {facts}.", stage=stage, facts=facts)
        if is_match_good(pair.score, self.offer.basis, pair.need.basis):
            return self.say("Good match: {facts}.", facts=facts)
        return self.say("Possible match: {facts}.", facts=facts)

    def _open(self, pair: ShownPair) -> str:
        """Return what is offered, and how much of the need that covers."""
        amounts = compare_amounts(self._find_scorer(pair.need).amount, pair.need.amount)
        if amounts is None:
            return self._flow
        cover = compute_cover(*amounts, pair.factors.get("time", 1.0))
        return f"{self._flow} {describe_cover(self.say, cover, blind=self.blind)}"

    def _tell_third(self, pair: ShownPair) -> str:
        """Return the fact between cover and distance: a heat pump where one is needed, else time, and so on."""
        factors, say = pair.factors, self.say
        if factors.get("temperature", 1.0) < 1:
            return describe_heat_fit(say, factors["temperature"], pair.need)
        if "time" in factors:
            return describe_time(say, factors["time"], self.offer)
        if "temperature" in factors:
            return describe_heat_fit(say, factors["temperature"], pair.need)
        return describe_quality(say, factors["quality"]) if "quality" in factors else ""

    def _describe_weakness(self, pair: ShownPair, weakest: str) -> str:
        if weakest == "amount":
            amounts = compare_amounts(self._find_scorer(pair.need).amount, pair.need.amount)
            return describe_weak_amount(self.say, *(amounts or (1.0, 1.0)))
        if weakest == "time":
            return describe_weak_time(self.say, self.offer, pair.need, blind=self.blind)
        if weakest == "distance":
            return self.say("the distance")
        if weakest == "temperature":
            return self.say("it takes a heat pump")
        return self.say("the quality is not quite as wished")

    def _add_missing(self, pair: ShownPair) -> str:
        listed = list_missing_facts(self.offer, pair.need, pair.factors)
        offered, needed = self._find_scorer(pair.need).amount, pair.need.amount
        if self.tells_units and "amount" in listed and offered is not None and needed is not None:
            listed.remove("amount")
            gap = describe_unit_gap(self.say, offered, needed)
            return f"{gap} {describe_missing(self.say, listed[:MOST_MISSING])}".strip()
        missing = tuple(listed)[:MOST_MISSING]
        if missing not in self._missing:
            self._missing[missing] = describe_missing(self.say, missing)
        return self._missing[missing]

    def _add_advice(self, pair: ShownPair) -> list[str]:
        advice, hot, use = [], self.offer.temperature, pair.need.temperature
        if pair.need.type == "heat" and hot is not None and use is not None and is_heat_wasted(hot, use):
            advice.append(self.say("Use the hottest part first."))
        if pair.need.type in HEAT_NEEDS and use is not None and score_cascade(self.offer.back, use) == 1.0:
            advice.append(
                self.say("What comes back is hot enough for this: the hot part can serve another need first.")
            )
        if self.offer.type == "power":
            advice.append(self.say("Capacity that is reserved cannot be lent: talk to the grid company together."))
        if self.blind:
            advice.append(self.say("Names are shown when both say yes."))
        return advice

    def _find_scorer(self, need: ListingFacts) -> OfferScorer:
        if need.type not in self._scorers:
            self._scorers[need.type] = OfferScorer(self.offer, need.type or "")
        return self._scorers[need.type]

    def _describe_distance(self, pair: ShownPair) -> str:
        offer, need = self.offer, pair.need
        straight = route = None
        if offer.position is not None and need.position is not None:
            straight = compute_straight_km(offer.position, need.position)
            route = straight * ROUTE_DETOUR
        else:
            route = measure_route_km(offer, need)
        if self.blind:
            straight = max(route or 0.0 if straight is None else straight, self.least_km or 0.0)
        mode = self._choose_mode(need)
        return describe_distance(self.say, straight, route or 0.0, mode, blind=self.blind)

    def _choose_mode(self, need: ListingFacts) -> str:
        """Return the mode that goes farthest; heat goes in a pipe."""
        shared = sorted(self.offer.modes & need.modes)
        kind = self.offer.kind or need.kind
        reach = {mode: find_half_km(self.offer.type or "", kind, (mode,)) or 0.0 for mode in shared}
        return max(shared, key=reach.__getitem__, default="truck")


def find_weakest_factor(factors: Mapping[str, float]) -> str | None:
    """Return the name of the lowest factor; None if all are 1."""
    lowest = min(_ORDER, key=lambda name: factors.get(name, 1.0))
    return lowest if factors.get(lowest, 1.0) < 1 else None


def describe_missing(say: Say, missing: Sequence[str]) -> str:
    """Return what is not known, by name; nothing if all is."""
    names = {
        "amount": say("amount"),
        "temperature": say("temperature"),
        "time": say("months"),
        "distance": say("place"),
        "back": say("return temperature"),
    }
    return say("Missing: {fields}.", fields=say.listed([names[name] for name in missing])) if missing else ""


def list_missing_facts(offer: ListingFacts, need: ListingFacts, factors: Mapping[str, float]) -> list[str]:
    """Return what is not known and would decide something, the most important first."""
    is_heat = "heat" in (offer.type, need.type)
    missing = []
    if "amount" not in factors:
        missing.append("amount")
    if is_heat and "temperature" not in factors and offer.type != "fuel_gas":
        missing.append("temperature")
    if "time" not in factors and offer.type not in LASTING_TYPES:
        missing.append("time")
    if offer.position is None or need.position is None:
        missing.append("distance")
    if offer.type == "heat" and offer.back is None:
        missing.append("back")
    return missing
