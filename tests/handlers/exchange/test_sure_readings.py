"""What a line says is taken where it is sure: a word that only looks like a flow, or an amount of another, asks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.exchange.describing import describe_text
from handlers.exchange.describing.word_finder import find_mentions
from handlers.quantities.text_folding import fold_signs, split_folded_text


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("Xylinitt ønskes til kaia vår, 450 kg i døgnet", 450, "kg/d"),
        ("we have spare zorbium for any workshop, 900 Nm3/h", 900, "Nm³/h"),
    ],
)
def test_a_place_is_no_name_for_what_is_measured_otherwise(text: str, amount: int, unit: str) -> None:
    found = describe_text(text)
    assert (found.type_key, found.amount, found.unit, found.asks) == (None, amount, unit, ("type",))


def test_capacity_that_is_measured_in_power_is_of_the_grid() -> None:
    found = describe_text("Vi har 5 MW ledig kapasitet på nettet")
    assert (found.direction, found.type_key, found.amount) == ("offer", "power", 5)


def test_free_capacity_is_offered_without_an_amount() -> None:
    found = describe_text("Skjærebordet vårt har ledig kapasitet i april, bare ring")
    assert (found.direction, found.type_key, found.asks) == ("offer", "capacity", ())
    assert found.months == tuple(100 if month == 3 else 0 for month in range(12))


def test_what_only_ends_like_a_flow_names_none() -> None:
    for text in ("utslipp", "flasker", "Glomfjord", "forslag", "membran", "crushed", "mottaker", "sentralen", "basalt"):
        assert find_mentions(split_folded_text(fold_signs(text))) == [], text
    for text in ("betongslam", "dusjvann", "restflis", "spilvarme"):
        assert find_mentions(split_folded_text(fold_signs(text))) != [], text


def test_the_last_word_of_a_name_tells_what_it_is() -> None:
    for text, kind in (("scrap timber, 4 t a week to give away", "wood"), ("20 t of steel slag to get rid of", "slag")):
        assert describe_text(text).kind == kind, text
    found = describe_text("we offer 14 containers of glass cullet a month")
    assert (found.type_key, found.kind, found.asks) == ("material", "glass", ("unit",))


def test_sludge_is_organic_unless_something_mineral_is_told() -> None:
    for text, type_key in (
        ("Vi har 12 t/d slam, vil bli kvitt det", "organic"),
        ("Vi har 12 t/d slam fra smelteverket, vil bli kvitt det", "material"),
        ("The hatchery has sludge to give away, 90 t a month", "organic"),
        ("metallslam, 300 t/år, gis bort", "material"),
    ):
        assert describe_text(text).type_key == type_key, text


def test_water_is_heat_or_cold_by_how_warm_it_is() -> None:
    for text, type_key in (
        ("varmtvatn 60 gradar ønskast, 3 GWh i året", "heat"),
        ("need 400 kW of water at 6 degrees for the cold store", "cooling"),
        ("3 MW på 60 grader til overs", "heat"),
        ("trenger 2 MW", None),
    ):
        assert describe_text(text).type_key == type_key, text


def test_one_number_of_power_and_energy_is_asked_about() -> None:
    found = describe_text("trenger 7 MW/GWh strøm")
    assert (found.unit, found.asks) == (None, ("unit",))


def test_persons_are_counted_apart_from_their_trade() -> None:
    for text, amount in (
        ("Mangler murere, trenger 4 stk i juni", Decimal(4)),
        ("we can lend out six fitters, we're 90 staff ourselves", Decimal(6)),
    ):
        assert describe_text(text).amount == amount, text


def test_slips_on_the_keys_are_read() -> None:
    for text, direction, type_key in (
        ("vi trnger råvann, minst 30 l/s", "need", "water"),
        ("fly ash avaliable, 900 tonnes a year", "offer", "material"),
        ("søker to lærlnger fra januar", "need", "people"),
        ("tilbyr trykluft, 900 Nm3/h", "offer", "gas"),
    ):
        found = describe_text(text)
        assert (found.direction, found.type_key) == (direction, type_key), text


def test_what_was_got_is_told_and_not_offered() -> None:
    assert describe_text("Vi har fått nytt aggregat, 400 kW").direction is None


def test_a_bare_flow_has_no_direction() -> None:
    for text in ("Warm water at 65 C, 90 m3/h, Oct-Mar", "Våt flis, 400 t/år, 45 % fukt"):
        found = describe_text(text)
        assert (found.direction, found.asks) == (None, ("direction",)), text


def test_a_plain_need_is_heard_among_much_else() -> None:
    for text in (
        "Wood chips needed, 30 t/d, may be damp",
        "råvann ønskes, 20 m3/h, røret er lagt helt fram til porten",
        "Kommunen sa omsider ja i går etter to år med klager og mye styr, så nå trenger vi damp, minst 4 MW, her",
    ):
        assert describe_text(text).direction == "need", text


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Har dere to sveisere å låne bort? Vi mangler folk", "need"),
        ("Har dykk ein kran til leige i veke 12?", "need"),
        ("Do you have a welder to lend?", "need"),
        ("Have you got any steam to spare?", "need"),
        ("Har dere bruk for damp?", "offer"),
        ("Vi har to sveisere å låne bort. Har dere bruk for dem?", "offer"),
    ],
)
def test_who_asks_others_what_they_have_to_spare_needs_it(text: str, direction: str) -> None:
    assert describe_text(text).direction == direction
