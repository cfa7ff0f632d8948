"""Compare plots with what is wanted: those that meet all first, then those that miss one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from handlers.exchange.plots.plot_wishes import BY, IN_PLACE, LEAST, MOST, ONE_OF, PlotWish

#: figures of the grid that a year may be said of
_POWERS = ("firm_power", "conditional_power")


class PlotSight(NamedTuple):
    """Hold what somebody may read of a plot, and the folded names of where it is."""

    id: int
    values: Mapping[str, Any]
    places: Collection[str]


class MissedWish(NamedTuple):
    """Hold a wish that a plot does not meet; `known`: whether it is known to miss it."""

    wish: PlotWish
    known: bool


class PlotHit(NamedTuple):
    """Hold a plot, and what it misses: nothing, or one thing."""

    sight: PlotSight
    missed: MissedWish | None


def find_plots(sights: Iterable[PlotSight], wishes: Sequence[PlotWish]) -> list[PlotHit]:
    """Return the plots that meet all wishes, then those that miss one of several; larger ones first.

    What somebody may not read counts as not known, so that a search tells nothing of it.
    """
    found = [(sight, list_missed_wishes(sight, wishes)) for sight in sights]
    most = 1 if len(wishes) > 1 else 0
    hits = [PlotHit(sight, missed[0] if missed else None) for sight, missed in found if len(missed) <= most]
    return sorted(hits, key=_rank_hit)


def _rank_hit(hit: PlotHit) -> tuple[bool, bool, float, int]:
    missed = hit.missed
    return missed is not None, missed is not None and missed.known, -get_offered_area(hit.sight.values), hit.sight.id


def get_offered_area(values: Mapping[str, Any]) -> float:
    """Return the free area, or all of it where nothing is known of what is free."""
    free = values.get("free_area")
    return float(values["area"] if free is None else free)


def list_missed_wishes(sight: PlotSight, wishes: Sequence[PlotWish]) -> list[MissedWish]:
    judged = ((wish, _is_wish_met(sight, wish, wishes)) for wish in wishes)
    return [MissedWish(wish, met is not None) for wish, met in judged if not met]


def _is_wish_met(sight: PlotSight, wish: PlotWish, wishes: Sequence[PlotWish]) -> bool | None:
    """Return whether the plot meets the wish; None where it is not known."""
    if wish.how == IN_PLACE:
        return wish.value in sight.places
    if wish.how == BY:
        return _is_year_met(sight.values, wish, [one.key for one in wishes if one.key in _POWERS])
    value = get_offered_area(sight.values) if wish.key == "area" else sight.values.get(wish.key)
    if value is None:
        return None
    wanted: Any = wish.value
    if wish.how == LEAST:
        return bool(value >= wanted and value > 0)
    if wish.how == MOST:
        # a plot of which nothing is free is none of a small size
        return bool(value <= wanted and (value > 0 or wish.key != "area"))
    return value in wanted if wish.how == ONE_OF else bool(value == wanted)


def _is_year_met(values: Mapping[str, Any], wish: PlotWish, powers: Sequence[str]) -> bool | None:
    """Return whether the plot is there by a year, and its grid where that is asked for.

    Capacity without a year is there today. Where capacity is asked for, a plot whose start is not known is in time.
    """
    years = [values.get(key.replace("_power", "_year")) for key in powers]
    if powers:
        return all(year is None or year <= wish.value for year in (*years, values.get(wish.key)))
    earliest = values.get(wish.key)
    return None if earliest is None else bool(earliest <= wish.value)
