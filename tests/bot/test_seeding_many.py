"""Large files: read in many rows at a time, and still all of them or none."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.importers.seeding import TOGETHER, SeedError, seed_records
from bot.runtime.bootstrap_data import ensure_initial_topics
from handlers.language.document_search import search_documents
from storage.kit.database import Database
from storage.library.solutions import Solution
from storage.search.search_index import SearchScope
from storage.search.search_rows import SearchDocument

MANY = TOGETHER + 20


def row(number: int, **fields: Any) -> str:
    told = {"id": f"X-{number}", "topic": "nett", "title": f"Tiltak {number}", "problem": "Kø", "done": "Kabel"}
    return json.dumps(told | fields)


@pytest.fixture
async def filled(database: Database) -> Database:
    async with database.begin() as store:
        await ensure_initial_topics(store)
    return database


async def kept(database: Database) -> list[int]:
    """How many solutions there are, and how many are in the index."""
    async with database.read() as store:
        counted = (sa.select(sa.func.count()).select_from(table) for table in (Solution, SearchDocument))
        return [await store.session.scalar(counting) or 0 for counting in counted]


async def test_a_fault_far_down_a_large_file_leaves_nothing_of_it(filled: Database) -> None:
    rows = [row(number) for number in range(MANY)]
    faulty = [*rows[:3], row(1), *rows[4:-1], row(9999, topic="ukjent"), "{"]
    with pytest.raises(SeedError) as caught:
        await seed_records(filled, "solutions", faulty, "file")
    assert str(caught.value).splitlines() == [
        "file: line 4: id: 'X-1' is in line 2 already",
        f"file: line {MANY}: topic: unknown topic 'ukjent'",
        f"file: line {MANY + 1}: not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "Nothing was loaded.",
    ]
    assert await kept(filled) == [0, 0]


async def test_a_large_file_is_found_whole_and_a_row_that_has_changed_is_found_by_what_it_says_now(
    filled: Database,
) -> None:
    rows = [row(number) for number in range(MANY)]
    assert await seed_records(filled, "solutions", [*rows, row(7000, title="Kvikkleire")]) == MANY + 1
    assert await kept(filled) == [MANY + 1] * 2
    changed = row(7000, title="Sprengstein")
    assert await seed_records(filled, "solutions", [*rows, changed, row(7001, title="Kvikkleire")]) == MANY + 2
    async with filled.read() as store:
        codes = {one.id: one.code for one in (await store.solutions.list_published_solutions())}
        for words, code in (("sprengstein", "X-7000"), ("kvikkleire", "X-7001")):
            hits = await search_documents(store, words, SearchScope(levels=("members",)))
            assert [codes[hit.id] for hit in hits] == [code]


async def test_ids_that_differ_in_case_only_mean_one_solution(filled: Database) -> None:
    assert await seed_records(filled, "solutions", [row(1), row(1, id="x-1", title="Nytt navn")]) == 2
    async with filled.read() as store:
        assert [(one.code, one.title) for one in await store.solutions.list_published_solutions()] == [
            ("X-1", "Nytt navn")
        ]
