"""Show what both sides give for each year, beside each other, and point out where they are far apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.turn import RenderContext
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.matching.amount_fields import add_period
from handlers.exchange.matching.flow_amounts import convert_amount, normalise_amount
from handlers.exchange.matching.listing_texts import parse_quantity_text
from storage.exchange.listings import OFFER
from storage.exchange.match_amounts import MatchAmount
from storage.exchange.matches import ListingMatch
from storage.kit.database import Store

#: share of the larger amount from which the two sides' amounts of a year are pointed out to both
FAR_APART = 0.2
#: years that a card shows
MOST_YEARS = 3
#: texts whose amounts are remembered
LATEST = 4096
#: what is measured, and how much of it in a year
YearAmount = tuple[str, float]


@lru_cache(maxsize=LATEST)
def compute_year_amount(type_: str, text: str) -> YearAmount | None:
    """Return the amount of a year of such a flow; None where the text says none, such as "4 MW" without hours."""
    quantity = parse_quantity_text(text, None)
    if quantity is None or quantity.unit is None or quantity.middle <= 0:
        return None
    if type_ and quantity.unit.measures not in FLOW_TYPES[type_].accepted_measures:
        return None
    amount = convert_amount(quantity.middle, add_period(quantity.unit, None), None)
    amount = normalise_amount(amount, type_, None) if amount is not None else None
    return None if amount is None or amount.yearly is None else (amount.measure, amount.yearly)


def are_far_apart(type_: str, texts: Sequence[str]) -> bool:
    """Return True for two amounts that can be compared, and differ by more than a fifth of the larger one."""
    amounts = [compute_year_amount(type_, text) for text in texts]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < 2 or known[0][0] != known[1][0]:
        return False
    low, high = sorted(amount for _, amount in known)
    return high - low > FAR_APART * high


async def find_match_type(store: Store, match: ListingMatch) -> str:
    """Return the type of what flows, which is that of the offer; empty where both listings are gone."""
    for id in (match.offer_id, match.need_id):
        listing = await store.listings.find(id)
        if listing is not None:
            return listing.type
    return ""


async def draw_amounts(at: RenderContext, match: ListingMatch) -> list[Part]:
    """Draw the latest years. Nothing is summed or averaged: each side stands for its own."""
    say, amounts = at.say, await at.store.match_amounts.list_amounts_of_match(match.id)
    if not amounts:
        return []
    type_, years = await find_match_type(at.store, match), dict[int, list[MatchAmount]]()
    for amount in amounts:
        years.setdefault(amount.year, []).append(amount)
    rows, apart = [], []
    for year, given in list(years.items())[:MOST_YEARS]:
        told = [
            say("supplied: {amount}", amount=describe_amount(say, one.amount))
            if one.side == OFFER
            else say("received: {amount}", amount=describe_amount(say, one.amount))
            for one in given
        ]
        rows.append((str(year), " · ".join(told)))
        if are_far_apart(type_, [one.amount for one in given]):
            apart.append(year)
    parts: list[Part] = [Text(say("As the two sides give it:"), "subtle"), Facts(tuple(rows))]
    if apart:
        which = say.listed([str(year) for year in apart])
        parts.append(Text(say("For {years} the two amounts are more than a fifth apart. Talk it over.", years=which)))
    return parts
