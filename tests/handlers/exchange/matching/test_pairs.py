"""An offer and a need are shown, near or neither, by the gates, the factors and the cause of a failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.exchange.matching.combinations import Part, find_sum, score_cascade
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES
from handlers.exchange.matching.listing_facts import FlowAmount
from handlers.exchange.matching.offer_matching import NeedIndex, match_offer
from handlers.exchange.matching.quality_factor import QualityRequirement
from tests.flows import FLAT, TODAY, find_pair_bridge, make_need, make_offer, match_pair, score_pair

HEAT: dict[str, Any] = {"gwh": 10.0, "months": FLAT}
SUMMER = (*(0.0,) * 5, 100.0, 100.0, 100.0, *(0.0,) * 4)
WINTER = (100.0, 100.0, 100.0, *(0.0,) * 6, 100.0, 100.0, 100.0)


def is_matched(offer: dict[str, Any], need: dict[str, Any]) -> bool:
    shown, failing = match_pair(make_offer(**offer), make_need(**need))
    return bool(shown) or failing is not None


def test_a_pair_that_fits_is_shown_with_all_its_factors() -> None:
    wish = {"chloride": QualityRequirement(None, 5, must=False)}
    factors, failing = match_pair(
        make_offer(**HEAT, temperature=70, values={"chloride": 5.2}), make_need(**HEAT, temperature=60, wishes=wish)
    )
    assert factors == {"amount": 1, "time": 1, "temperature": 1, "distance": 1, "quality": 0.5}
    assert failing is None


@pytest.mark.parametrize(
    ("offered", "needed"),
    [
        ("heat", "heat"),
        ("steam", "steam"),
        ("steam", "heat"),
        ("fuel_gas", "fuel_gas"),
        ("fuel_gas", "steam"),
        ("fuel_gas", "heat"),
        ("hydrogen", "hydrogen"),
        ("hydrogen", "fuel_gas"),
        ("material", "material"),
        ("organic", "organic"),
    ],
)
def test_a_type_serves_what_can_be_made_of_it(offered: str, needed: str) -> None:
    assert is_matched({"type": offered}, {"type": needed})


@pytest.mark.parametrize(
    ("offered", "needed"),
    [("heat", "steam"), ("fuel_gas", "hydrogen"), ("material", "organic"), ("water", "heat"), ("steam", "water")],
)
def test_another_type_is_neither_shown_nor_near(offered: str, needed: str) -> None:
    assert not is_matched({"type": offered}, {"type": needed})


def test_every_type_serves_itself() -> None:
    assert all(name in served for name, served in SERVED_TYPES.items())


def test_warm_water_serves_as_water_and_as_heat() -> None:
    water = {"type": "water", "temperature": 25.0}
    assert is_matched(water, {"type": "heat", "temperature": 15.0})
    assert is_matched(water, {"type": "water"})


def test_cooling_in_cubic_metres_serves_as_water() -> None:
    volume = FlowAmount("volume", 100.0, None, is_rate=True)
    assert is_matched({"type": "cooling", "amount": volume}, {"type": "water"})
    assert not is_matched({"type": "cooling", "mw": 2.0}, {"type": "water"})


def test_kinds_are_a_gate_only_where_both_are_known() -> None:
    assert not is_matched({"type": "material", "kind": "slag"}, {"type": "material", "kind": "gypsum"})
    assert is_matched({"type": "material", "kind": "slag"}, {"type": "material", "kind": "slag"})
    assert is_matched({"type": "material", "kind": "slag"}, {"type": "material"})


@pytest.mark.parametrize(
    ("offer", "need"),
    [
        ({"organisation": "one"}, {"organisation": "one"}),
        ({"never": frozenset(("taker",))}, {}),
        ({}, {"never": frozenset(("giver",))}),
        ({"valid_to": date(2027, 1, 31)}, {"valid_from": date(2027, 2, 1)}),
        ({"valid_to": date(2026, 11, 27)}, {}),
        ({}, {"valid_to": date(2026, 11, 27)}),
        ({"type": "power", "price_area": "no1"}, {"type": "power", "price_area": "no4"}),
        ({"type": "power", "grid_company": "one"}, {"type": "power", "grid_company": "other"}),
    ],
)
def test_a_closed_gate_leaves_the_pair_neither_shown_nor_near(offer: dict[str, Any], need: dict[str, Any]) -> None:
    assert not is_matched(HEAT | offer, HEAT | need)


@pytest.mark.parametrize(
    ("offer", "need"),
    [
        ({"valid_to": date(2027, 1, 31)}, {"valid_from": date(2027, 1, 31)}),
        ({"valid_to": TODAY}, {}),
        ({"price_area": "no1"}, {"price_area": "no4"}),
    ],
)
def test_an_open_gate_lets_the_pair_through(offer: dict[str, Any], need: dict[str, Any]) -> None:
    assert is_matched(HEAT | offer, HEAT | need)


MATERIAL: dict[str, Any] = {"type": "material", "kt": 5.0}
HAZARDOUS = MATERIAL | {"hazardous": True, "waste_code": "100207*"}


@pytest.mark.parametrize(
    ("offer", "need", "failing"),
    [
        (HAZARDOUS, MATERIAL, "hazardous"),
        (HAZARDOUS, MATERIAL | {"hazardous": True}, None),
        (HAZARDOUS | {"waste_code": None}, MATERIAL | {"hazardous": True}, "hazardous"),
        (MATERIAL, MATERIAL | {"hazardous": True}, None),
    ],
)
def test_what_is_hazardous_goes_only_to_who_takes_it_and_with_a_code(
    offer: dict[str, Any], need: dict[str, Any], failing: str | None
) -> None:
    shown, found = match_pair(make_offer(**offer), make_need(**need))
    assert found == failing
    assert bool(shown) == (failing is None)


def test_a_broken_must_is_near_by_quality_and_a_broken_wish_lowers_it() -> None:
    values = {"moisture": 30.0, "purity": 90.0}
    must = {"moisture": QualityRequirement(None, 29.9, must=True)}
    offer, need = make_offer(**MATERIAL, values=values), make_need(**MATERIAL, wishes=must)
    assert match_pair(offer, need) == ({}, "quality")
    assert find_pair_bridge(offer, need) == "drying"
    wish = {"moisture": QualityRequirement(None, 29.9, must=False)}
    assert match_pair(offer, replace(need, wishes=wish))[0]["quality"] == 0.5


def test_what_is_not_known_is_no_factor() -> None:
    assert match_pair(make_offer(), make_need()) == ({"distance": pytest.approx(1 / 1.01)}, None)
    assert match_pair(make_offer(km=None, **HEAT), make_need(**HEAT)) == ({"amount": 1, "time": 1}, None)
    assert match_pair(make_offer(km=None), make_need(km=None)) == ({}, None)


def test_in_one_park_without_positions_the_route_is_half_a_kilometre() -> None:
    offer = make_offer(km=None, park="p", type="cooling")
    assert match_pair(offer, make_need(km=None, park="p", type="cooling"))[0]["distance"] == pytest.approx(
        1 / (1 + (0.5 / 3) ** 2)
    )
    assert match_pair(offer, make_need(km=None, park="q", type="cooling"))[0] == {}


def test_a_distance_beyond_what_a_side_allows_is_nought() -> None:
    assert match_pair(make_offer(**MATERIAL, max_km=0.9), make_need(**MATERIAL)) == ({}, "distance")
    assert match_pair(make_offer(**MATERIAL), make_need(**MATERIAL, max_km=0.9)) == ({}, "distance")
    assert match_pair(make_offer(**MATERIAL, max_km=1.1), make_need(**MATERIAL))[0]["distance"] > 0.99


def test_without_a_mode_in_common_distance_fails() -> None:
    by_sea = make_need(**MATERIAL, modes=frozenset(("ship",)))
    assert match_pair(make_offer(**MATERIAL), by_sea) == ({}, "distance")


def test_a_ship_goes_five_times_as_far_as_a_lorry() -> None:
    modes = frozenset(("truck", "ship"))
    offer, need = make_offer(**MATERIAL, modes=modes), make_need(**MATERIAL, modes=modes, km=400.0)
    assert score_pair(offer, need)["distance"] == pytest.approx(0.5, abs=1e-3)


def test_the_grid_and_places_for_people_have_no_distance() -> None:
    assert score_pair(make_offer(type="power", mw=5.0), make_need(type="power", mw=5.0, km=900.0)) == {"amount": 1}
    seats = FlowAmount("pieces", None, 5.0, is_rate=False)
    assert score_pair(make_offer(type="people", amount=seats), make_need(type="people", amount=seats, km=900.0)) == {
        "amount": 1
    }


def test_power_is_compared_as_power_where_both_are_said_so() -> None:
    hours = FlowAmount("energy", 5000.0, 5000.0 * 8000, is_rate=True)
    fewer = FlowAmount("energy", 5000.0, 5000.0 * 2000, is_rate=True)
    assert score_pair(make_offer(amount=hours), make_need(amount=fewer))["amount"] == 1


def test_power_and_year_are_compared_only_through_hours() -> None:
    year = make_need(gwh=40.0)
    assert "amount" not in score_pair(make_offer(mw=5.0), year)
    hours = FlowAmount("energy", 5000.0, 5000.0 * 8000, is_rate=True)
    assert score_pair(make_offer(amount=hours), year)["amount"] == 1


def test_amounts_of_two_measures_are_not_compared() -> None:
    volume = FlowAmount("volume", None, 5e6, is_rate=False)
    assert "amount" not in score_pair(make_offer(type="organic", kt=5.0), make_need(type="organic", amount=volume))


def test_heat_counts_what_is_delivered_in_its_time() -> None:
    """4 GWh, of which half is there when it is needed, over 2 km: 1 MWh for each metre."""
    half = (50.0,) * 12
    factors = score_pair(make_offer(gwh=4.0, months=half), make_need(gwh=4.0, months=FLAT, km=2.0))
    assert round(factors["distance"], 2) == 0.52
    unknown = score_pair(make_offer(gwh=4.0, months=None), make_need(gwh=4.0, months=FLAT, km=2.0))
    assert round(unknown["distance"], 2) == 0.82


@pytest.mark.parametrize("known", [{"offer": {"gwh": 4.0}, "need": {}}, {"offer": {"mw": 4.0}, "need": {"mw": 4.0}}])
def test_heat_whose_yearly_amount_is_not_known_is_worth_half_at_ten_kilometres(known: dict[str, Any]) -> None:
    factors = score_pair(make_offer(**known["offer"]), make_need(**known["need"], km=10.0))
    assert factors["distance"] == pytest.approx(0.5, abs=1e-3)


def test_steam_takes_the_smaller_of_two_distances() -> None:
    large = {"type": "steam", "gwh": 1000.0}
    factors = score_pair(make_offer(**large), make_need(**large, km=4.0))
    assert factors["distance"] == pytest.approx(0.5, abs=1e-3)
    small = {"type": "steam", "gwh": 4.0}
    factors = score_pair(make_offer(**small), make_need(**small, km=4.0))
    assert factors["distance"] == pytest.approx(0.5, abs=1e-3)
    factors = score_pair(make_offer(**small), make_need(**small, km=3.8))
    assert factors["distance"] == pytest.approx(1 / (1 + 0.95**2), abs=1e-3)


def test_steam_too_low_in_pressure_is_near_by_temperature() -> None:
    offer = make_offer(type="steam", pressure=6.0, temperature=165.0)
    need = make_need(type="steam", pressure=10.0)
    assert match_pair(offer, need) == ({}, "temperature")
    assert find_pair_bridge(offer, need) == "compressing"


def test_heat_above_what_a_need_takes_fails_in_temperature() -> None:
    offer, need = make_offer(**HEAT, temperature=95), make_need(**HEAT, temperature=20, temperature_max=60)
    assert match_pair(offer, need) == ({}, "temperature")
    assert find_pair_bridge(offer, need) is None
    assert match_pair(replace(offer, temperature=60), need)[1] is None


def test_a_gas_on_one_side_makes_the_heat_exchanger_dearer() -> None:
    need = make_need(**HEAT, temperature=60)
    assert score_pair(make_offer(**HEAT, temperature=66), need)["temperature"] == 1
    assert score_pair(make_offer(**HEAT, temperature=66, in_gas=True), need)["temperature"] == 0.8


def test_a_fuel_is_as_hot_as_one_likes() -> None:
    assert "temperature" not in score_pair(make_offer(type="fuel_gas", temperature=30), make_need(temperature=90))


NEAR: list[tuple[dict[str, Any], dict[str, Any], str, str | None]] = [
    ({"temperature": 20}, {"temperature": 60}, "temperature", "heat_pump"),
    ({"temperature": 60}, {"temperature": 160}, "temperature", None),
    ({}, {"gwh": 10 / 40}, "amount", "together"),
    ({"gwh": 10 / 40}, {}, "amount", "together"),
    ({"months": WINTER}, {"months": SUMMER}, "time", "storage"),
    ({}, {"km": 30.0}, "distance", None),
]


@pytest.mark.parametrize(("offer", "need", "failing", "bridge"), NEAR)
def test_a_near_pair_names_its_cause_and_the_bridge(
    offer: dict[str, Any], need: dict[str, Any], failing: str, bridge: str | None
) -> None:
    giver, taker = make_offer(**(HEAT | offer)), make_need(**(HEAT | need))
    assert match_pair(giver, taker) == ({}, failing)
    assert find_pair_bridge(giver, taker) == bridge


def test_too_little_heat_for_its_pipe_is_near_by_the_amount_alone() -> None:
    """40 times too small, and only therefore too little for each metre: one thing, not two."""
    offer, need = make_offer(**HEAT), make_need(months=FLAT, gwh=10 / 40, km=2.0)
    assert match_pair(offer, need) == ({}, "amount")
    assert match_pair(offer, replace(need, amount=make_need(gwh=10.0).amount))[0]["distance"] == 1


def test_too_little_time_for_a_pipe_is_near_by_time_alone() -> None:
    offer, need = make_offer(gwh=10.0, months=WINTER), make_need(gwh=10.0, months=SUMMER, km=2.0)
    assert match_pair(offer, need) == ({}, "time")


def test_a_pipe_too_long_for_the_larger_amount_as_well_fails_beside_the_amount() -> None:
    assert match_pair(make_offer(**HEAT), make_need(months=FLAT, gwh=10 / 40, km=20.0)) == ({}, None)


def test_two_failures_are_neither_shown_nor_near() -> None:
    assert match_pair(make_offer(**HEAT, temperature=20), make_need(months=SUMMER, gwh=0.1, temperature=60)) == (
        {},
        None,
    )


def test_a_middling_pair_fails_in_nothing_and_is_not_near() -> None:
    need = make_need(type="cooling", mw=0.5, km=3.0)
    assert match_pair(make_offer(type="cooling", mw=4.0), need) == ({}, None)


@pytest.mark.parametrize(
    ("name", "bound", "bridge"),
    [
        ("moisture", {"most": 1}, "drying"),
        ("dry_matter", {"least": 99}, "drying"),
        ("grain_size_mm", {"most": 1}, "crushing"),
        ("ph", {"most": 1}, "neutralising"),
        ("pressure_bar", {"least": 99}, "compressing"),
        ("purity", {"least": 99}, None),
        ("phosphorus", {"most": 1}, None),
    ],
)
def test_a_missed_value_names_what_bridges_it(name: str, bound: dict[str, float], bridge: str | None) -> None:
    wish = {name: QualityRequirement(bound.get("least"), bound.get("most"), must=False)}
    offer, need = make_offer(**MATERIAL, values={name: 50.0}), make_need(**MATERIAL, wishes=wish)
    assert match_pair(offer, need) == ({}, "quality")
    assert find_pair_bridge(offer, need) == bridge


def test_what_goes_by_road_may_go_with_a_lorry_that_returns() -> None:
    offer, need = make_offer(**MATERIAL), make_need(**MATERIAL, km=300.0)
    assert match_pair(offer, need) == ({}, "distance")
    assert find_pair_bridge(offer, need) == "lorry"


def test_the_best_comes_first_among_the_shown_and_the_near() -> None:
    offer = make_offer(**MATERIAL)
    needs = [make_need(**MATERIAL, id=f"{km}", km=km) for km in (60.0, 5.0, 30.0)]
    needs += [make_need(type="material", kt=kt, id=f"far {kt}", km=400.0) for kt in (3.0, 5.0, 4.0)]
    shown, near = match_offer(offer, NeedIndex(needs), TODAY)
    assert [pair.need.id for pair in shown] == ["5.0", "30.0", "60.0"]
    assert [pair.need.id for pair in near] == ["far 5.0", "far 4.0", "far 3.0"]


def part(key: str, amount: float, industry: str | None = None, **factors: float) -> Part:
    return Part(key, key, industry, amount, {"amount": 0.3, "distance": 0.9} | factors)


def test_up_to_three_together_cover_sixty_per_cent() -> None:
    assert find_sum([part("a", 20), part("b", 41)], 100) == (("a", "b"), 0.61)
    assert find_sum([part("a", 20), part("b", 20), part("c", 20)], 100) == (("a", "b", "c"), 0.6)
    assert find_sum([part(key, 19) for key in "abcd"], 100) is None


def test_each_of_several_passes_all_but_amount() -> None:
    assert find_sum([part("a", 40), part("b", 40, distance=0.39)], 100) is None


def test_one_industry_is_summed_only_when_somebody_allows_it() -> None:
    parts = [part("a", 40, "24.1"), part("b", 40, "24.1")]
    assert find_sum(parts, 100) is None
    assert find_sum(parts, 100, lambda industry: industry == "24.1") == (("a", "b"), 0.8)


def test_the_return_of_an_offer_serves_a_second_need() -> None:
    assert score_cascade(45, 40) == 1
    assert score_cascade(45, 44) == 0.8
    assert score_cascade(None, 40) is None


@pytest.mark.parametrize("modes", [frozenset(("truck",)), frozenset[str]()])
def test_what_goes_by_ship_alone_goes_nowhere_without_a_quay(modes: frozenset[str]) -> None:
    """The reader leaves the ship out where no quay is known."""
    need = make_need(type="material", modes=frozenset())
    assert score_pair(make_offer(type="material", modes=modes), need)["distance"] == 0


def test_what_nothing_carries_has_no_distance() -> None:
    assert "distance" not in score_pair(make_offer(type="area"), make_need(type="area"))


def test_steam_hotter_than_the_need_bears_does_not_fit() -> None:
    need = make_need(type="steam", temperature=150, temperature_max=180)
    assert score_pair(make_offer(type="steam", temperature=200), need)["temperature"] == 0
    assert score_pair(make_offer(type="steam", temperature=170), need)["temperature"] == 1


@pytest.mark.parametrize(
    ("value", "name", "wish", "bridge"),
    [
        (40, "moisture", QualityRequirement(None, 10, must=True), "drying"),
        (1, "moisture", QualityRequirement(5, None, must=True), None),
        (20, "dry_matter", QualityRequirement(60, None, must=True), "drying"),
        (90, "dry_matter", QualityRequirement(None, 60, must=True), None),
        (50, "grain", QualityRequirement(None, 5, must=True), "crushing"),
        (1, "grain", QualityRequirement(5, None, must=True), None),
        (3, "ph", QualityRequirement(6, 9, must=True), "neutralising"),
    ],
)
def test_a_bridge_leads_the_way_that_is_needed(
    value: float, name: str, wish: QualityRequirement, bridge: str | None
) -> None:
    offer, need = make_offer(type="material", values={name: value}), make_need(type="material", wishes={name: wish})
    assert find_pair_bridge(offer, need) == bridge
