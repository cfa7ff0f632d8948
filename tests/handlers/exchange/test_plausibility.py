"""What a listing says is checked against itself and physics: it is asked about and kept, or refused where marked."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from handlers.exchange.plausibility.energy_doubts import compute_saturated_celsius
from handlers.exchange.plausibility.listing_doubts import list_listing_doubts
from handlers.exchange.plausibility.matter_doubts import find_refused_figure
from handlers.exchange.sites.positions import is_far_from_network
from storage.exchange.listings import Listing
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, contact_of, writes
from tests.policy import said

EN = Say("en", ZoneInfo("Europe/Oslo"))


def doubts(type_: str, amount: str, text: str, supply: float | None = None, back: float | None = None) -> list[str]:
    listing = Listing(type=type_, direction="offer", amount=amount, text=text, temperature=supply, back=back)
    return list_listing_doubts(EN, listing)


@pytest.mark.parametrize(
    ("type_", "amount", "text", "supply", "back", "told"),
    [
        # power and year: more than a tenth apart
        ("heat", "4 MW", "spillvarme, 30 GWh/år, 8000 timer", 65, None, ""),
        ("heat", "4 MW", "spillvarme, 12 GWh/år, 8000 timer", 65, None, "4 MW in 8,000 hours is 32 GWh a year"),
        ("heat", "4 MW", "40 GWh/år", 65, None, "4 MW all year round is less than 40 GWh."),
        ("heat", "4 MW", "20 GWh/år", 65, None, ""),
        # water heat: 1 800 m³/h from 25 to 8 °C is 36 MW
        ("cooling", "36 MW", "1 800 m3/h", 25, 8, ""),
        ("cooling", "3.6 MW", "1 800 m3/h", 25, 8, "1,800 m³/h between 25 °C and 8 °C is 35.6 MW, and it says 3.6 MW."),
        # steam: a tonne an hour is 0.60-0.78 MW
        ("steam", "10 t/h", "7 MW damp", None, None, ""),
        ("steam", "10 t/h", "70 MW damp", None, None, "10,000 kg/h of steam is not 70 MW"),
        # saturated steam of 10 bar(g) has 184 °C
        ("steam", "10 t/h", "damp 10 bar", 184, None, ""),
        ("steam", "10 t/h", "damp 10 bar", 165, None, "Saturated steam of 10 bar has 184 °C"),
        ("steam", "10 t/h", "overhetet damp 10 bar", 250, None, ""),
        # temperatures
        ("heat", "4 MW", "hetvann", 130, 90, "Water of 130 °C needs pressure."),
        ("heat", "4 MW", "hetvann 10 bar", 130, 90, ""),
        ("heat", "4 MW", "røykgass", 300, None, ""),
        ("heat", "4 MW", "vann", 2, None, "Heat of 2 °C is colder than the sea."),
        # gases: kg for each Nm³, and what a kilogram is worth
        ("co2", "1 980 kg/h", "1 000 Nm3/h", None, None, ""),
        ("co2", "500 kg/h", "1 000 Nm3/h", None, None, "1,000 Nm³/h weighs about 1,980 kg/h"),
        ("oxygen", "1 430 kg/h", "1 000 Nm3/h", None, None, ""),
        ("gas", "1 250 kg/h", "nitrogen 1 000 Nm3/h", None, None, ""),
        ("hydrogen", "100 kg/h", "3,3 MW", None, None, ""),
        ("hydrogen", "100 kg/h", "33 MW", None, None, "100 kg/h goes with about 3.33 MW"),
        ("hydrogen", "100 kg/h", "elektrolyse 5,3 MW", None, None, ""),
        ("hydrogen", "100 kg/h", "elektrolyse 1 MW", None, None, "100 kg/h goes with about 5.25 MW"),
        ("fuel_gas", "3,5 MW", "1 000 Nm3/h CO", None, None, ""),
        ("fuel_gas", "35 MW", "1 000 Nm3/h CO", None, None, "1,000 Nm³/h goes with about 3.5 MW"),
    ],
)
def test_a_figure_that_does_not_fit_another_one_is_asked_about(
    type_: str, amount: str, text: str, supply: float | None, back: float | None, told: str
) -> None:
    found = doubts(type_, amount, text, supply, back)
    assert [line.startswith(told) for line in found] == ([True] if told else []), found


def test_two_figures_of_one_thing_that_differ_are_compared_with_nothing() -> None:
    assert doubts("heat", "4 MW", "4 MW om sommeren, 6 MW om vinteren, 90 GWh/år") == []


@pytest.mark.parametrize(("bar", "celsius"), [(0, 100.0), (1, 120.4), (5, 159.0), (10, 184.2), (20, 214.9)])
def test_saturated_steam_is_that_of_the_tables(bar: float, celsius: float) -> None:
    assert compute_saturated_celsius(bar) == pytest.approx(celsius, abs=1.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("renhet 120 %", "A share is at most 100 %."),
        ("renhet 99,9 %", ""),
        ("45 % CO, 40 % H2, 30 % N2", "The shares of a composition are at most 100 % together."),
        ("CO 45 %, H2 40 %, N2 15 %", ""),
        ("dekker 80 % av behovet, 60 % fukt", ""),
        ("går 9 000 timer i året", "A year has at most 8 784 hours."),
        ("går 8 784 timer i året", ""),
    ],
)
def test_more_than_a_whole_is_refused(text: str, told: str) -> None:
    assert find_refused_figure(EN, text) == told


def test_a_position_outside_norway_is_far() -> None:
    assert not is_far_from_network(5914, 966)
    assert not is_far_from_network(7822, 1565), "Svalbard"
    assert is_far_from_network(5552, 1257), "Copenhagen lies outside"


async def test_what_is_doubted_is_kept_and_asked_where_it_was_written(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    text = said(await writes(kari, "tilby 4 MW spillvarme 65 grader, 12 GWh/år, 8000 timer", amount="4 MW"))
    assert text.count("⚠️ 4 MW in 8,000 hours is 32 GWh a year, and it says 12 GWh. Which number is right?") == 1
    assert "Change" in text
    form = await kari.commands("tilby varme", "exchange")
    refused = await kari.submits(form, text="går 9 000 timer i året")
    assert refused.errors == {"text": "A year has at most 8 784 hours."}


async def test_an_amount_far_from_all_others_is_asked_about(talk: Conversation) -> None:
    people: list[Someone] = []
    for number, amount in enumerate(("3 MW", "4 MW", "5 MW", "900 MW")):
        people.append(await contact_of(talk, f"kari{number}", f"verk{number}", f"59.{number}0 9.66"))
        told = said(await writes(people[-1], f"tilby {amount} spillvarme 65 grader", reach="all"))
        assert ("far from what others have" in told) == (amount == "900 MW"), amount
    own = people[0]
    await own.submits(await own.commands("flyt ut 40 MW varme 300 grader", "exchange"))
    told = said(await writes(own, "tilby 4 kW spillvarme 65 grader", reach="all"))
    assert "4 kW is far from what others have. Is the unit right?" in told
    assert Decimal("0.004") * 1000 < 40
