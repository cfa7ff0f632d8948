"""The repair of the index finds within the hour what it holds otherwise than the records are, and puts it right."""

from __future__ import annotations

import asyncio
import io
import json
import random
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from prometheus_client import generate_latest
from rich.console import Console

from bot.importers.seeding import seed_records
from bot.maintenance.reindexing import PORTION, rebuild_index_with_progress
from bot.maintenance.search_index_repair import SearchIndexRepairer
from bot.runtime.bootstrap_data import ensure_initial_topics
from bot.runtime.metrics import Metrics
from handlers.language import index_terms
from handlers.language.document_search import search_documents
from handlers.library import index_repair
from storage.directory.people import Person
from storage.kit.database import Database, Unavailable
from storage.questions.questions import OPEN, WITHDRAWN, Question
from storage.search.search_index import SearchScope
from storage.search.search_rows import SearchDocument, SearchNgrams, SearchPosting
from tests.agreement import wrong
from tests.conftest import Clock
from tests.patience import BOUND

WORDS = ("ammoniakk", "bauksitt", "cellulose", "damptørke", "elkjele", "fjernvarme", "granulat")
#: what goes wrong without the bot, and what it shows as
HARM: dict[str, tuple[sa.Executable, dict[str, object]]] = {
    "lost": (sa.delete(SearchDocument).where(SearchDocument.record_id == 1), {"missing": 1, "solution": [1]}),
    "retired": (sa.text("UPDATE solutions SET state = 'retired' WHERE id = 1"), {"gone": 1}),
    "deleted": (sa.text("DELETE FROM solutions WHERE id IN (1, 2)"), {"gone": 2}),
    "shut": (sa.text("UPDATE solutions SET level = 'circle' WHERE id = 1"), {"stale": 1}),
    "moved": (sa.text("UPDATE solutions SET topic_id = topic_id + 1 WHERE id IN (1, 2, 3)"), {"stale": 3}),
    "verified": (sa.text("UPDATE solutions SET verified_at = created_at WHERE id = 1"), {"stale": 1}),
    "other rules": (sa.update(SearchDocument).values(version=1), {"stale": len(WORDS)}),
    "other words": (sa.text("UPDATE solutions SET title = 'Hydrogen' WHERE id = 1"), {"solution": [1]}),
    "half": (sa.delete(SearchPosting).where(SearchPosting.term == WORDS[0]), {"solution": [1]}),
    "no letters": (sa.delete(SearchNgrams).where(SearchNgrams.document_id <= 2), {"solution": [1, 2]}),
}


def rows(words: Sequence[str] = WORDS) -> list[str]:
    row = {"topic": "energi", "title": "Forsøk", "problem": "Kostbart", "level": "members"}
    return [json.dumps(row | {"id": f"X-{word}", "done": word}) for word in words]


class Interrupted(SearchIndexRepairer):
    """The database goes away: before anything was seen, and in the middle of the first look."""

    looks = 0
    done: asyncio.Event

    async def repair_index(self) -> int:
        self.looks += 1
        if self.looks == 1:
            raise Unavailable("away")
        mended = await super().repair_index()
        self.done.set()
        return mended

    async def _repair_random_sample(self, kind: str) -> int:
        if self.looks == 2:
            raise Unavailable("away")
        return await super()._repair_random_sample(kind)


