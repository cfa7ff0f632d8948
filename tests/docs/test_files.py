"""The page on files names every field that a row may have, and what it shows can be loaded."""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
from importlib import import_module
from typing import Any

import pytest

from bot.importers import rows as records
from bot.importers.record_export import export_records
from bot.importers.rows import edition_parts
from bot.importers.rows.columns import ColumnMapping
from bot.importers.seeding import SeedError, seed_records
from storage.kit.database import Database
from tests.docs.pages import list_headings, read_names, read_page, read_rows, read_section

PAGE = read_page("files")
#: heading -> what a row of it may say
FIELDS: dict[str, Any] = {
    f"{kind.name}: {part}" if part else kind.name: fields
    for kind in records.FILE_KINDS
    for part, fields in kind.fields.items()
}
EXAMPLES = {kind: json.loads(re.findall(r"```json\n(.*?)\n```", read_section(PAGE, kind))[0]) for kind in records.SEED}


def own_part(title: str) -> str:
    """What stands below a heading, without the parts of its rows."""
    return read_section(PAGE, title).partition("\n### ")[0]


@pytest.mark.parametrize("title", FIELDS)
def test_the_page_has_every_field_and_no_other(title: str) -> None:
    fields = FIELDS[title]
    known = (*fields.columns, *fields.beside) if isinstance(fields, ColumnMapping) else fields
    assert sorted(read_names(own_part(title))) == sorted(known)


@pytest.mark.parametrize("title", [title for title, fields in FIELDS.items() if isinstance(fields, ColumnMapping)])
def test_a_field_that_takes_some_words_has_each_of_them(title: str) -> None:
    said = {row[0].strip("`"): row[1] for row in read_rows(own_part(title))}
    for name, (_, kind) in FIELDS[title].columns.items():
        assert [word for word in getattr(kind, "choices", ()) if word and f"`{word}`" not in said[name]] == []


def test_every_part_of_a_row_has_a_heading() -> None:
    modules = [import_module(f"bot.importers.rows.{module.name}") for module in pkgutil.iter_modules(records.__path__)]
    parts = [value for module in modules for _, value in inspect.getmembers(module) if isinstance(value, ColumnMapping)]
    told = [fields for fields in FIELDS.values() if isinstance(fields, ColumnMapping)]
    assert [part for part in parts if part not in told and part is not edition_parts.ABOUT] == []


def test_every_kind_has_a_heading_and_no_other() -> None:
    titles = {title for _, title in list_headings(PAGE)} - {"A whole network", "Files to load and to take out"}
    assert titles == {*FIELDS, "minutes"}
    assert {title for title in titles if ":" not in title} == set(records.EXPORT)


async def load_examples(database: Database, until: str = "") -> None:
    """In the order of the page, up to a kind."""
    for kind in [title for _, title in list_headings(PAGE) if title in EXAMPLES]:
        if kind == until:
            return
        await seed_records(database, kind, [json.dumps(EXAMPLES[kind])])


async def test_the_examples_of_the_page_can_be_loaded_in_its_order(database: Database) -> None:
    await load_examples(database)
    for kind in records.SEED:
        rows = [json.loads(line) for line in await export_records(database, kind)]
        found = [row.get("slug", row.get("id")) for row in rows]
        # one without topics is the secretariat's to decide, and is not taken out until then
        assert EXAMPLES[kind].get("slug", EXAMPLES[kind].get("id")) in found or kind == "consultations"


@pytest.mark.parametrize("kind", records.SEED)
async def test_an_example_says_no_more_than_a_row_must(database: Database, kind: str) -> None:
    await load_examples(database, until=kind)
    for field in EXAMPLES[kind]:
        row = {name: value for name, value in EXAMPLES[kind].items() if name != field}
        with pytest.raises(SeedError):
            await seed_records(database, kind, [json.dumps(row)])
