"""Slips in files that no database takes: each is told by its line and field, or read as what was meant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.importers.record_export import export_records
from bot.importers.seeding import SeedError, seed_records
from storage.kit.database import Database

PARK = {"id": "eksempel", "name": "Eksempel Industripark"}
SITE = {"id": "A-1", "organisation": "eksempel", "name": "Nordverket", "municipality": "Testvik"}
PLOT = {"id": "P-1", "organisation": "eksempel", "name": "Tomt 1", "area": 40, "municipality": "Testvik"}
OFFER = {"id": "B-1", "site": "A-1", "direction": "offer", "type": "heat", "valid_to": "2027-09-01"}
NEED = OFFER | {"id": "B-2", "direction": "need"}
MATCH = {"id": "T-1", "offer": "B-1", "need": "B-2", "offered_by": "eksempel", "needed_by": "eksempel", "facts": "8f1c"}
CONSULTATION = {"id": "H-1", "title": "Nettleie", "sender": "RME", "deadline": "2027-05-03"}


async def load(database: Database, kind: str, *rows: dict[str, Any]) -> None:
    await seed_records(database, kind, [json.dumps(row) + "\n" for row in rows], "file.jsonl")


async def read(database: Database, kind: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in await export_records(database, kind, csv=False)]


@pytest.fixture(autouse=True)
async def park(database: Database) -> None:
    await load(database, "organisations", PARK)
    await load(database, "sites", SITE)


@pytest.mark.parametrize("blank", ["", " ", None])
async def test_an_empty_cell_leaves_a_choice_as_it_is(database: Database, blank: str | None) -> None:
    await load(database, "plots", PLOT | {"state": "hidden"})
    (before,) = await read(database, "plots")
    await load(database, "plots", PLOT | {"state": blank, "level": blank})
    assert await read(database, "plots") == [before]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_a_day_of_another_age_is_told_by_its_field(database: Database, day: str) -> None:
    with pytest.raises(SeedError, match=r"line 1: deadline: must be between 1900 and 2200"):
        await load(database, "consultations", CONSULTATION | {"deadline": day})
    with pytest.raises(SeedError, match=r"line 1: created: must be between 1900 and 2200"):
        await load(database, "listings", OFFER | {"created": f"{day}T00:00:00+14:00"})


async def test_a_second_match_of_the_same_pair_is_told_by_its_line(database: Database) -> None:
    await load(database, "listings", OFFER, NEED)
    with pytest.raises(SeedError, match=r"line 2: facts: T-1 is of the same pair, on the same facts"):
        await load(database, "matches", MATCH, MATCH | {"id": "T-2"})
    await load(database, "matches", MATCH, MATCH | {"id": "T-2", "facts": "9a2d"})
    assert [one["id"] for one in await read(database, "matches")] == ["T-1", "T-2"]


async def test_where_nobody_is_known_yet_files_go_in_and_out(database: Database) -> None:
    with pytest.raises(SeedError, match=r"line 1: contact: there is nothing called 'kari' among the people"):
        await load(database, "plots", PLOT | {"contact": "kari"})
    await load(database, "plots", PLOT)
    assert [one["contact"] for one in await read(database, "plots")] == [""]