async def test_a_database_that_was_away_is_looked_at_again_soon_and_to_the_end(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.maintenance.search_index_repair.SOON", 0.01)
    statement, _ = HARM["moved"]
    async with filled.begin() as store:
        await store.session.execute(statement)
    repair = Interrupted(filled, Metrics(), rest=0, first=0)
    repair.done = asyncio.Event()
    running = asyncio.create_task(repair.run_repair_loop())
    await asyncio.wait_for(repair.done.wait(), BOUND)
    running.cancel()
    await asyncio.wait({running})
    assert repair.looks == 3
    assert await wrong(filled) == {}


@pytest.fixture
async def filled(database: Database) -> Database:
    """Solutions 1 to 7, each found by a word of its own."""
    async with database.begin() as store:
        await ensure_initial_topics(store)
    await seed_records(database, "solutions", rows())
    return database


async def found(database: Database, words: str) -> list[int]:
    async with database.read() as store:
        return [hit.id for hit in await search_documents(store, words, SearchScope(levels=("members",)))]


async def harm(database: Database, statement: sa.Executable) -> None:
    async with database.begin() as store:
        await store.session.execute(statement)


def repair_of(database: Database) -> SearchIndexRepairer:
    return SearchIndexRepairer(database, Metrics(), rest=0)


@pytest.mark.parametrize("name", HARM)
async def test_whatever_went_wrong_is_found_and_put_right(filled: Database, name: str) -> None:
    statement, shown = HARM[name]
    await harm(filled, statement)
    assert await wrong(filled) == shown
    assert await repair_of(filled).repair_index() >= 1
    assert await wrong(filled) == {}


async def test_records_far_apart_are_all_read_in_time(
    filled: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.maintenance.search_index_repair.LIST", 2)
    random.seed(1)
    last, far = len(WORDS), 10**14
    for table, column in (("solutions", "id"), ("search_documents", "record_id")):
        await harm(filled, sa.text(f"UPDATE {table} SET {column} = {column} + {far}"))
    await harm(filled, sa.text(f"UPDATE solutions SET title = 'Hydrogen' WHERE id = {far + last}"))
    assert await wrong(filled) == {"solution": [far + last]}
    for _ in range(30):
        await repair_of(filled).repair_index()
        clock.forward(hours=1)
    assert await wrong(filled) == {}


async def test_a_question_that_the_index_lost_is_found_again_and_one_taken_back_is_not(filled: Database) -> None:
    async with filled.begin() as store:
        kari = await store.people.add_person_with_account(Person(name="Kari", language="nb"))
        given = {"asker_id": kari.id, "language": "nb", "origin": {}, "suggested": [], "guess": []}
        for number, state in enumerate((OPEN, WITHDRAWN), 1):
            await store.questions.add(Question(text=f"Hvem har kvikksølv {number}?", state=state, **given))
    assert await wrong(filled) == {"missing": 1, "question": [1]}
    await repair_of(filled).repair_index()
    assert await found(filled, "kvikksølv") == [1]


async def test_it_looks_once_an_hour_whoever_is_first_and_by_new_rules_at_once(
    filled: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    repair, other = repair_of(filled), repair_of(filled)
    assert await repair.repair_index() == 0
    await harm(filled, HARM["lost"][0])
    assert await other.repair_index() == 0, "this hour has had its turn"
    assert b'arena_index_disagreements{how="missing"} 1.0' in generate_latest(other.metrics.registry)
    clock.forward(hours=1)
    assert await other.repair_index() == 1
    shown = generate_latest(other.metrics.registry)
    assert b'arena_index_disagreements{how="missing"} 0.0' in shown
    assert b"arena_index_mended_total 1.0" in shown
    monkeypatch.setattr(index_terms, "INDEX_VERSION", index_terms.INDEX_VERSION + 1)
    index_terms.compute_index_version.cache_clear()
    try:
        assert await wrong(filled) == {"stale": len(WORDS)}
        assert await repair.repair_index() == len(WORDS)
    finally:
        monkeypatch.undo()
        index_terms.compute_index_version.cache_clear()


async def test_what_somebody_is_changing_just_now_is_left_to_them(filled: Database) -> None:
    """On SQLite there is one who writes at a time, who is waited for."""
    if filled.is_sqlite:
        return
    await harm(filled, HARM["other rules"][0])
    async with filled.begin() as store:
        assert await store.solutions.lock(1) is not None
        look = asyncio.create_task(
            repair_of(filled).repair_index()
        )  # as it does: not inside of somebody else's unit of work
        assert await look == len(WORDS) - 1
    assert await wrong(filled) == {"stale": 1}


async def test_the_index_is_built_anew_while_all_is_found(filled: Database) -> None:
    """Whatever state it is in; a line is told now and then."""
    many = [f"stoff{number}" for number in range(3 * PORTION)]
    await seed_records(filled, "solutions", rows(many))
    await harm(filled, HARM["half"][0])
    await harm(filled, HARM["deleted"][0])
    console, looks = Console(file=io.StringIO(), record=True), 0
    building = asyncio.create_task(rebuild_index_with_progress(filled, console))
    while not building.done():
        assert await found(filled, "granulat") == [7]
        looks += 1
    assert looks > 3
    count = len(WORDS) - 2 + len(many)
    assert await building == count
    assert await wrong(filled) == {}
    assert await found(filled, "bauksitt") == []
    lines = console.export_text().splitlines()
    assert lines[-1] == f"{count} of {count} records"
    assert len(lines) > 1
    assert await rebuild_index_with_progress(filled, console) == count
    async with filled.read() as store:
        assert (await index_repair.count_index_drift(store))["documents"] == count
