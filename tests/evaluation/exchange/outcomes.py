"""Match the listings of worlds, and measure where the true receivers come and what planted ones are said to fail in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from handlers.exchange.matching import offer_matching
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.listing_texts import read_text_facts
from handlers.exchange.matching.offer_matching import NeedIndex, match_offer
from handlers.exchange.matching.pair_factors import OfferScorer
from tests.evaluation.exchange.spoiling import spoil
from tests.evaluation.exchange.worlds import CAUSES, World, lay_out, load_cases
from tests.evaluation.measures import Figures, share

#: so many worlds, each with every case
WORLDS = 20
TODAY = date(2026, 11, 28)
FACTORS = ("amount", "time", "temperature", "distance", "quality")
#: what is left out, one at a time, to see that a figure falls
DROPPED = (*FACTORS, "hazardous")
LANGUAGES = ("nb", "nn", "en")


class Matched(NamedTuple):
    """What became of one offer."""

    #: place of the true receiver among the shown, 0 if it is not shown
    place: int
    shown: int
    #: planted failure -> what it is said to fail in; None: it is not near
    causes: dict[str, str | None]
    #: whether the offer says all that tells its receivers apart
    known: bool


def match_world(world: World) -> list[Matched]:
    listings = [read_listing(row) for row in world.rows]
    lost = world.list_lost()
    index = NeedIndex(listing for listing in listings if not listing.is_offer)
    outcomes = []
    for offer in (listing for listing in listings if listing.is_offer):
        shown, near = match_offer(offer, index, TODAY)
        ids = [pair.need.id for pair in shown]
        true = world.true[offer.id]
        failing = {pair.need.id: pair.failing for pair in near}
        causes = {plant: failing.get(id_) for id_, plant in world.planted[offer.id].items()}
        outcomes.append(Matched(ids.index(true) + 1 if true in ids else 0, len(ids), causes, offer.id not in lost))
    return outcomes


def measure_matching(outcomes: Sequence[Matched]) -> Figures:
    """True ones first, among three, shown; right ones among the shown; planted ones whose cause is named."""
    named = [
        CAUSES[plant] == cause for one in outcomes for plant, cause in one.causes.items() if CAUSES[plant] is not None
    ]
    return {
        "count": len(outcomes),
        "first": share(one.place == 1 for one in outcomes),
        "three": share(1 <= one.place <= 3 for one in outcomes),
        "true_shown": share(one.place > 0 for one in outcomes),
        "shown_right": sum(one.place > 0 for one in outcomes) / max(1, sum(one.shown for one in outcomes)),
        "caused": share(named),
    }


@contextmanager
def leave_out(name: str) -> Iterator[None]:
    """Score pairs without this factor, or without asking whether the need takes what is hazardous."""
    flow, place, hazard = OfferScorer.score_flow, OfferScorer.add_place, offer_matching.is_hazard_refused

    def score_others(self: OfferScorer, need: ListingFacts) -> dict[str, float]:
        return {other: factor for other, factor in flow(self, need).items() if other != name}

    def add_others(self: OfferScorer, need: ListingFacts, factors: dict[str, float]) -> float | None:
        best = place(self, need, factors)
        factors.pop(name, None)
        return None if name == "distance" else best

    OfferScorer.score_flow = score_others  # type: ignore[method-assign]  # put back below
    OfferScorer.add_place = add_others  # type: ignore[method-assign]  # put back below
    if name == "hazardous":
        offer_matching.is_hazard_refused = lambda *_: False
    try:
        yield
    finally:
        offer_matching.is_hazard_refused = hazard
        OfferScorer.score_flow = flow  # type: ignore[method-assign]  # as it was
        OfferScorer.add_place = place  # type: ignore[method-assign]  # as it was


def measure_exchange(worlds: int = WORLDS) -> Figures:
    """All figures: of clean and of spoiled worlds, of clean ones without each factor, and of texts alone."""
    clean = [lay_out(number) for number in range(worlds)]
    spoiled = [one for number, world in enumerate(clean) for one in match_world(spoil(world, number))]
    sets = {
        "clean": [one for world in clean for one in match_world(world)],
        "spoiled": spoiled,
        "spoiled_told": [one for one in spoiled if one.known],
    }
    found: Figures = {}
    for name, these in sets.items():
        found |= _name_figures(name, measure_matching(these))
    for factor in DROPPED:
        with leave_out(factor):
            outcomes = [one for world in clean for one in match_world(world)]
        found |= _name_figures(f"without_{factor}", measure_matching(outcomes))
    return found | measure_texts()


def measure_texts() -> Figures:
    """The share of texts whose type is told right, by language."""
    told: dict[str, list[bool]] = {language: [] for language in LANGUAGES}
    for case in load_cases():
        for side in ("offer", "need"):
            text, language = case[side]["text"], case[side]["language"]
            told[language].append(read_text_facts(text, None, None).type == case["type"])
    return _name_figures("texts", _count(told))


def _count(told: dict[str, list[bool]]) -> Figures:
    every = [right for these in told.values() for right in these]
    figures = {"count": float(len(every)), "typed": share(every)}
    for language, these in told.items():
        figures |= {f"{language}/count": float(len(these)), f"{language}/typed": share(these)}
    return figures


def _name_figures(name: str, figures: Figures) -> Figures:
    return {f"exchange/{name}/{figure}": value for figure, value in figures.items()}
