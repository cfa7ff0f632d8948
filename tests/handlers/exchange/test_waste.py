"""Waste codes are checked and suggested, pairs are shown, and what is a product or a waste is asked, never decided."""

from __future__ import annotations

import pytest

from handlers.exchange.material_kinds import MATERIAL_KINDS, ORGANIC_KINDS
from handlers.exchange.waste_codes import is_hazardous_code, parse_waste_code
from handlers.exchange.waste_list import (
    MIRROR_PAIRS,
    OFTEN_MEANT,
    correct_waste_code,
    find_mirror_entry,
    is_in_known_group,
    suggest_waste_codes,
    write_waste_code,
)
from tests.conversation import Conversation, Someone
from tests.exchanges import find_listing_id, text_of, writes
from tests.policy import said


async def test_four_questions_and_whom_to_ask_decide_nothing(talk: Conversation, kari: Someone, ola: Someone) -> None:
    """«ingen avgjørelse»"""
    await writes(kari, "tilby 3000 t flygeaske i året", reach="all")
    listing = await find_listing_id(talk.database, "B-1")
    opened = await kari.does("exchange.open", listing)
    card = await kari.clicks(opened, "Product or waste?")
    told = said(card)
    for number in "1234":
        assert f"\n{number}. " in told
    assert "county governor" in told
    assert "This is no decision" in told
    assert "these codes are often meant: 10 01 02, 10 01 03 and 19 01 14. You decide." in told
    form = await kari.clicks(card, "Waste code")
    assert form.form is not None
    field = next(one for one in form.form.fields if one.name == "waste_code")
    assert (field.value, "19 01 14" in field.hint) == ("", True), "nothing is filled in"
    assert "Only its owner" in said(await ola.does("exchange.waste", listing))
    assert "Product or waste?" not in said(await ola.does("exchange.open", listing))


async def test_a_pair_is_shown_and_a_group_that_is_not_there_is_asked_about(talk: Conversation, kari: Someone) -> None:
    await writes(kari, "tilby 3000 t flygeaske i året")
    listing = await find_listing_id(talk.database, "B-1")
    form = await kari.does("exchange.quality", listing)
    wrong = await kari.submits(form, waste_code="10 99 01")
    assert "no group 10 99" in wrong.errors["waste_code"]
    for slip in ("10 01 16", "10 01 17*"):
        assert "In the list of waste it is" in (await kari.submits(form, waste_code=slip)).errors["waste_code"]
    shown = await kari.submits(form, waste_code="10 01 17")
    assert "10 01 17 is one of a pair, with 10 01 16*" in text_of(shown)
    assert "often meant" not in said(await kari.does("exchange.waste", listing))
    assert not (await kari.submits(form, waste_code="")).errors, "a code is never needed"
    table = "Sted;Tilbud eller behov;Type;Mengde;Avfallskode\nkari verk;Tilbud;material;10 t/år;{}"
    assert "no group 21 01" in said(await kari.commands(f"import\n{table.format('21 01 01')}", "exchange"))
    assert "it is 10 01 16*" in said(await kari.commands(f"import\n{table.format('10 01 16')}", "exchange"))
    assert "list of waste" not in said(await kari.commands(f"import\n{table.format('20 01 38')}", "exchange"))


async def test_the_owner_says_what_it_is_and_others_read_that_the_owner_says_so(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await writes(kari, "tilby 3000 t flygeaske i året", reach="all")
    listing = await find_listing_id(talk.database, "B-1")
    form = await kari.does("exchange.quality", listing)
    assert form.form is not None
    assert next(one.value for one in form.form.fields if one.name == "standing") == "unknown"
    assert "as its owner sees it" not in text_of(await kari.submits(form))
    await kari.submits(form, standing="by_product")
    assert "Product or waste? By-product, as its owner sees it" in text_of(await ola.does("exchange.open", listing))
    await kari.submits(await kari.does("exchange.quality", listing), waste_code="10 01 02")
    assert "By-product" in text_of(await ola.does("exchange.open", listing)), "it stays until it is changed"
    await kari.submits(await kari.does("exchange.quality", listing), standing="gold")
    assert "By-product" not in text_of(await ola.does("exchange.open", listing))


async def test_it_is_asked_of_matter_alone(talk: Conversation, kari: Someone) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader")
    await writes(kari, "treng 3000 t flygeaske i året")
    for code in ("B-1", "B-2"):
        opened = await kari.does("exchange.open", await find_listing_id(talk.database, code))
        assert "Product or waste?" not in said(opened)


@pytest.mark.parametrize("kind", OFTEN_MEANT)
def test_three_codes_at_the_most_are_suggested_of_kinds_that_there_are(kind: str) -> None:
    assert kind in {*MATERIAL_KINDS, *ORGANIC_KINDS}
    codes = suggest_waste_codes(kind)
    assert 1 <= len(codes) <= 3
    for code in codes:
        assert parse_waste_code(write_waste_code(code)) == code
        assert is_in_known_group(code)


def test_each_pair_has_one_with_a_star() -> None:
    assert len({code for pair in MIRROR_PAIRS for code in pair}) == 2 * len(MIRROR_PAIRS)
    for hazardous, other in MIRROR_PAIRS:
        assert hazardous[:4] == other[:4]
        assert find_mirror_entry(other) == f"{hazardous}*"
        assert find_mirror_entry(f"{hazardous}*") == other
        assert is_hazardous_code(f"{hazardous}*")
        assert is_in_known_group(hazardous)
        assert (correct_waste_code(hazardous), correct_waste_code(f"{other}*")) == (f"{hazardous}*", other)
    assert find_mirror_entry("100102") is None
    assert correct_waste_code("170106*") == "170106*", "an entry that is not known stays as it is written"


def test_unknown_words_suggest_nothing() -> None:
    assert suggest_waste_codes(None) == suggest_waste_codes("whatever") == ()
    assert [is_in_known_group(code) for code in ("061299", "210101", "000101", "190805")] == [False, False, False, True]
