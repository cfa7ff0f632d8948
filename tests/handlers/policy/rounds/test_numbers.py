"""Numbers and units as people type them: decimal comma, groups, another unit of the same kind, and what is neither."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.say import LANGUAGES, Say
from handlers.policy.rounds import number_texts
from handlers.quantities import number_parser, units

EN = Say("en", ZoneInfo("Europe/Oslo"))


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("18", "MW", "18"),
        ("18,5", "MW", "18.5"),
        ("18.5 MW", "MW", "18.5"),
        ("18 000 kW", "MW", "18"),
        ("18\u00a0000 kw", "MW", "18"),
        ("0,25 GW", "MW", "250"),
        ("1 200 000", "t/år", "1200000"),
        ("1.200.000 tonn per år", "t/år", "1200000"),
        ("1.200,5", "t/år", "1200.5"),
        ("1,200.5", "t/år", "1200.5"),
        ("0,125", "MW", "0.125"),
        ("1,2 mill. tonn/år", "t/år", "1200000"),
        ("2 mrd", "antall", "2000000000"),
        ("3 tusen", "ansatte", "3000"),
        ("120 GWh/yr", "GWh/år", "120"),
        ("1,5 TWh per år", "GWh/år", "1500"),
        ("25 tilsette", "ansatte", "25"),
        ("25 employees", "ansatte", "25"),
        ("12 t CO2/år", "t CO2e/år", "12"),
        ("20 mål", "da", "20"),
        ("7 lærlinger", "lærlinger", "7"),
        ("0", "MW", "0"),
        ("ca. 5", "MW", "5"),
        ("omtrent 18,5 MW", "MW", "18.5"),
        ("1\u2009200", "MW", "1200"),
        ("-5", "°C", "-5"),
        ("−12,5 grader", "°C", "-12.5"),
        ("2 t/h", "kg/h", "2000"),
        ("3,6 GJ/år", "MWh/år", "1"),
        ("1 l/s", "m3/h", "3.6"),
    ],
)
def test_a_number_is_read_as_it_is_meant(typed: str, unit: str, value: str) -> None:
    assert number_parser.parse_number(typed, unit) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "unit", "reason"),
    [
        ("1.200", "MW", "twice"),
        ("1,200", "MW", "twice"),
        ("12 GWh/år", "MW", "unit"),
        ("12 GWh", "GWh/år", "unit"),
        ("12 t", "ansatte", "unit"),
        ("12 kr", "MW", "unit"),
        ("about twelve", "MW", "none"),
        ("", "MW", "none"),
        ("10-20 MW", "MW", "several"),
        ("-5", "MW", "negative"),
        ("1000000000000000", "MW", "large"),
        ("0,12345678", "MW", "fine"),
        ("1.2.3", "MW", "none"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_not_guessed(typed: str, unit: str, reason: str) -> None:
    with pytest.raises(number_parser.NotANumber) as error:
        number_parser.parse_number(typed, unit)
    assert error.value.reason == reason
    assert number_texts.explain_number_error(EN, error.value.reason, typed, unit)


def test_what_can_be_read_in_two_ways_is_told_with_both() -> None:
    assert (
        number_texts.explain_number_error(EN, "twice", "1.200 MW", "MW")
        == "“1.200 MW” can be read in two ways. Write 1200 or 1,2."
    )
    told = number_texts.explain_number_error(EN, "twice", "4,371", "MW")
    assert told == "“4,371” can be read in two ways. Write 4371 or 4,3710."
    assert str(number_parser.parse_number("4,3710", "MW")) == "4.371"


@settings(deadline=None, max_examples=60)
@given(st.decimals(0, 10**9, places=6, allow_nan=False, allow_infinity=False), st.sampled_from(LANGUAGES))
def test_what_was_read_is_typed_back_so_that_it_is_read_alike(value: Decimal, language: str) -> None:
    say = Say(language, ZoneInfo("Europe/Oslo"))
    read = number_parser.parse_number(number_texts.format_number_input(say, value), "MW")
    assert read == value
    assert number_parser.parse_number(number_texts.format_number_input(say, read), "MW") == value


@pytest.mark.parametrize("name", ["MW", "GWh/år", "t/år", "ansatte", "t CO2e/år", "m3/år", "%", "°C", "da", "kV"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_is_read_as_it_is_shown(name: str, language: str) -> None:
    shown = number_texts.format_unit(Say(language, ZoneInfo("Europe/Oslo")), name)
    found = units.find_unit(shown)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["kr", "NOK", "mill. kr", "øre/kWh", "€", "EUR/t", "$"])
def test_money_is_no_unit(text: str) -> None:
    assert units.is_money(text)
    assert units.find_unit(text) is None
