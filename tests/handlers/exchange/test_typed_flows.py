"""Lines of the exchange as plant people type them: hours in Norwegian, supply and return, units that do not fit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.exchange.describing import describe_text


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("treng oksygen 250 kg/t, 5 barg", 250, "kg/h"),
        ("TRENGER: damp, 12 t/t @ 16 barg", 12, "t/h"),
        ("Brenngass ønskes kjøpt, 500 Nm3/h", 500, "Nm³/h"),
    ],
)
def test_t_below_a_mass_is_an_hour(text: str, amount: int, unit: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.amount, found.unit, found.asks) == ("need", Decimal(amount), unit, ())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("vi har overskuddsvarme 1500, ca 55 grader", "unit"),
        ("We need nitrogen, 250 kW, 8 barg", "unit"),
        ("we need lime, 60 t/wk, silo truck ok", "per"),
        ("vi kan leie ut mobilkrana 15 timer i uka", "per"),
    ],
)
def test_an_amount_that_does_not_fit_is_asked_about(text: str, asked: str) -> None:
    assert describe_text(text).asks == (asked,)


@pytest.mark.parametrize(
    ("text", "celsius"),
    [
        ("varmtvann 90/60, 2,2 MW, søkes", 90),
        ("tilbyr spillvarme 4,5 MW, tur 62/retur 38", 62),
        ("tilbyr spillvarme 4,5 MW, avtale fra 1/10", None),
    ],
)
def test_supply_and_return_are_read_without_degrees(text: str, celsius: int | None) -> None:
    assert describe_text(text).temperature == (None if celsius is None else Decimal(celsius))


@pytest.mark.parametrize(
    ("text", "type_key"),
    [
        ("restvarme i avgassen 520 K, 2 MW, kan gis bort", "heat"),
        ("off-gas hydrogen, 300 Nm3/h, 98 % purity, up for grabs", "hydrogen"),
        ("tilbyr avgass, 300 Nm3/h", "fuel_gas"),
        ("steam surplus, about 6 t/h, condensate must come back", "steam"),
        ("kondensat 6 m3/h til overs", "water"),
        ("Kan leie ut 2 montører i juni", "people"),
        ("Me har 3000 tonn av den grå filterkaka i året å gje bort", "material"),
    ],
)
def test_what_a_gas_carries_is_what_is_offered(text: str, type_key: str) -> None:
    found = describe_text(text)
    assert (found.type_key, found.direction) == (type_key, "offer")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("We'd like to book the mobile crane, 10 hours", "need"),
        ("WTB quicklime fines, 60 t", "need"),
        ("H2 vent stream 90 kg/h, taker wanted", "offer"),
        ("you're welcome to rent 120 quay hours from us", "offer"),
        ("we'd happily take 50 Nm3/h of argon", "need"),
        ("får vi kjøpt litt fjernvarme? 1,1 MW", "need"),
        ("nitrogen req'd 600 Nm3/h @ 5 barg", "need"),
    ],
)
def test_who_books_needs_and_who_wants_a_taker_offers(text: str, direction: str) -> None:
    assert describe_text(text).direction == direction


def test_who_has_no_work_in_a_month_is_free_then() -> None:
    free = describe_text("har to kranførere som står uten oppdrag i januar og februar, kan leies ut")
    assert free.months == (100, 100, *[0] * 10)
    away = describe_text("har 3 MW varme hele året, uten juli")
    assert away.months == (*[100] * 6, 0, *[100] * 5)
