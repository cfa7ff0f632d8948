"""Read listings with their sites as matching takes them: figures where both are known by name, else classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from handlers.exchange.grid_needs import is_grid_need
from handlers.exchange.matches.distance_bands import find_least_band
from handlers.exchange.matches.exchange_uses import map_listing_uses
from handlers.exchange.matches.match_stages import describe_match_stage
from handlers.exchange.matching.amount_fields import read_amount_fields
from handlers.exchange.matching.class_facts import build_class_facts, build_rest_classes, snap_position
from handlers.exchange.matching.explanation import MatchExplainer
from handlers.exchange.matching.field_reader import FieldReader
from handlers.exchange.matching.flow_amounts import find_named_gas, normalise_amount
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.offer_matching import ShownPair
from handlers.exchange.matching.pair_factors import OfferScorer
from handlers.exchange.matching.remaining_flow import TakenFlow, compute_use, leave_rest
from handlers.exchange.matching.running_time import find_running_hours
from handlers.exchange.quality_text import PRESSURE, build_offered_values, build_wishes
from storage.exchange.listings import OFFER, Listing
from storage.exchange.matches import BLIND_STAGES, CLOSED, RUNNING, STUDY, TALKS, ListingMatch
from storage.exchange.matching_limits import LimitKey
from storage.exchange.sites import Site
from storage.kit.database import Store

#: a listing with its site, as `match` reads one: names and values
MatchRow = tuple[tuple[str, object], ...]
Stretches = Mapping[LimitKey, float]
_NO_STRETCHES: Stretches = {}
#: facts that `match` does not read
STRETCHES = "stretches"
BESIDE = (STRETCHES, "conditional")
#: hundredths of a degree, as sites keep them
_HUNDREDTHS = 100
#: stages in which others may take of both what the two talk of
_SHARING_STAGES = frozenset((*BLIND_STAGES, TALKS, STUDY))
#: readings of listings that are kept: most of them are the same the next time
_KEPT = 20_000


class PairFacts(NamedTuple):
    """Hold a listing's figures, and the same in classes."""

    figures: ListingFacts
    classes: ListingFacts

    def choose_facts(self, *, named: bool) -> ListingFacts:
        return self.figures if named else self.classes

    def leave_rest(self, taken: Sequence[TakenFlow]) -> PairFacts:
        """Return what is left of it; all of it where nothing is taken, or nothing is left."""
        use = compute_use(self.figures, taken) if taken else None
        if use is None or use.is_spent:
            return self
        rest = leave_rest(self.figures, use)
        return PairFacts(rest, build_rest_classes(self.classes, rest))


def build_match_row(listing: Listing, site: Site, language: str, stretches: Stretches = _NO_STRETCHES) -> MatchRow:
    """Return the listing with its site as `match` reads one, in this language.

    `stretches`: how far is looked, where that is not as the rules have it.
    """
    row: dict[str, object] = {
        "id": listing.id, "organisation": str(listing.organisation_id), "direction": listing.direction,
        "type": listing.type, "text": listing.text, "amount": listing.amount or None,
        "temperature": listing.temperature, "back": listing.back,
        "months": tuple(listing.months) or None, "language": language,
        "price_area": site.price_area or None, "grid_company": site.grid_company or None, "quay": site.quay,
        "rail": site.rail, "valid_to": listing.valid_to.isoformat(), "hazardous": listing.hazardous,
        "waste_code": listing.waste_code or None, "max_km": listing.max_km, "quality_text": listing.quality,
    }  # fmt: skip
    if listing.daily_hours:
        row["day"] = listing.daily_hours
    if listing.conditional and is_grid_need(listing):
        row["conditional"] = True
    if site.latitude is not None and site.longitude is not None:
        row |= {"lat": site.latitude / _HUNDREDTHS, "lon": site.longitude / _HUNDREDTHS}
    mine = [((key.mode, key.factor), stretch) for key, stretch in stretches.items() if key.type == listing.type]
    row |= {STRETCHES: tuple(sorted(mine))} if mine else {}
    return tuple(row.items())


