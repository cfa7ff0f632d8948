"""The five factors give the numbers that the rules promise, each by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isclose
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.exchange.matching import quality_factor
from handlers.exchange.matching.amount_factor import compute_cover, score_amount
from handlers.exchange.matching.distance_factor import (
    compute_position_vector,
    compute_straight_km,
    score_halved_distance,
    score_heat_distance,
)
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.offer_matching import ShownPair, judge_pair
from handlers.exchange.matching.pair_factors import OfferScorer
from handlers.exchange.matching.pair_score import WEIGHTS, compute_weighted_mean, is_match_good
from handlers.exchange.matching.quality_factor import QualityRequirement, list_broken_musts, score_quality, score_value
from handlers.exchange.matching.temperature_factor import (
    compute_temperature_gap,
    estimate_pump_performance,
    is_heat_wasted,
    score_cooling,
    score_steam,
    score_temperature,
)
from handlers.exchange.matching.time_factor import score_hours, score_months, score_time
from handlers.exchange.matching.transport_distances import find_half_km

AMOUNTS = st.floats(1e-3, 1e12)
FACTORS = st.dictionaries(st.sampled_from(list(WEIGHTS)), st.floats(0.01, 1.0), min_size=1)
FLAT, WINTER = (100.0,) * 12, (100.0, 100.0, *(0.0,) * 9, 100.0)
CELSIUS = st.floats(-20, 149)


@pytest.mark.parametrize(("ratio", "factor"), [(1, 1.0), (2, 0.81), (10, 0.50), (100, 0.25), (40, 0.33)])
def test_amounts_that_differ_by_a_ratio_give_its_factor(ratio: float, factor: float) -> None:
    assert round(score_amount(1000, 1000 * ratio), 2) == factor
    assert score_amount(1000, 1000 * ratio) == pytest.approx(score_amount(1000 * ratio, 1000))


@given(AMOUNTS, AMOUNTS)
def test_the_amount_factor_is_the_same_from_both_sides_and_never_above_one(one: float, other: float) -> None:
    assert score_amount(one, other) == score_amount(other, one)
    assert 0 < score_amount(one, other) <= 1


@given(AMOUNTS, st.floats(1, 1e3), st.floats(1, 1e3))
def test_amounts_further_apart_fit_no_better(amount: float, ratio: float, more: float) -> None:
    assert score_amount(amount, amount * ratio * more) <= score_amount(amount, amount * ratio)


def test_a_need_is_covered_by_what_is_delivered_in_its_time() -> None:
    assert compute_cover(50, 100, 1.0) == 0.5
    assert compute_cover(50, 100, 0.5) == 0.25
    assert compute_cover(500, 100, 1.0) == 1.0


def test_months_count_by_what_the_need_has_in_them() -> None:
    assert score_months(FLAT, WINTER) == 1.0
    assert score_months(WINTER, FLAT) == 0.25
    assert score_months((50.0,) * 12, FLAT) == 0.5
    assert score_months((*(0.0,) * 5, 100.0, 100.0, *(0.0,) * 5), WINTER) == 0.0


def test_a_need_in_no_month_has_no_time() -> None:
    assert score_months(FLAT, (0.0,) * 12) is None
    assert score_time(FLAT, (0.0,) * 12, None, None) is None


@pytest.mark.parametrize("known", [(None, FLAT), (FLAT, None), (None, None)])
def test_months_of_a_side_that_are_not_known_leave_time_out(known: tuple[None, None]) -> None:
    assert score_time(*known, "round", "day") is None


@pytest.mark.parametrize(
    ("offered", "needed", "factor"),
    [
        ("round", "day", 1.0),
        ("day", "round", 0.5),
        ("working_days", "day", 60 / 84),
        ("batches", "round", 1.0),
        (None, "round", 1.0),
        ("day", None, 1.0),
    ],
)
def test_hours_of_the_day_are_multiplied(offered: str | None, needed: str | None, factor: float) -> None:
    assert score_hours(offered, needed) == pytest.approx(factor)
    assert score_time(FLAT, FLAT, offered, needed) == pytest.approx(factor)


def test_the_gap_takes_the_heat_exchanger_off() -> None:
    assert compute_temperature_gap(65, 60) == 0
    assert compute_temperature_gap(65, 60, gas=True) == -5
    assert score_temperature(65, 60) == 1
    assert score_temperature(65, 60, gas=True) < 1


def test_a_heat_pump_is_worth_what_its_performance_is() -> None:
    # COP = 0.5 x (55 + 278) / (10 + 25) = 4.76
    assert estimate_pump_performance(55, -25) == pytest.approx(4.757, abs=1e-3)
    assert score_temperature(35, 55) == 0.6


@pytest.mark.parametrize(
    ("performance", "factor"), [(5.01, 0.8), (4.99, 0.6), (3.51, 0.6), (3.49, 0.35), (2.51, 0.35), (2.49, 0.0)]
)
def test_each_step_of_the_heat_pump_begins_at_its_performance(performance: float, factor: float) -> None:
    needed = 80.0
    gap = 10 - 0.5 * (needed + 278) / performance
    assert score_temperature(needed + 5 + gap, needed) == factor


def test_no_heat_pump_reaches_above_150_degrees() -> None:
    assert score_temperature(154, 150) == 0.8
    assert score_temperature(154.9, 150.5) == 0.0
    assert score_temperature(160, 155) == 1.0


@given(CELSIUS, CELSIUS, st.floats(0, 100))
def test_a_hotter_offer_is_no_worse(offered: float, needed: float, more: float) -> None:
    assert score_temperature(offered + more, needed) >= score_temperature(offered, needed)
    assert score_temperature(offered, needed, gas=True) <= score_temperature(offered, needed)


def test_cooling_runs_the_other_way() -> None:
    assert score_cooling(7, 12) == 1
    assert score_cooling(7.1, 12) == 0
    assert score_cooling(20, 7) == 0


@pytest.mark.parametrize(
    ("sides", "factor"),
    [
        ((200, 180, 12, 10), 1.0),
        ((150, 180, 12, 10), 0.0),
        ((200, 180, 8, 10), 0.0),
        ((200, 180, None, 10), 1.0),
        ((150, 180, None, None), 0.0),
        ((None, 180, 10, 10), 1.0),
        ((None, None, 3, 10), 0.0),
        ((None, 180, None, 10), None),
    ],
)
def test_steam_too_cold_or_too_low_in_pressure_is_nought(
    sides: tuple[float | None, float | None, float | None, float | None], factor: float | None
) -> None:
    assert score_steam(*sides) == factor


def test_high_heat_on_a_low_use_is_wasted() -> None:
    assert is_heat_wasted(300, 50)
    assert not is_heat_wasted(65, 50)


@pytest.mark.parametrize(("per_metre", "factor"), [(0.3, 0), (0.5, 0.22), (1, 0.52), (1.5, 0.70), (3, 1), (30, 1)])
def test_heat_per_metre_gives_its_factor(per_metre: float, factor: float) -> None:
    assert round(score_heat_distance(per_metre * 2000, 2.0), 2) == factor


def test_heat_beyond_thirty_kilometres_has_a_ceiling() -> None:
    assert score_heat_distance(1e9, 30.0) == 1.0
    assert score_heat_distance(1e9, 30.1) == 0.3
    assert round(score_heat_distance(0.5 * 40_000, 40.0), 2) == 0.22


@given(st.floats(1, 1e6), st.floats(0.01, 500), st.floats(1, 10))
def test_a_longer_route_is_worth_no_more(delivered: float, km: float, times: float) -> None:
    assert score_heat_distance(delivered, km * times) <= score_heat_distance(delivered, km)
    assert score_halved_distance(km * times, 4) <= score_halved_distance(km, 4)


def test_distance_is_halved_where_the_table_says() -> None:
    assert score_halved_distance(4, 4) == 0.5
    assert score_halved_distance(8, 4) == 0.2
    assert score_halved_distance(0, 4) == 1


@pytest.mark.parametrize(
    ("type_", "kind", "mode", "half"),
    [
        ("water", None, "pipe", 4),
        ("hydrogen", None, "pipe", 4),
        ("fuel_gas", None, "pipe", 4),
        ("cooling", None, "pipe", 3),
        ("co2", None, "pipe", 15),
        ("organic", None, "truck", 50),
        ("material", "slag", "truck", 80),
        ("material", "sulphur", "truck", 200),
        ("co2", None, "truck", 200),
        ("material", "steel", "truck", 400),
        ("material", "slag", "ship", 400),
        ("material", "slag", "rail", 80),
        ("water", None, "truck", None),
        ("power", None, "grid", None),
    ],
)
def test_each_mode_has_its_half_distance(type_: str, kind: str | None, mode: str, half: float | None) -> None:
    assert find_half_km(type_, kind, (mode,)) == half


def test_the_better_of_several_modes_counts() -> None:
    assert find_half_km("co2", None, ("pipe", "truck")) == 200
    assert find_half_km("material", "slag", ("truck", "ship")) == 400


def test_a_gas_goes_by_road_only_where_that_is_the_only_way() -> None:
    assert find_half_km("hydrogen", None, ("pipe", "truck")) == 4
    assert find_half_km("hydrogen", None, ("truck",)) == 200


def test_the_great_circle_is_measured() -> None:
    oslo, bergen = compute_position_vector(59.91, 10.75), compute_position_vector(60.39, 5.32)
    assert compute_straight_km(oslo, bergen) == pytest.approx(305.5, abs=1)
    near = compute_position_vector(59.911, 10.75)
    assert compute_straight_km(oslo, near) == pytest.approx(0.1112, abs=1e-3)
    assert compute_straight_km(oslo, oslo) == 0


@pytest.mark.parametrize(
    ("value", "factor"), [(5, 1), (4.6, 0.5), (4.5, 0), (1, 0), (10, 1), (10.9, 0.5), (11, 0), (20, 0)]
)
def test_a_value_is_met_narrowly_missed_or_missed(value: float, factor: float) -> None:
    assert score_value(value, 5, 10) == factor


def test_the_mean_is_over_what_should_be_met_and_is_known() -> None:
    wishes = {
        "purity": QualityRequirement(99, None, must=False),
        "moisture": QualityRequirement(None, 10, must=False),
        "chloride": QualityRequirement(None, 1, must=True),
        "dust": QualityRequirement(None, 1, must=False),
    }
    assert score_quality({"purity": 99.5, "moisture": 10.5, "chloride": 5}, wishes) == 0.75
    assert score_quality({"chloride": 5}, wishes) is None
    assert list_broken_musts({"purity": 9, "chloride": 5}, wishes) == ["chloride"]
    assert list_broken_musts({"purity": 9}, wishes) == []


def test_a_must_missed_however_little_is_broken() -> None:
    wish = {"chloride": QualityRequirement(None, 1, must=True)}
    assert quality_factor.list_broken_musts({"chloride": 1.01}, wish) == ["chloride"]


def test_the_weights_are_those_of_the_rules() -> None:
    assert dict(WEIGHTS) == {"amount": 0.20, "temperature": 0.25, "time": 0.15, "distance": 0.30, "quality": 0.10}


def test_the_score_is_the_weighted_mean_of_logs_over_what_is_known() -> None:
    assert compute_weighted_mean({"amount": 0.5, "distance": 1.0}) == pytest.approx(0.5 ** (0.2 / 0.5))
    assert compute_weighted_mean({"amount": 0.5}) == pytest.approx(0.5)
    assert compute_weighted_mean({"amount": 0.0, "distance": 1.0}) == 0
    assert compute_weighted_mean({}) == 0


@given(FACTORS)
def test_the_score_lies_between_the_weakest_and_the_strongest(factors: dict[str, float]) -> None:
    mean = compute_weighted_mean(factors)
    assert min(factors.values()) <= mean * (1 + 1e-9)
    assert mean <= max(factors.values()) * (1 + 1e-9)


@given(FACTORS, st.data())
def test_a_better_factor_gives_no_lower_score(factors: dict[str, float], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(factors)))
    better = factors | {name: data.draw(st.floats(factors[name], 1.0))}
    mean = compute_weighted_mean(better)
    assert mean >= compute_weighted_mean(factors) or isclose(mean, compute_weighted_mean(factors))


@dataclass
class Scored:
    """A scorer that has found these factors."""

    factors: dict[str, float]
    offer: ListingFacts = field(
        default_factory=lambda: read_listing({"id": "o", "organisation": "A", "direction": "offer", "type": "heat"})
    )

    def score_flow(self, _need: ListingFacts) -> dict[str, float]:
        return self.factors

    def add_place(self, _need: ListingFacts, _factors: dict[str, float]) -> None:
        """It is in the factors."""


def is_shown(factors: dict[str, float]) -> bool:
    found = judge_pair(
        cast("OfferScorer", Scored(factors)),
        read_listing({"id": "n", "organisation": "B", "direction": "need", "type": "heat"}),
    )
    return isinstance(found, ShownPair)


def test_a_pair_is_shown_by_its_weakest_factor_and_its_mean() -> None:
    others = dict.fromkeys(WEIGHTS, 1.0)
    assert is_shown(others | {"distance": 0.40})
    assert not is_shown(others | {"distance": 0.39})
    assert is_shown({"amount": 0.71, "distance": 0.71})
    assert not is_shown({"amount": 0.69, "distance": 0.69})
    assert not is_shown({})


def test_a_match_is_good_by_its_mean_and_figures_that_are_measured_or_calculated() -> None:
    assert is_match_good(0.85, "measured", "calculated")
    assert not is_match_good(0.84, "measured", "measured")
    assert not is_match_good(0.99, "measured", "estimated")
    assert not is_match_good(0.99, "measured", None)
