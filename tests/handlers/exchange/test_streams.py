"""Streams: written down in a form or a table, seen by their organisation alone, and laid out as offers and needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.record_commands import run_seed_command
from bot.settings import read_settings
from handlers.chat.cards import Reply
from handlers.exchange.listings.listing_publication import forget_organisation_exchange
from storage.access.audiences import build_region_key
from storage.directory.organisations import DEPUTY
from storage.exchange.streams import Stream
from storage.kit.database import Database
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, THERE, contact_of, text_of, writes

TABLE = (
    "Energikartlegging 2025\n"
    "Nr;Sted;Energibærer;Formål;Forbruk (MWh/år);Grunnlag;År;Temp;Avfallskode\n"
    "1;kari verk;elektrisitet;Smelteovn;120 000;målt;2025;;\n"
    "2;kari verk;damp;Tørking;8 500;beregnet;2025;180;\n"
    "3;kari verk;naturgass;Kjel;{gas};anslått;{year};;{code}"
)


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", "59,14 9,66")


async def list_streams(database: Database) -> list[Stream]:
    async with database.read() as store:
        return [*await store.streams.list_all_streams()]


def fields_of(reply: Reply) -> dict[str, object]:
    assert reply.form is not None, reply
    return {field.name: field.value for field in reply.form.fields}


async def test_a_line_fills_the_form_and_the_next_one_keeps_site_and_year(talk: Conversation, kari: Someone) -> None:
    assert "No stream is written down yet." in text_of(await kari.commands("flyt", "exchange"))
    await kari.says("bytte flyt ut 4 MW spillvarme 65 grader hele året")
    form = await kari.clicks(kari.last, "Add a stream")
    assert {"type": "heat", "direction": "out", "amount": "4 MW", "temperature": "65 °C"}.items() <= fields_of(
        form
    ).items()
    wrong = await kari.submits(form, year="1492", waste_code="1002", amount="4 t")
    assert set(wrong.errors) == {"year", "waste_code", "amount"}
    saved = await kari.submits(form, year="2025", basis="measured", destination="fjorden", waste_code="10 01 02")
    assert saved.card is not None
    assert saved.card.title == "F-1 Out: heat, 4 MW"
    assert "Amount is: Measured, 2025" in text_of(saved)
    assert "Waste code: 100102" in text_of(saved)
    following = await kari.clicks(saved, "Next stream")
    assert {"type": "", "amount": "", "year": "2025", "basis": "measured"}.items() <= fields_of(following).items()
    await kari.submits(following, type="power", direction="in")
    assert "F-2 In: electric power" in text_of(await kari.commands("flyt", "exchange"))
    changed = await kari.submits(await kari.clicks(saved, "Change"), amount="5 MW")
    assert "F-1 Out: heat, 5 MW" in text_of(changed)
    assert "Streams are written down at" in text_of(
        await kari.does("sites.remove", str((await list_streams(talk.database))[0].site_id))
    )
    await kari.clicks(changed, "Remove")
    assert [one.code for one in await list_streams(talk.database)] == ["F-2"]


async def test_a_stream_is_laid_out_once_without_where_it_goes(talk: Conversation, kari: Someone) -> None:
    form = await kari.does("streams.write")
    given = {"type": "heat", "name": "Kjølevann", "amount": "4 MW", "temperature": "65", "destination": "fjorden"}
    assert set((await kari.submits(form, **given, quality="ganske ren")).errors) == {"quality"}
    stream = await kari.submits(form, **given, quality="8 bar")
    assert "Quality: 8 bar" in text_of(stream)
    assert fields_of(await kari.clicks(stream, "Change"))["quality"] == "8 bar"
    form = await kari.clicks(stream, "Lay it out as an offer")
    assert {"type": "heat", "direction": "offer", "amount": "4 MW", "text": "Kjølevann"}.items() <= fields_of(
        form
    ).items()
    laid_out = await kari.submits(form)
    assert "B-1 Offered: heat, 4 MW, 65 °C" in text_of(laid_out)
    assert "fjorden" not in text_of(laid_out)
    assert "Quality: 8 bar" in text_of(laid_out)
    await kari.says("F-1")
    assert "Laid out as B-1." in kari.last.text
    assert "B-1 Offered" in text_of(await kari.clicks(kari.last, "Show the offer or need"))
    assert "laid out already, as B-1" in text_of(await kari.clicks(stream, "Lay it out as an offer"))


async def test_what_a_stream_is_decides_the_first_match_of_what_is_made_of_it(
    talk: Conversation, kari: Someone
) -> None:
    """A hazardous stream goes to nobody who takes none, and a quality that a need must have is looked at."""
    ola = await contact_of(talk, "ola", "dømeøyra", "59,15 9,67")
    await writes(ola, "treng 500 t slagg i året")
    told = {}
    for code in ("100202", "060405*"):
        form = await kari.does("streams.write")
        stream = await kari.submits(form, type="material", name="slagg", amount="500 t/år", waste_code=code)
        laid_out = await kari.submits(await kari.clicks(stream, "Lay it out as an offer"))
        told[code] = text_of(laid_out).splitlines()[1]
    assert told == {
        "100202": "1 possible match now.",
        "060405*": "No match so far. You will hear from me when there is one.",
    }
    table = "Site\tType\tIn or out\tQuality\nkari verk\tsteam\tout\t{quality}"
    assert "“ren” cannot be read." in text_of(
        await kari.commands(f"flyt import\n{table.format(quality='ren')}", "exchange")
    )
    await kari.says(f"bytte flyt import\n{table.format(quality='12 bar')}")
    await kari.clicks(kari.last, "Bring it in")
    assert [one.quality for one in await list_streams(talk.database)][-1] == "12 bar"


async def test_nobody_else_sees_a_stream_and_it_goes_with_its_organisation(talk: Conversation, kari: Someone) -> None:
    await kari.submits(await kari.does("streams.write"), type="heat", name="Hemmelig ovn")
    (stream,) = await list_streams(talk.database)
    per = await talk.person("per", organisation="eksempel")
    ola = await contact_of(talk, "ola", "dømeøyra", "59,15 9,67")
    sara = await talk.person("sara", role="secretariat")
    assert "Hemmelig ovn" in text_of(await per.does("streams.open", str(stream.id)))
    assert "Change" not in [one.label for one in (await per.does("streams.open", str(stream.id))).card.list_buttons()]
    for who in (ola, await talk.person("gjest")):
        assert "I cannot find that stream." in text_of(await who.does("streams.open", str(stream.id)))
        await who.says("F-1")
        assert "Hemmelig" not in who.last.text
        assert "Hemmelig" not in text_of(await who.does("streams.page"))
    assert "Hemmelig ovn" in text_of(await sara.does("streams.open", str(stream.id)))
    async with talk.database.begin() as store:
        await forget_organisation_exchange(store, stream.organisation_id, talk.arena.find_day(store.now))
    assert await list_streams(talk.database) == []


async def test_an_organisation_says_that_it_has_none_until_it_has_one(talk: Conversation, kari: Someone) -> None:
    said = await kari.clicks(await kari.commands("flyt", "exchange"), "No streams to tell of")
    assert "Your organisation has no streams to tell of, as of" in text_of(said)
    await kari.submits(await kari.does("streams.write"), type="heat")
    async with talk.database.read() as store:
        assert await store.streams.map_declarations() == {}
    refused = await kari.does("streams.none", str((await list_streams(talk.database))[0].organisation_id))
    assert "Your organisation has streams here." in text_of(refused)


async def test_the_table_of_an_energy_mapping_is_brought_in_as_it_is(
    talk: Conversation, kari: Someone, tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is told by a column of consumption flows in; mistakes have the numbers of their rows in the file."""
    assert "In or out; Type" in text_of(await kari.commands("flyt import", "exchange"))
    form = await kari.clicks(await kari.commands("flyt", "exchange"), "Paste a table")
    wrong = await kari.submits(form, rows=TABLE.format(gas="1.200", year="2062", code="12"))
    told = wrong.errors["rows"]
    assert "Row 5, Forbruk (MWh/år): “1.200” may be 1,200 or 1.2." in told
    assert "Row 5, År: “2062” is no year from 1990 until now." in told
    assert "Row 5, Avfallskode: “12” is no waste code" in told
    right = TABLE.format(gas="1 200", year="2024", code="")
    preview = await kari.submits(form, rows=right)
    assert "Row 3: In: electric power, 120 000 MWh/år (kari verk)" in text_of(preview)
    assert "3 are new" in text_of(await kari.clicks(preview, "Bring it in"))
    found = [(one.reference, one.type, one.direction, one.basis) for one in await list_streams(talk.database)]
    assert found == [
        ("1", "power", "in", "measured"), ("2", "steam", "in", "calculated"), ("3", "fuel_gas", "in", "estimated")
    ]  # fmt: skip
    (tmp_path / "flyter.csv").write_text(right.replace("8 500", "9 500"), encoding="utf-8")
    settings = read_settings({"DATABASE_URL": sqlite_url})
    assert await run_seed_command(settings, "streams", str(tmp_path / "flyter.csv")) == 0
    assert "3 streams: 0 new, 1 changed, 2 unchanged." in capsys.readouterr().out


async def test_what_is_laid_out_for_another_organisation_begins_in_the_circle_of_that_one(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    await contact_of(talk, "ola", "dømeøyra", THERE)
    sara = await talk.person("sara", role="secretariat")
    async with talk.database.begin() as store:
        for code, region in (("eksempel", "Vestland"), ("dømeøyra", "Nordland")):
            house = await store.organisations.find_organisation_by_code(code)
            assert house is not None
            house.region = region
            if code == "dømeøyra":
                await store.organisations.appoint_representative(house.id, kari.person_id, DEPUTY)
                (site,) = await store.sites.list_sites_of_organisations([house.id])
    await kari.submits(await kari.does("streams.write"), type="heat", amount="4 MW", site=str(site.id))
    for who in (kari, sara):
        form = (await who.does("streams.lay_out", "1")).form
        assert form is not None
        assert next(field.value for field in form.fields if field.name == "reach") == build_region_key("Nordland")
