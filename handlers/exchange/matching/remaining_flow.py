"""Take from a listing what exchanges take of it, month by month: what is left is what others can have.

Pure functions. An exchange flows as the need asks, as far as the offer goes: what is taken in winter alone is left for
summer. Where the months of the listing are not known, an exchange takes all year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from handlers.exchange.matching.listing_facts import FlowAmount, ListingFacts, WrittenAmount
from handlers.exchange.matching.pair_factors import OfferScorer, compare_amounts, is_compared_by_year
from handlers.exchange.matching.time_factor import MONTHS_A_YEAR, PEAK

#: share of the whole below which nothing is left: an amount is known to no more than that
LEAST_LEFT = 0.02
Months = tuple[float, ...]


class TakenFlow(NamedTuple):
    """Hold what an exchange takes of a listing, as shares of that listing's amount."""

    #: what is agreed on, and all that is offered
    agreed: float
    offered: float
    #: None: not known
    offer_months: Months | None
    need_months: Months | None
    #: True where the shares are of a year: they are spread over its months
    by_year: bool


class FlowUse(NamedTuple):
    """Hold for each month which share of its peak a listing has, and which of it nobody takes."""

    own: Months
    left: Months
    is_rate: bool

    @property
    def left_share(self) -> float:
        """Return the share that is left, of the highest month or of the year: as the amount is said."""
        if self.is_rate:
            return max(self.left) / max(self.own)
        return sum(self.left) / sum(self.own)

    @property
    def is_spent(self) -> bool:
        return self.left_share < LEAST_LEFT


def compute_taken_flow(
    offer: ListingFacts, need: ListingFacts, agreed: FlowAmount | None, *, of_offer: bool
) -> TakenFlow | None:
    """Return what the exchange takes of one of its listings. None: no amounts that can be compared tell it.

    `agreed`: as its sides say; without that it is as much as both can.
    """
    offered = OfferScorer(offer, need.type or "").amount
    own = offered if of_offer else need.amount
    both = compare_amounts(offered, need.amount)
    said, taken = both and (min(both), both[0] if of_offer else both[1]), need.amount if of_offer else offered
    if agreed is not None:
        said, taken = compare_amounts(agreed, own), agreed
    if said is None or own is None or taken is None:
        return None
    share = said[0] / said[1]
    # what is offered sets no limit to a need with which it cannot be compared
    limit = 1.0 if of_offer else share if both is None else both[0] / both[1]
    return TakenFlow(share, limit, offer.months, need.months, is_compared_by_year(taken, own))


def compute_use(facts: ListingFacts, taken: Sequence[TakenFlow]) -> FlowUse | None:
    """Return the use of a listing; None where its amount is not known."""
    if facts.amount is None:
        return None
    own = tuple(month / PEAK for month in facts.months) if facts.months is not None else (1.0,) * MONTHS_A_YEAR
    flows = [_spread_flow(one, own, facts) for one in taken]
    left = (max(0.0, whole - sum(flow[at] for flow in flows)) for at, whole in enumerate(own))
    return FlowUse(own, tuple(left), facts.amount.is_rate)


def _spread_flow(taken: TakenFlow, own: Months, facts: ListingFacts) -> Sequence[float]:
    """Return what flows in each month, as shares of the listing's peak."""
    if facts.months is None:
        return [taken.agreed] * MONTHS_A_YEAR
    offered = _get_shares(taken.offer_months)
    needed = _get_shares(taken.need_months)
    if not taken.by_year:
        pairs = zip(offered, needed, strict=True)
        return [min(taken.offered * here, taken.agreed * there) for here, there in pairs]
    wanted = [min(pair) for pair in zip(offered, needed, strict=True)]
    wanted = wanted if any(wanted) else [*own]
    return [taken.agreed * sum(own) * one / sum(wanted) for one in wanted]


def _get_shares(months: Months | None) -> Sequence[float]:
    return (1.0,) * MONTHS_A_YEAR if months is None else [month / PEAK for month in months]


def leave_rest(facts: ListingFacts, use: FlowUse) -> ListingFacts:
    """Return the listing with what is left of it in place of all. Something must be left."""
    share, highest = use.left_share, max(use.left)
    months = None if facts.months is None else tuple(round(PEAK * left / highest) for left in use.left)
    return replace(
        facts,
        amount=scale_flow(facts.amount, share),
        heat=scale_flow(facts.heat, share),
        written=None if facts.written is None else scale_written(facts.written, share),
        months=facts.months if months == facts.months else months,
    )


def scale_flow(amount: FlowAmount | None, share: float) -> FlowAmount | None:
    if amount is None:
        return None
    hourly, yearly = (None if one is None else _multiply(one, share) for one in (amount.hourly, amount.yearly))
    return replace(amount, hourly=hourly, yearly=yearly)


def _multiply(amount: float, share: float) -> float:
    """Return the product without its last figures: a sixth of 6 MW is 1 MW, and not of the class below."""
    return float(f"{amount * share:.9g}")


def scale_written(written: WrittenAmount, share: float) -> WrittenAmount:
    """Return this share of an amount in the unit in which its member wrote it."""
    low, high = (None if bound is None else _multiply(bound, share) for bound in (written.low, written.high))
    return WrittenAmount(_multiply(written.middle, share), written.unit, low, high)
