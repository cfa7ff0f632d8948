"""Score how much of the need's time the offer covers, 0 to 1: months of the year times hours of the week."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

MONTHS_A_YEAR = 12
#: the share of a month's peak that is all of it
PEAK = 100.0
#: Shares of the week, each inside the one before. Source: a working day of twelve hours, five days a week.
#: Nobody knows beforehand when batches come: they have no share.
WEEK_SHARES = MappingProxyType({"round": 1.0, "day": 12 / 24, "working_days": 12 * 5 / (24 * 7)})


def score_months(offered: Sequence[float], needed: Sequence[float]) -> float | None:
    """Return the share of the need's months that the offer's cover. Return None if nothing is needed in any month."""
    wanted = sum(needed)
    return sum(map(min, offered, needed)) / wanted if wanted > 0 else None


def score_hours(offered: str | None, needed: str | None) -> float:
    """Return the share of the need's hours that the offer's cover, 1 where that is not known."""
    offer, need = WEEK_SHARES.get(offered or ""), WEEK_SHARES.get(needed or "")
    if offer is None or need is None:
        return 1.0
    return min(offer, need) / need


def score_time(
    offered: Sequence[float] | None, needed: Sequence[float] | None, offered_day: str | None, needed_day: str | None
) -> float | None:
    """Return the time factor. Return None if the months of a side are not known."""
    if offered is None or needed is None:
        return None
    months = score_months(offered, needed)
    return None if months is None else months * score_hours(offered_day, needed_day)