@lru_cache(maxsize=_KEPT)
def read_match_row(fields: MatchRow) -> PairFacts:
    """Return the facts of a row. A row is what it holds: the same one is read once."""
    row: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in fields}
    _add_quality(row, str(row.pop("quality_text", "")))
    text, amount = str(row.get("text") or ""), str(row.get("amount") or "")
    row["hours"] = find_running_hours(text, amount, row.get("months"), row.get("day"))
    beside: dict[str, Any] = {name: row.pop(name) for name in BESIDE if name in row}
    beside |= {STRETCHES: dict(beside[STRETCHES])} if STRETCHES in beside else {}
    figures = replace(read_listing(row), **beside)
    figures = _weigh_gas(figures, text)
    latitude, longitude = row.get("lat"), row.get("lon")
    if isinstance(latitude, float) and isinstance(longitude, float):
        row["lat"], row["lon"] = snap_position(latitude, longitude)
    return PairFacts(figures, build_class_facts(replace(read_listing(row), **beside)))


def _weigh_gas(figures: ListingFacts, text: str) -> ListingFacts:
    """Return the figures with the volume of a gas that the text names as what it weighs or holds.

    Its classes stay as they are: another measure would be another fact, and who has refused would be asked again.
    """
    if figures.amount is None or (gas := find_named_gas(figures.type, text)) is None:
        return figures
    return replace(figures, amount=normalise_amount(figures.amount, figures.type, gas))


def _add_quality(row: dict[str, Any], text: str) -> None:
    """Add the values that the text names, as `match` takes them; pressure stands by itself there."""
    if row["direction"] == OFFER:
        values = build_offered_values(text)
        row["pressure"] = values.pop(PRESSURE, None)
        row["quality"] = values
        return
    wishes = build_wishes(text)
    row["pressure"] = wishes.pop(PRESSURE, {}).get("min")
    row["quality"] = wishes


def _set_agreed_amount(offer: ListingFacts, text: str) -> ListingFacts:
    """Return the offer with what its sides have agreed on in place of all that is offered."""
    amount, written = read_amount_fields(FieldReader({"amount": text}), offer.type, None)
    return offer if amount is None else replace(offer, amount=amount, heat=amount, written=written)


async def explain_exchange(store: Store, match: ListingMatch, language: str, *, blind: bool) -> str:
    """Return the sentence that says why the two fit; empty where a listing is there no longer."""
    offer, need = await store.listings.find(match.offer_id), await store.listings.find(match.need_id)
    if offer is None or need is None:
        return ""
    sites = await store.sites.map_sites_by_id({offer.site_id, need.site_id})
    named = match.named or not blind
    least_km = 0.0 if named else await find_least_band(store, *sites.values())
    stretches = await store.matching_limits.map_stretches()
    # whose exchange runs reads of that one alone, and of no other's
    uses = await map_listing_uses(store, {offer.id, need.id}) if match.stage in _SHARING_STAGES else {}
    mine, theirs = (
        read_match_row(build_match_row(one, sites[one.site_id], language, stretches))
        .leave_rest(uses[one.id].taken if one.id in uses else ())
        .choose_facts(named=named)
        for one in (offer, need)
    )
    if match.is_taking and match.amount:
        mine = _set_agreed_amount(mine, match.amount)
    factors = OfferScorer(mine, theirs.type or "").score_factors(theirs).factors
    explainer = MatchExplainer(mine, blind=blind, least_km=least_km, tells_units=True)
    stage = "" if blind or match.stage in BLIND_STAGES else describe_match_stage(explainer.say, match)
    settled = not blind and match.stage in (RUNNING, CLOSED)
    return explainer.explain_match(ShownPair(theirs, match.score, factors), stage, settled=settled)
