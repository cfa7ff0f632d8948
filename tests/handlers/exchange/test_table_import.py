"""Tables of offers and needs: what would happen is shown first, and all rows come in or none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.cli.record_commands import run_seed_command
from bot.http.data_export import build_import_template_routes
from bot.settings import read_settings
from handlers.documents.tables import UnreadableTable, read_table_file
from handlers.documents.tables.workbook_archive import MOST_UNPACKED
from handlers.documents.tables.workbook_writer import write_template_workbook
from storage.exchange.listings import HIDDEN_LEVEL, OPEN_LEVEL, Listing
from storage.kit.database import Database
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of, text_of
from tests.policy import said

HEAD = ["Id", "Sted", "Tilbud eller behov", "Type", "Mengde", "Enhet", "Temperatur", "Når", "Gjelder til"]
#: column -> what is wrong in it, and what is told: eight kinds of mistakes
MISTAKES = {
    "Sted": ("Sørverket", "“Sørverket” is none of your sites."),
    "Tilbud eller behov": ("kanskje", "“kanskje” is none of the words that I know here."),
    "Type": ("enhjørninger", "“enhjørninger” is no type that I know."),
    "Mengde": ("1.200", "“1.200” may be 1,200 or 1.2."),
    "Enhet": ("t/år", "“17 t/år” cannot be an amount of this. It is counted in kW, MW, MWh/år, GWh/år."),
    "Temperatur": ("300 K", "“300 K” is no temperature in °C. Write degrees, such as 65."),
    "Når": ("iblant", "“iblant” names no months. Write “all year” or “Oct-Apr”."),
    "Gjelder til": ("31.02.2027", "“31.02.2027” is no day to come. Write it like 2027-06-15."),
}


def build_rows(count: int = 50) -> list[list[str]]:
    return [
        [f"V-{n}", "kari verk", "Tilbud", "varme", str(n + 10), "MW", "65", "hele året", "31.12.2027"]
        for n in range(1, count + 1)
    ]


def write_lines(rows: list[list[str]], sign: str = "\t") -> str:
    return "\n".join(sign.join(row) for row in [HEAD, *rows])


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", "59,14 9,66")


async def list_listings(database: Database) -> list[Listing]:
    async with database.read() as store:
        return [*await store.listings.list_all_listings()]


async def test_fifty_rows_with_eight_mistakes_come_in_when_they_are_right_and_once(
    talk: Conversation, kari: Someone
) -> None:
    """«samarbeid om kartlegging av energi- og materialstrømmer»"""
    rows = build_rows()
    for n, (column, (wrong, _)) in enumerate(MISTAKES.items()):
        rows[n * 6][HEAD.index(column)] = wrong
    form = await kari.does("exchange.import")
    told = (await kari.submits(form, rows=write_lines(rows))).errors["rows"].splitlines()
    named = [f"Row {2 + n * 6}, {'Mengde' if column == 'Enhet' else column}:" for n, column in enumerate(MISTAKES)]
    for line, place, (_, fault) in zip(told[1:], named, MISTAKES.values(), strict=True):
        assert line.startswith(place)
        assert fault in line or "17" in fault
    assert await list_listings(talk.database) == []

    preview = await kari.submits(form, rows=write_lines(build_rows()))
    assert "50 are new · 0 are changed · 0 stay as they are" in text_of(preview)
    assert "Row 2: Offered: heat, 11 MW (kari verk)" in text_of(preview)
    assert await list_listings(talk.database) == [], "nothing before a yes"
    assert "50 are new" in text_of(await kari.clicks(preview, "Bring it in"))
    found = await list_listings(talk.database)
    assert [(one.code, one.reference, one.amount) for one in found[::49]] == [
        ("B-1", "V-1", "11 MW"), ("B-50", "V-50", "60 MW"),
    ]  # fmt: skip
    assert "brought in, or has waited" in text_of(await kari.clicks(preview, "Bring it in"))
    again = text_of(await kari.submits(form, rows=write_lines(build_rows())))
    assert "0 are new · 0 are changed · 50 stay as they are" in again
    assert len(await list_listings(talk.database)) == 50


async def test_a_table_is_typed_after_the_command_and_changes_what_it_names(talk: Conversation, kari: Someone) -> None:
    guide = text_of(await kari.commands("import", "exchange"))
    assert "Id; Site; Offer or need; Type; Amount" in guide
    table = (
        "Site\tType\tAmount [GWh/år]\tDescription\tWho sees it\tSmell\nkari verk\twaste heat\t12\tsurplus\thidden\tno"
    )
    await kari.says(f"bytte import\n{table}")
    assert "Columns that I do not know are not read: Smell." in kari.last.text
    await kari.clicks(kari.last, "Bring it in")
    (listing,) = await list_listings(talk.database)
    assert (listing.type, listing.amount, listing.level) == ("heat", "12 GWh/år", HIDDEN_LEVEL)
    assert (listing.direction, listing.contact_id) == ("offer", kari.person_id)
    changed = f"Id;Sted;Type;Mengde;Retning;Hvem ser det\n{listing.code};Kari verk;varme;14 GWh/år;tilbud;åpen"
    await kari.says(f"bytte import\n{changed}")
    assert "B-1 Offered: heat, 12 GWh/yr – amount and who sees it" in kari.last.text
    await kari.clicks(kari.last, "Bring it in")
    (listing,) = await list_listings(talk.database)
    assert (listing.amount, listing.level, listing.text) == ("14 GWh/år", OPEN_LEVEL, "surplus")


async def test_a_fault_names_the_heading_as_it_stands_and_one_that_is_missing_in_the_readers_words(
    talk: Conversation, kari: Someone
) -> None:
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).language = "nb"
    form = await kari.does("exchange.import")
    heads = "Sted\tTilbyr eller trenger\tType\tMengde"
    told = (await kari.submits(form, rows=f"{heads}\nkari verk\tkanskje\tvarme\t4 MW")).errors["rows"]
    assert "Rad 2, Tilbyr eller trenger:" in told
    told = (await kari.submits(form, rows="Sted\tType\tMengde\nkari verk\tvarme\t4 MW")).errors["rows"]
    assert "Rad 2, tilbud eller behov:" in told


async def test_a_description_says_that_conditions_will_do_and_at_which_hours(talk: Conversation, kari: Someone) -> None:
    rows = "kari verk;nettkapasitet;5 MW;behov;gjerne med vilkår\nkari verk;varme;5 MW;behov;med vilkår, på dagtid"
    await kari.says(f"bytte import\nSted;Type;Mengde;Retning;Beskrivelse\n{rows}")
    await kari.clicks(kari.last, "Bring it in")
    found = await list_listings(talk.database)
    assert [(one.conditional, one.daily_hours) for one in found] == [(True, ""), (False, "day")]


async def test_nobody_brings_in_for_others(talk: Conversation, kari: Someone) -> None:
    preview = await kari.submits(await kari.does("exchange.import"), rows=write_lines(build_rows(2)))
    ola = await contact_of(talk, "ola", "dømeøyra", "59,15 9,67")
    per = await talk.person("per", organisation="eksempel")
    assert "brought in, or has waited" in text_of(await ola.clicks(preview, "Bring it in")), "another's table"
    wrong = await ola.submits(await ola.does("exchange.import"), rows=write_lines(build_rows(1)))
    assert "“kari verk” is none of your sites." in wrong.errors["rows"]
    assert "Kari can say what your organisation offers" in text_of(await per.commands("import", "exchange"))
    await kari.clicks(preview, "Bring it in")
    taken = "Id;Sted;Type;Retning\nB-1;ola verk;varme;tilbud"
    assert "you have no B-1" in text_of(await ola.commands(f"import\n{taken}", "exchange"))
    async with talk.database.begin() as store:
        await talk.courier.router.chores["imports.forget"][1](store, talk.arena)


def build_workbook(rows: list[list[str]], **parts: str | bytes) -> bytes:
    """A workbook with parts changed: `cell` is put in place of the first cell of the second row."""
    written = io.BytesIO(write_template_workbook("Tabell", rows, "Ord", {0: ["ett"]}))
    with zipfile.ZipFile(written) as archive:
        texts: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, text in parts.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        texts[path] = text if isinstance(text, bytes) else text.encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in texts.items():
            archive.writestr(name, content)
    return made.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Sted</t></is></c><c r="B2" t="str"><v>Type</v></c>'
    '<c r="C2" t="str"><v>Mengde (MW)</v></c><c r="D2" t="str"><v>Retning</v></c></row>'
    '<row r="14"><c r="A14" t="str"><v>kari verk</v></c><c r="B14" t="str"><v>varme</v></c>'
    '<c r="C14"><f>1+1</f>{value}</c><c r="D14" t="str"><v>tilbud</v></c></row></sheetData>'
    '<mergeCells count="1"><mergeCell ref="A20:A22"/></mergeCells></worksheet>'
)


@pytest.mark.parametrize("broken", ["#REF!", "#N/A", "#I/T", "#VERDI!", "#DIV/0!"])
async def test_an_error_of_a_spreadsheet_is_no_text(talk: Conversation, kari: Someone, broken: str) -> None:
    table = (
        f"Sted;Tilbud eller behov;Type;Beskrivelse\nkari verk;Tilbud;varme;{broken}\nkari verk;Tilbud;varme;Røykgass"
    )
    told = said(await kari.commands(f"import\n{table}", "exchange"))
    assert f"Row 2, Beskrivelse: “{broken}” is an error of the spreadsheet." in told
    assert await list_listings(talk.database) == []
    fine = said(await kari.commands(f"import\n{table.replace(broken, 'Se #3 og N/A')}", "exchange"))
    assert "is an error" not in fine


async def test_an_error_cell_of_a_workbook_is_named(
    talk: Conversation, kari: Someone, tmp_path: Path, capsys: pytest.CaptureFixture[str], sqlite_url: str
) -> None:
    file, settings = tmp_path / "tabell.xlsx", read_settings({"DATABASE_URL": sqlite_url})
    sheet = SHEET.format(value="<v>#REF!</v>").replace('<c r="C14">', '<c r="C14" t="e">')
    file.write_bytes(build_workbook([HEAD], xl__worksheets__sheet1_dot_xml=sheet))
    assert await run_seed_command(settings, "listings", str(file)) == 1
    assert "Row 14, Mengde (MW): “#REF!” is an error of the spreadsheet." in capsys.readouterr().err


async def test_a_workbook_is_loaded_by_the_command_line(
    talk: Conversation, kari: Someone, tmp_path: Path, capsys: pytest.CaptureFixture[str], sqlite_url: str
) -> None:
    """Formulas are their last value, and one without a value is a fault; what is not read is named."""
    file, settings = tmp_path / "tabell.xlsx", read_settings({"DATABASE_URL": sqlite_url})
    book = build_workbook([HEAD])
    part = "xl__worksheets__sheet1_dot_xml"
    file.write_bytes(build_workbook([HEAD], **{part: SHEET.format(value="")}))
    assert await run_seed_command(settings, "listings", str(file)) == 1
    assert "Row 14, Mengde (MW): a formula whose value is not in the file." in capsys.readouterr().err
    file.write_bytes(build_workbook([HEAD], **{part: SHEET.format(value="<v>1.234</v>")}))
    assert await run_seed_command(settings, "listings", str(file)) == 0
    said = capsys.readouterr().out
    assert "1 listing: 1 new, 0 changed, 0 unchanged." in said
    assert "Merged cells count as their first cell, and the others are empty: A20:A22." in said
    assert "Only the first sheet is read, and not Ord." in said
    assert [one.amount for one in await list_listings(talk.database)] == ["1,2340 MW"]
    assert read_table_file(book).rows[0][1] == tuple(HEAD)
    (tmp_path / "tabell.csv").write_bytes(write_lines(build_rows(3), ";").replace("hele", "heile").encode("cp1252"))
    assert await run_seed_command(settings, "listings", str(tmp_path / "tabell.csv")) == 0
    assert "3 new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(20), "old or a locked workbook"),
        (b"PK\x03\x04" + bytes(20), "no workbook that I can read"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b"Id\tSted\n" + b"a\tb\n" * 2001, "more than 2000 rows"),
        (build_workbook([HEAD], xl__vbaProject_dot_bin=b"x"), "has macros"),
        (build_workbook([HEAD], xl__sharedStrings_dot_xml=bytes(MOST_UNPACKED)), "Unpacked, the file is larger"),
        (
            build_workbook([HEAD], xl__sharedStrings_dot_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><sst>&b;</sst>"),
            "no workbook",
        ),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableTable, match=told):
        read_table_file(content)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_template_comes_back_and_its_example_is_nobodys(
    talk: Conversation, kari: Someone, language: str
) -> None:
    app = web.Application()
    app.add_routes(build_import_template_routes())
    async with TestClient(TestServer(app)) as client:
        served = await client.get(f"/data/template/listings-{language}.xlsx")
        rows = read_table_file(await served.read()).rows
    form = await kari.does("exchange.import")
    told = await kari.submits(form, rows="\n".join(";".join(cells) for _, cells in rows))
    assert told.errors == {
        "rows": "Nothing was brought in. Correct these rows:\nThe table has no rows below its headings."
    }
