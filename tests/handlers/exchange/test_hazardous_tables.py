"""Whether waste is hazardous, or is taken: a table that says nothing of it takes it from no offer and no need."""

from __future__ import annotations

from storage.exchange.listings import Listing
from tests.conversation import Conversation, Someone
from tests.exchanges import find_listing_id, writes

HEAD = "Id;Sted;Tilbud eller behov;Type;Mengde;Avfallskode"


async def brings_in(who: Someone, row: str) -> None:
    shown = await who.commands(f"import\n{HEAD}\n{row}", "exchange")
    assert shown.card is not None, shown.errors
    for button in shown.card.list_buttons():
        if button.do == "exchange.import_rows":
            await who.presses(button)


async def find_listing(talk: Conversation, code: str) -> Listing:
    async with talk.database.read() as store:
        found = await store.listings.find_listing_by_code(code)
    assert found is not None, code
    return found


async def test_what_is_hazardous_by_its_form_stays_so_when_its_own_table_comes_back(
    talk: Conversation, kari: Someone
) -> None:
    for n, (line, code) in enumerate((("tilby 100 t/år aske", "10 01 02"), ("treng 100 t/år aske", "")), 1):
        await writes(kari, line)
        form = await kari.does("exchange.quality", await find_listing_id(talk.database, f"B-{n}"))
        await kari.submits(form, waste_code=code, hazardous="yes")
    await brings_in(kari, "B-1;kari verk;Tilbud;material;120 t/år;100102")
    await brings_in(kari, "B-2;kari verk;Behov;material;120 t/år;")
    for code in ("B-1", "B-2"):
        listing = await find_listing(talk, code)
        assert (listing.amount, listing.hazardous) == ("120 t/år", True)


async def test_a_star_that_is_taken_from_the_code_is_taken_from_the_waste(talk: Conversation, kari: Someone) -> None:
    await brings_in(kari, ";kari verk;Tilbud;material;100 t/år;060405*")
    assert (await find_listing(talk, "B-1")).hazardous
    await brings_in(kari, "B-1;kari verk;Tilbud;material;100 t/år;100102")
    assert not (await find_listing(talk, "B-1")).hazardous
