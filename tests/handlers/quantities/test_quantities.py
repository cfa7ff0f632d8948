"""Quantities as members write them: decimal comma, groups, ranges, units of a closed list, and what is unclear."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.quantities.quantity_scanner import parse_quantity, scan_quantities
from handlers.quantities.units import convert_value, find_listed_unit, raise_unit_figures
from handlers.quantities.yearly_amounts import compute_power, compute_yearly_amount


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3,5 GWh", "3.5", "GWh"),
        ("1 200 MWh", "1200", "MWh"),
        ("1\u00a0200 MWh", "1200", "MWh"),
        ("1\u2009200 MWh", "1200", "MWh"),
        ("20 da", "20", "da"),
        ("20 mål", "20", "da"),
        ("5 Nm3", "5", "Nm3"),
        ("400 Nm³/h", "400", "Nm3/h"),
        ("4 t/h", "4", "t/h"),
        ("2 m³/min", "2", "m3/min"),
        ("12 m³/d", "12", "m3/d"),
        ("7 l/s", "7", "l/s"),
        ("1 306 971 GJ/år", "1306971", "GJ/år"),
        ("6 bar", "6", "bar"),
        ("ca. 5 MW", "5", "MW"),
        ("1,2 mill. tonn i året", "1200000", "t/år"),
        ("1.200.000 tonn per år", "1200000", "t/år"),
        ("tre tusen tonn i året", "3000", "t/år"),
        ("400 kt a year", "400", "kt/år"),
        ("19 000 m3 a day", "19000", "m3/d"),
        ("800 t TS/år", "800", "t TS/år"),
        ("65 grader", "65", "°C"),
        ("65 C", "65", "°C"),
        ("65°", "65", "°C"),
        ("+65", "65", "°C"),
        ("-5 °C", "-5", "°C"),
        ("5 kuldegrader", "-5", "°C"),
        ("95 gr", "95", "°C"),
        ("twenty-five tonnes a day", "25", "t/d"),
        ("femogtyve tonn", "25", "t"),
        ("åttito kubikk", "82", "m3"),
        ("two hundred and fifty tonnes", "250", "t"),
        ("hundred and twenty thousand tonnes", "120000", "t"),
        ("tre tusen fem hundre tonn", "3500", "t"),
        ("one MW", "1", "MW"),
        ("30-odd tonnes", "30", "t"),
        ("450 t pa", "450", "t/år"),
        ("60 m³/t", "60", "m3/h"),
        ("one point five megawatts", "1.5", "MW"),
        ("tre komma to fem gigawattimer", "3.25", "GWh"),
        ("30000 tpa", "30000", "t/år"),
    ],
)
def test_a_quantity_is_read_as_it_is_meant(text: str, value: str, unit: str) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert found.unit is not None
    assert (found.value, found.unit.name, found.problem) == (Decimal(value), unit, None)


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("5-10 MW", "7.5", "5", "10"),
        ("5–10 MW", "7.5", "5", "10"),
        ("5 til 10 MW", "7.5", "5", "10"),
        ("mellom 5 og 10 MW", "7.5", "5", "10"),
        ("500 kW-2 MW", "1.25", "0.5", "2"),
        ("50-60 tusen tonn", "55000", "50000", "60000"),
        ("twenty to thirty tonnes", "25", "20", "30"),
        ("fem-seks tonn", "5.5", "5", "6"),
        ("fem seks tonn", "5.5", "5", "6"),
        ("5±1 MW", "5", "4", "6"),
        ("5 MW ± 10 %", "5", "4.5", "5.5"),
        (">5 MW", None, "5", None),
        ("minst 5 MW", None, "5", None),
        ("5 MW eller mer", None, "5", None),
        ("under 5 MW", None, None, "5"),
        ("opptil 5 MW", None, None, "5"),
    ],
)
def test_a_range_keeps_both_bounds_and_has_its_middle(
    text: str, value: str | None, low: str | None, high: str | None
) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.value, found.low, found.high) == tuple(one and Decimal(one) for one in (value, low, high))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1.200 MWh", "ambiguous"),
        ("1,200 MWh", "ambiguous"),
        ("10-15 000 t", "ambiguous"),
        ("10-5 MW", "order"),
        ("0 MW", "zero"),
        ("-5 MW", "negative"),
        ("5 MWt", "unit"),
        ("5 kg/t", "unit"),
        ("10 lass", "unit"),
        ("40 MT", "unit"),
    ],
)
def test_what_is_unclear_is_a_value_of_its_own_and_never_a_guess(text: str, problem: str) -> None:
    (found,) = scan_quantities(text)
    assert found.problem == problem
    assert not found.is_clear


def test_kelvin_and_fahrenheit_are_recognised_and_are_no_degrees() -> None:
    assert [one.measures for one in scan_quantities("340 K, 150 °F og 150 fahrenheit")] == ["other temperature"] * 3


@pytest.mark.parametrize("text", ["50 kWh/kg", "1,2 kg/m3", "50 kWh per tonn", "5 t/m2"])
def test_how_much_of_one_thing_is_in_another_is_no_quantity(text: str) -> None:
    assert scan_quantities(text) == []


@pytest.mark.parametrize("text", ["200 kr/t", "12 øre/kWh", "kr 500", "€ 20", "1,5 mill. kr"])
def test_a_price_is_money(text: str) -> None:
    assert [(one.money, one.unit) for one in scan_quantities(text)] == [(True, None)]


def test_one_quantity_and_nothing_else_is_parsed() -> None:
    assert parse_quantity("5 MW spillvarme") is None
    assert parse_quantity("5 MW og 3 t") is None
    assert parse_quantity("mye") is None
    assert parse_quantity("5") is None


def test_supply_and_return_are_two_temperatures() -> None:
    for text in ("80/60 °C", "fra 80 til 60 grader", "80-60 °C"):
        (found,) = scan_quantities(text)
        assert (found.value, found.back, found.low) == (80, 60, None)


@pytest.mark.parametrize(
    ("value", "written", "wanted", "expected"),
    [
        ("3.6", "GJ/år", "MWh/år", "1"),
        ("1", "l/s", "m3/h", "3.6"),
        ("24", "m3/d", "m3/h", "1"),
        ("1", "m3/min", "m3/h", "60"),
        ("2", "t/h", "kg/h", "2000"),
        ("1", "t/mnd", "t/år", "12"),
        ("20", "mål", "m2", "20000"),
        ("1", "MPa", "bar", "10"),
    ],
)
def test_units_of_one_kind_are_converted(value: str, written: str, wanted: str, expected: str) -> None:
    assert convert_value(Decimal(value), written, wanted) == Decimal(expected)


def test_power_and_energy_are_not_converted_without_hours() -> None:
    power, energy, flow = find_listed_unit("MW"), find_listed_unit("GWh/år"), find_listed_unit("t/h")
    assert power is not None
    assert energy is not None
    assert flow is not None
    assert compute_yearly_amount(Decimal(4), power) is None
    assert compute_yearly_amount(Decimal(10), flow) is None
    assert compute_power(Decimal(40), energy) is None
    yearly = compute_yearly_amount(Decimal(4), power, Decimal(8000))
    assert yearly is not None
    assert (yearly[0], yearly[1].name) == (32_000_000, "kWh/år")
    assert compute_power(Decimal(40), energy, Decimal(8000)) == 5000
    assert compute_power(Decimal(4), power) == 4000


def test_a_unit_is_written_in_one_way_and_read_in_many() -> None:
    for spelling in ("GWh/år", "GWh/yr", "gwh pr. år", "GWh i året", "gigawattimer per år", "GWh a year"):
        unit = find_listed_unit(spelling)
        assert unit is not None
        assert raise_unit_figures(unit.name) == "GWh/år"
    for spelling in ("m3/h", "m³/time", "kubikk i timen", "m3 per hour"):
        unit = find_listed_unit(spelling)
        assert unit is not None
        assert raise_unit_figures(unit.name) == "m³/h"
    assert find_listed_unit("lærlinger") is None
