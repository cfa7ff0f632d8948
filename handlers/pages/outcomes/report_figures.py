"""Count the figures of a report, and say what each came to: from what was frozen, never from records of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec

from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.exchange.matches.amount_facts import are_far_apart, compute_year_amount, find_match_type
from handlers.pages.amount_sums import describe_sums
from handlers.pages.figure_tables import describe_median
from handlers.pages.figures import SUMMED, Figure, build_year_period
from handlers.pages.outcomes.amount_floor import GivenAmount, ToldSum, extend_told_sum
from handlers.pages.outcomes.network_figures import NETWORK
from storage.access.audiences import Viewer
from storage.exchange.matches import SIDES
from storage.kit.database import Store
from storage.pages.figure_conditions import Period
from storage.pages.record_sources import RecordFilter


class FrozenSum(msgspec.Struct, frozen=True):
    """Hold what is told of the amounts of one measure. The total is exact, as text."""

    total: str
    counted: tuple[int, ...]
    left_out: int = 0


class FrozenFigure(msgspec.Struct, frozen=True):
    """Hold a figure as it was counted: the ids, and what cannot be counted again from them."""

    name: str
    ids: tuple[int, ...]
    #: median of a time, in seconds
    seconds: float | None = None
    #: what is measured -> what is told of it
    sums: dict[str, FrozenSum] = {}


class _AmountFacts(NamedTuple):
    measure: str
    given: GivenAmount


async def count_report_figures(
    at: RenderContext, year: int, before: Collection[FrozenFigure]
) -> tuple[FrozenFigure, ...]:
    """Count all figures of the year. `before`: those of the last frozen version, whose sums go on."""
    period, earlier = build_year_period(at.arena, year), {one.name: one for one in before}
    return tuple([await _count_figure(at.store, figure, period, earlier.get(name)) for name, figure in NETWORK.items()])


async def _count_figure(store: Store, figure: Figure, period: Period, before: FrozenFigure | None) -> FrozenFigure:
    ids = await store.figure_ids.list_network_record_ids(figure.name, period)
    if figure.name == "amounts-apart":
        return FrozenFigure(figure.name, tuple(await _list_amounts_apart(store, ids)))
    if figure.measure in SUMMED:
        load = _load_placement_facts if figure.measure == "placed amount" else _load_amount_facts
        return FrozenFigure(figure.name, tuple(ids), sums=_tell_sums(await load(store, ids), before))
    if figure.measure == "count":
        return FrozenFigure(figure.name, tuple(ids))
    which, times = RecordFilter(Viewer(whole=True), ids=ids), store.figure_times
    to_answer = figure.measure == "median time to first answer"
    seconds = await (times.measure_time_to_answer if to_answer else times.measure_time_to_solution)(which)
    return FrozenFigure(figure.name, tuple(ids), seconds)


async def _list_amounts_apart(store: Store, ids: Collection[int]) -> list[int]:
    """Return the amounts with which the other side's of the same year cannot be reconciled."""
    pairs = defaultdict[int, list[tuple[int, str]]](list)
    for amount in await store.match_amounts.list_amounts_by_id(ids):
        pairs[amount.match_id].append((amount.id, amount.amount))
    apart = list[int]()
    for match_id, given in pairs.items():
        match = await store.matches.find(match_id)
        if match is not None and are_far_apart(await find_match_type(store, match), [text for _, text in given]):
            apart += [id for id, _ in given]
    return sorted(apart, reverse=True)


def _tell_sums(given: Collection[_AmountFacts], before: FrozenFigure | None) -> dict[str, FrozenSum]:
    """Return measure -> what may be told. What was told before is told again, whatever has become of it."""
    amounts, told = defaultdict[str, list[GivenAmount]](list), dict[str, FrozenSum]()
    for facts in given:
        amounts[facts.measure].append(facts.given)
    known = before.sums if before is not None else {}
    for measure in sorted({*amounts, *known}):
        earlier = known.get(measure)
        last = None if earlier is None else ToldSum(Decimal(earlier.total), frozenset(earlier.counted), 0)
        found = extend_told_sum(last, amounts[measure])
        if found is not None:
            told[measure] = FrozenSum(str(found.total), tuple(sorted(found.counted)), found.left_out)
    return told


async def _load_amount_facts(store: Store, ids: Collection[int]) -> list[_AmountFacts]:
    found = list[_AmountFacts]()
    for amount in await store.match_amounts.list_amounts_by_id(ids):
        match = await store.matches.find(amount.match_id)
        read = compute_year_amount(await find_match_type(store, match), amount.amount) if match is not None else None
        if match is not None and read is not None:
            other = match.get_organisation_id(next(side for side in SIDES if side != amount.side))
            given = GivenAmount(amount.id, amount.organisation_id, other, Decimal(str(read[1])))
            found.append(_AmountFacts(read[0], given))
    return found


async def _load_placement_facts(store: Store, ids: Collection[int]) -> list[_AmountFacts]:
    """Return land and power apart; nobody but its organisation knows what was taken into use of a plot."""
    return [
        _AmountFacts(measure, GivenAmount(one.id, one.organisation_id, one.organisation_id, Decimal(repr(value))))
        for one in await store.plot_placements.list_placements_by_id(ids)
        for measure, value in (("area", one.area), ("power", one.power))
        if value
    ]


def describe_figure_value(say: Say, found: FrozenFigure) -> str:
    """Return what the figure came to when it was counted; a dash for what is missing or may not be told."""
    measure = NETWORK[found.name].measure
    if measure in SUMMED:
        return describe_sums(say, {name: float(one.total) for name, one in found.sums.items()})
    if measure == "count":
        return say.format_number(len(found.ids))
    return describe_median(say, found.seconds)


def describe_figure_gap(say: Say, found: FrozenFigure) -> str:
    """Return why a sum is not told, or what is not in it; "" for a figure that is whole."""
    if NETWORK[found.name].measure not in SUMMED or not found.ids:
        return ""
    counted = {id for one in found.sums.values() for id in one.counted}
    left = len([id for id in found.ids if id not in counted])
    if not found.sums:
        return say("Too few have given an amount for a sum that gives nobody away.")
    return say.many("{n} amount is not in it.", "{n} amounts are not in it.", left) if left else ""


def map_by_name(figures: Collection[FrozenFigure]) -> Mapping[str, FrozenFigure]:
    return {one.name: one for one in figures}
