"""Lines as plant managers type them: who asks whom, numbers in words, and news that is no offer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.exchange.describing import describe_text


@pytest.mark.parametrize(
    ("text", "direction", "amount", "unit"),
    [
        ("har et par tusen tonn slagg i året", "offer", "2000", "t/år"),
        ("we could use a couple of thousand tonnes of gypsum a year", "need", "2000", "t/år"),
        ("half a million tonnes of CO2 a year, who wants it?", "offer", "500000", "t/år"),
        ("vi blåser av oksygen, 3 tonn i døgnet, si ifra hvis noen kan bruke det", "offer", "3", "t/d"),
        ("Me har saltlake, 70 m3 i døgnet, kan nokon ha bruk for han?", "offer", "70", "m³/d"),
        ("fiskeslam 2000 t/år må vi ha bort herfra", "offer", "2000", "t/år"),
        ("Gips ynskjast, 50 t i mnd", "need", "50", "t/mnd"),
        ("whey, 20 m3/day, free to anyone who can fetch it", "offer", "20", "m³/d"),
        ("need four crane drivers from March", "need", "4", "plasser"),
    ],
)
def test_direction_and_amount_are_as_meant(text: str, direction: str, amount: str, unit: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.amount, found.unit) == (direction, Decimal(amount), unit)


@pytest.mark.parametrize(
    "text",
    [
        "Leste i avisa at smelteverket skal bygge elkjel på 30 MW",
        "Las i lokalavisa at datasenteret skal levere 20 MW varme, kva trur de om det?",
        "Saw in the news that a smelter got 80 million NOK for a hydrogen pilot",
        "minner om møtet torsdag, varme og damp står på sakslista",
        "naboane klagar på støv frå slagglageret",
        "does anyone know whether spent refractory counts as hazardous waste?",
    ],
)
def test_news_and_complaints_are_another_matter(text: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.type_key, found.amount, found.asks) == (None, None, None, ("type",))


def test_two_units_for_one_number_are_asked_about() -> None:
    found = describe_text("Slam å bli kvitt, 400 kubikk eller tonn i året")
    assert (found.unit, found.asks) == (None, ("unit",))


def test_some_thousand_are_no_number() -> None:
    found = describe_text("har noen tusen tonn slagg i året")
    assert (found.amount, found.asks) == (None, ("amount",))
