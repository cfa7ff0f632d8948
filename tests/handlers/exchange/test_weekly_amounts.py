"""An amount of a week, a quarter or a shift has no unit of ours: it is asked about, and not one of a year."""

from __future__ import annotations

import pytest

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.describing.describer import describe_text
from handlers.exchange.listings.listing_fields import is_amount_text_of
from handlers.exchange.matches.amount_facts import compute_year_amount
from tests.conversation import Someone
from tests.exchanges import find_listing_id, writes
from tests.policy import said


@pytest.mark.parametrize(
    "amount",
    [
        "10 t/uke", "10 tonn i uka", "10 t per veke", "10 t a week", "5 t/kvartal", "4 t/skift", "10 t/14 dager",
        "10 t hver 14. dag", "10 t annenhver uke",
    ],
)  # fmt: skip
def test_it_is_no_amount_of_a_year(amount: str) -> None:
    assert not is_amount_text_of("material", amount)
    assert compute_year_amount("material", amount) is None
    assert describe_amount(Say("en", Arena().zone), amount) == amount, "as it was written"


@pytest.mark.parametrize(
    "line",
    [
        "tilby 10 tonn gips i uka", "tilby 500 kg slam i veka", "offer 10 t gypsum a week", "tilby 2 GWh varme i uka",
        "tilby 5 t gips per kvartal", "tilby 4 t gips per skift", "tilby 30 tonn gips annenhver uke",
        "tilby 30 tonn gips hver 14. dag", "tilby 30 t gips kvar fjortande dag", "tilby 30 t gips annakvar veke",
        "offer 30 t gypsum every two weeks", "offer 30 t gypsum every other week",
        "tilby 30 t gips per 14 dager", "tilby gips, 30 t/14 dager",
        "offer 30 t gypsum twice a month", "tilby 30 t gips to ganger i uka", "tilby 30 t gips hvert kvartal",
    ],
)  # fmt: skip
async def test_a_line_that_says_it_fills_in_no_amount(kari: Someone, line: str) -> None:
    form = (await kari.commands(line, "exchange")).form
    assert form is not None
    assert next(field.value for field in form.fields if field.name == "amount") == ""


async def test_a_form_and_a_table_say_what_it_can_be_counted_in(kari: Someone) -> None:
    wrong = await writes(kari, "tilby gips", type="material", amount="10 t/uke")
    assert "t/yr" in wrong.errors["amount"]
    told = await kari.commands(
        "import\nSted;Tilbud eller behov;Type;Mengde\nkari verk;Tilbud;material;10 t/uke", "exchange"
    )
    assert "Row 2, Mengde: “10 t/uke” cannot be an amount of this." in said(told)
    await writes(kari, "tilby gips", type="material", amount="520 t/år")
    assert await find_listing_id(kari.talk.database, "B-1")


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("tilby 30 t gips i året, hentes hver 14. dag", "30 t/år"), ("tilby 30 t gips hver måned", "30 t/mnd"),
        ("tilby 30 t gips innen 14 dager", "30 t"), ("tilby 30 t gips hver 1. måned", "30 t"),
    ],
)  # fmt: skip
def test_what_is_no_time_of_several_stays_as_it_is(line: str, amount: str) -> None:
    read = describe_text(line)
    assert f"{read.amount} {read.unit}" == amount
    assert not read.weekly
