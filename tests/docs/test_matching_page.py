"""The numbers on the page on matching are those of the code."""

from __future__ import annotations

from handlers.exchange.flow_types import FLOW_TYPES, SHIP_FACTOR
from handlers.exchange.matching import (
    blind_classes,
    combinations,
    distance_factor,
    grid_talks,
    pair_score,
    quality_factor,
    temperature_factor,
)
from handlers.exchange.matching.amount_factor import AMOUNT_EXPONENT, score_amount
from handlers.exchange.material_kinds import BULK_HALF, CHEMICALS_HALF, METALS_HALF, WET_ORGANIC_HALF
from tests.docs.pages import read_page, read_rows, read_section

#: on one line, however it is broken
PAGE = " ".join(read_page("matching").split())
STEPS = temperature_factor.PUMP_STEPS
SAID = (
    (
        f"to the power of {AMOUNT_EXPONENT}: half is {score_amount(1, 2):.2f}, a tenth {score_amount(1, 10):.2f},"
        f" a hundredth {score_amount(1, 100):.2f}"
    ),
    f"which takes {temperature_factor.LIQUID_APPROACH:.0f} K, or {temperature_factor.GAS_APPROACH:.0f} K with a gas",
    (
        f"{STEPS[0][1]}, {STEPS[1][1]} or {STEPS[2][1]} where it gives at least"
        f" {STEPS[0][0]:.0f}, {STEPS[1][0]} or {STEPS[2][0]} times its power"
    ),
    f"No heat pump goes above {temperature_factor.HOTTEST_PUMPED:.0f} °C",
    (
        f"{distance_factor.LEAST_HEAT_PER_METRE} is 0 and"
        f" {distance_factor.LEAST_HEAT_PER_METRE * distance_factor.HEAT_SPAN:.0f} is 1;"
        f" above {distance_factor.LONGEST_HEAT_KM:.0f} km at most {distance_factor.FAR_HEAT_CEILING}"
    ),
    f"met {quality_factor.MET:.0f}, missed by less than a tenth {quality_factor.NARROWLY_MISSED}, else 0",
    (
        f"the straight line times {distance_factor.ROUTE_DETOUR}; within one park without positions it is"
        f" {distance_factor.PARK_ROUTE_KM} km"
    ),
    f"worth a half at {distance_factor.UNKNOWN_HEAT_HALF_KM:.0f} km",
    f"a half at {distance_factor.STEAM_HALF_KM:.0f} km",
    f"no factor below {pair_score.WEAKEST_SHOWN:.2f} and a mean of at least {pair_score.MEAN_SHOWN:.2f}",
    f"A *good match* has a mean of at least {pair_score.MEAN_GOOD}",
    f"together they cover {combinations.LEAST_COVER:.0%}".replace("%", " %"),
    f"the time factor of the two is below {grid_talks.HARDLY_OVERLAP}",
    f"{grid_talks.HALF_KM:.0f} km are worth a half",
    f"in steps of {blind_classes.TEMPERATURE_STEP} °C",
    f"{', '.join(map(str, blind_classes.DISTANCE_BANDS[:-1]))} or {blind_classes.DISTANCE_BANDS[-1]} km",
)


def test_the_page_tells_the_numbers_of_the_code() -> None:
    assert [sentence for sentence in SAID if sentence not in PAGE] == []
    assert combinations.MOST_TOGETHER == 3
    assert quality_factor.NARROW_MARGIN == 0.1


def test_the_page_tells_the_weights() -> None:
    rows = [row for row in read_rows(read_page("matching")) if row[0] in pair_score.WEIGHTS]
    assert {name: float(weight) for name, weight, _ in rows} == dict(pair_score.WEIGHTS)


def test_the_page_tells_the_half_distances() -> None:
    section = read_section(read_page("matching"), "Five factors")
    told = {row[0]: row[1] for row in read_rows(section) if row[0].startswith(("pipe", "road", "ship"))}
    pipes = [FLOW_TYPES[name].half_distances["pipe"] for name in ("water", "cooling", "co2")]
    assert [float(value) for name, value in told.items() if name.startswith("pipe")] == pipes
    roads = [WET_ORGANIC_HALF, BULK_HALF, CHEMICALS_HALF, METALS_HALF]
    assert [float(value) for name, value in told.items() if name.startswith("road")] == roads
    assert told["ship, where both have a quay"].startswith(f"{SHIP_FACTOR:.0f} times")
