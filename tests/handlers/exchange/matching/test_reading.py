"""Listings are read as members write them: what cannot be read is not known, and its field is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.exchange.matching.listing_facts import FlowAmount, ListingFacts
from handlers.exchange.matching.listing_reader import WrongListing, read_listing
from handlers.exchange.matching.quality_factor import QualityRequirement


def read(**fields: Any) -> ListingFacts:
    return read_listing({"id": "a", "organisation": "Eksempel", "direction": "offer", "type": "heat"} | fields)


def amount_of(**fields: Any) -> FlowAmount:
    listing = read(**fields)
    assert listing.amount is not None, listing.unread
    return listing.amount


@pytest.mark.parametrize(
    ("fields", "yearly"),
    [
        ({"amount": 3.5, "unit": "GWh"}, 3.5e6),
        ({"amount": 3.5, "unit": "GWh/år"}, 3.5e6),
        ({"amount": "3,5 GWh"}, 3.5e6),
        ({"amount": "1 200 MWh/år"}, 1.2e6),
        ({"amount": "3,5", "unit": "GWh/år"}, 3.5e6),
        ({"amount": 10, "unit": "MWh", "per": "month"}, 120e3),
        ({"amount": 4, "unit": "MW", "hours": 8000}, 32e6),
        ({"amount": 36, "unit": "TJ"}, 10e6),
        ({"type": "material", "amount": "2 kt i året"}, 2e6),
        ({"type": "water", "amount": "10 l/s", "hours": 8760}, 10 * 3.6 * 8760),
    ],
)
def test_an_amount_becomes_one_of_a_year(fields: dict[str, Any], yearly: float) -> None:
    assert amount_of(**fields).yearly == pytest.approx(yearly)


def test_power_without_hours_has_no_year() -> None:
    assert amount_of(amount=4, unit="MW") == FlowAmount("energy", 4000.0, None, is_rate=True)
    assert amount_of(type="material", amount=2, unit="t/h") == FlowAmount("mass", 2000.0, None, is_rate=True)
    assert amount_of(type="water", amount=48, unit="m3/d") == FlowAmount("volume", 2.0, None, is_rate=True)


def test_a_year_of_energy_has_its_power_through_hours() -> None:
    assert amount_of(amount=32, unit="GWh/år", hours=8000).hourly == pytest.approx(4000)


def test_an_amount_of_a_day_is_a_rate() -> None:
    assert amount_of(type="material", amount=24, unit="t", per="day").hourly == pytest.approx(1000)


def test_a_range_counts_by_its_middle() -> None:
    listing = read(amount="5-10 MW")
    assert listing.amount == FlowAmount("energy", 7500.0, None, is_rate=True)
    assert listing.written is not None
    assert (listing.written.low, listing.written.high, listing.written.unit) == (5, 10, "MW")
    assert amount_of(amount=">5 MW").hourly == 5000


def test_a_tonne_of_steam_is_seven_tenths_of_a_megawatt_hour() -> None:
    assert amount_of(type="steam", amount=10, unit="t/h").hourly == pytest.approx(7000)


def test_fuels_are_compared_as_energy_and_gases_as_mass() -> None:
    assert amount_of(type="hydrogen", amount=1, unit="kg/år").yearly == pytest.approx(33.3)
    assert amount_of(type="hydrogen", amount=100, unit="Nm3/år").yearly == pytest.approx(9 * 33.3)
    assert amount_of(type="oxygen", amount=100, unit="Nm3/h").hourly == pytest.approx(143)
    assert amount_of(type="co2", amount=100, unit="Nm3/h").hourly == pytest.approx(198)


def test_water_with_two_temperatures_is_heat() -> None:
    listing = read(amount=1800, unit="m3/h", temperature=25, back=8)
    assert listing.amount is not None
    assert listing.amount.hourly == pytest.approx(35_588, abs=1)
    assert read(amount=1800, unit="m3/h", temperature=25).amount == FlowAmount("volume", 1800.0, None, is_rate=True)
    water = read(type="water", amount=1800, unit="m3/h", temperature=25, back=8)
    assert water.heat is not None
    assert water.amount == FlowAmount("volume", 1800.0, None, is_rate=True)
    assert water.heat.hourly == pytest.approx(35_588, abs=1)


@pytest.mark.parametrize(
    ("fields", "unread"),
    [
        ({"amount": "1.200 MWh"}, "amount"),
        ({"amount": "mye"}, "amount"),
        ({"amount": 0, "unit": "MW"}, "amount"),
        ({"amount": -4, "unit": "MW"}, "amount"),
        ({"amount": 4}, "amount"),
        ({"amount": True, "unit": "MW"}, "amount"),
        ({"amount": float("inf"), "unit": "MW"}, "amount"),
        ({"amount": 4, "unit": "furlong"}, "unit"),
        ({"amount": 4, "unit": "bar"}, "unit"),
        ({"amount": 4, "unit": "MW", "hours": 9000}, "hours"),
        ({"temperature": "300 K"}, "temperature"),
        ({"temperature": "varm"}, "temperature"),
        ({"months": [100] * 11}, "months"),
        ({"months": [0] * 12}, "months"),
        ({"months": [101] * 12}, "months"),
        ({"lat": 91, "lon": 10}, "lat"),
        ({"lat": "nord", "lon": 10}, "lat"),
        ({"valid_to": "31.12.2026"}, "valid_to"),
        ({"waste_code": "12"}, "waste_code"),
        ({"hazardous": "ja"}, "hazardous"),
        ({"basis": "guessed"}, "basis"),
        ({"day": "night"}, "day"),
        ({"max_km": -1}, "max_km"),
        ({"never": [1]}, "never"),
        ({"quality": {"purity": "ren"}}, "quality.purity"),
        ({"quality": 3}, "quality"),
        ({"type": "gold"}, "type"),
    ],
)
def test_what_cannot_be_read_is_not_known_and_named(fields: dict[str, Any], unread: str) -> None:
    assert read(**fields).unread == (unread,)


def test_missing_and_null_are_not_known_and_not_unread() -> None:
    names = ("amount", "unit", "months", "temperature", "lat", "lon", "quality", "modes", "never", "waste_code", "day")
    listing = read(**dict.fromkeys(names))
    assert listing.unread == ()
    assert (listing.amount, listing.months, listing.temperature, listing.position) == (None,) * 4


@pytest.mark.parametrize(
    ("text", "celsius"),
    [
        ("65 grader", 65),
        ("65 C", 65),
        ("65°", 65),
        ("+65", 65),
        ("65", 65),
        ("60-70 °C", 65),
        ("-5 °C", -5),
        ("8,5", 8.5),
    ],
)
def test_temperatures_are_read_as_they_are_written(text: str, celsius: float) -> None:
    assert read(temperature=text).temperature == celsius


@pytest.mark.parametrize(
    ("text", "in_use"),
    [
        ("hele året", range(12)),
        ("all year", range(12)),
        ("okt-apr", (9, 10, 11, 0, 1, 2, 3)),
        ("om sommeren", (5, 6, 7)),
    ],
)
def test_months_are_read_in_words(text: str, in_use: Any) -> None:
    assert read(months=text).months == tuple(100.0 if month in in_use else 0.0 for month in range(12))


def test_what_a_need_asks_of_quality_has_bounds_and_may_be_a_must() -> None:
    wishes = {"moisture": {"max": "12 %", "must": True}, "purity": {"min": 99}, "dust": {}}
    assert read(direction="need", quality=wishes).wishes == {
        "moisture": QualityRequirement(None, 12, must=True),
        "purity": QualityRequirement(99, None, must=False),
    }


def test_a_star_in_the_code_is_enough_to_be_hazardous() -> None:
    assert read(waste_code="10 02 07*").hazardous
    assert not read(waste_code="100208").hazardous
    assert read(direction="need", hazardous=True).hazardous


def test_a_ship_needs_a_quay_and_modes_are_those_of_the_type() -> None:
    assert read(type="material").modes == {"truck", "rail"}
    assert read(type="material", quay=True).modes == {"truck", "rail", "ship"}
    assert read(type="material", modes=["ship"]).modes == frozenset()
    assert read(type="material", rail=False).modes == {"truck"}


def test_one_organisation_is_one_however_it_is_written() -> None:
    assert read(organisation="Eksempel  industri").organisation == read(organisation="eksempel Industri").organisation


def test_dates_are_read() -> None:
    assert read(valid_from="2026-12-01").valid_from == date(2026, 12, 1)


@pytest.mark.parametrize("medium", [{"medium": "flue_gas"}, {"quality": {"medium": "air"}}])
def test_heat_in_a_gas_is_told_by_its_medium(medium: dict[str, Any]) -> None:
    assert read(**medium).in_gas
    assert not read(medium="water").in_gas


@pytest.mark.parametrize("missing", ["id", "organisation", "direction"])
def test_a_required_field_that_is_missing_is_named(missing: str) -> None:
    with pytest.raises(WrongListing, match=missing):
        read(**{missing: None})


def test_type_or_text_is_required() -> None:
    with pytest.raises(WrongListing, match="type or text"):
        read(type=None)
    assert read(type=None, text="Vi har spillvarme til overs").type == "heat"


@pytest.mark.parametrize("code", ["10 03 08*", "10.03.08*", "100308 *"])
def test_a_code_with_a_star_is_of_hazardous_waste(code: str) -> None:
    listing = read(type="material", waste_code=code)
    assert (listing.waste_code, listing.hazardous, listing.unread) == ("100308*", True, ())


@pytest.mark.parametrize("code", ["*", "10 03 8*", "10 03 08* saltslagg", ["10 03 08*"]])
def test_a_star_that_cannot_be_read_is_a_hazard_of_an_offer_and_no_leave_of_a_need(code: Any) -> None:
    offer, need = read(type="material", waste_code=code), read(type="material", waste_code=code, direction="need")
    assert (offer.hazardous, offer.waste_code, offer.unread) == (True, None, ("waste_code",))
    assert not need.hazardous
