"""Search in libraries of growing size: how long a find takes, how good it is, and how long the loop waits for it.

A query is some of the words of one record, which should be among the first five found. Beside it stands what the engine
finds by itself (`fulltext`), asked the same in the same rounds.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from handlers.language.document_search import Document, index_documents, search_documents
from storage.kit.database import Database
from storage.kit.planner_statistics import refresh_planner_statistics
from storage.search.search_index import SearchScope
from tests.bench import fulltext
from tests.bench.benches import ENGINES, Bench
from tests.bench.libraries import library, query
from tests.bench.tables import Row, middle, ms, quantile

SIZES = (1_000, 10_000, 100_000)
#: indexed in one transaction
TOGETHER = 500
#: in a round
QUERIES = 300
#: seconds
P95 = {"sqlite": 0.010, "postgresql": 0.025}
LAG, BUILD, INSERT = 0.005, 60.0, 0.005
#: share of the queries whose record is among the first five, and what it may be less than in the smallest library
FOUND, WORSE = 0.94, 0.03


@dataclass
class Asked:
    """One round of queries."""

    seconds: list[float] = field(default_factory=list)
    #: processor time of this process, for each query
    cpu: float = 0.0
    lags: list[float] = field(default_factory=list)
    #: share of the queries whose record was among the first five, and the mean of 1 / its place
    found: float = 0.0
    rank: float = 0.0

    @property
    def p95(self) -> float:
        return quantile(self.seconds, 0.95)


@dataclass
class Library:
    """What was measured in one library on one engine."""

    engine: str
    size: int
    #: seconds
    build: float = 0.0
    plain_build: float = 0.0
    insert: float = 0.0
    ours: list[Asked] = field(default_factory=list)
    plain: list[Asked] = field(default_factory=list)
    #: of a loop that nobody uses
    idle: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.size:,} records, {ENGINES[self.engine]}".replace(",", " ", 1)


def measure(bench: Bench) -> list[Row]:
    sizes = SIZES[:2] if bench.quick else SIZES
    records = library(sizes[-1])
    gc.collect()
    gc.freeze()  # as the bot does with what lasts: else each collection looks through the whole library in between
    rows = []
    for engine in ENGINES:
        measured = [asyncio.run(_measure(bench, engine, records[:size])) for size in sizes]
        for one in measured:
            rows += [_found(one, measured[0]), _built(one)]
    return rows


async def _measure(bench: Bench, engine: str, records: Sequence[Document]) -> Library:
    url = bench.database(engine)
    database, measured = Database(url), Library(engine, len(records))
    try:
        measured.build = await _build(database, records)
        ask, measured.plain_build = await _plain(bench, engine, url, records)
        await _round(random.Random(0), records[:20], lambda text: _find(database, text))
        for number in range(bench.rounds):
            measured.ours.append(await _round(random.Random(number), records, lambda text: _find(database, text)))
            measured.plain.append(await _round(random.Random(number), records, ask))
        async with lag(measured.idle):
            await asyncio.sleep(1.0)
        measured.insert = await _insert(database, records[:50])
    finally:
        await database.close()
    return measured


async def _build(database: Database, records: Sequence[Document]) -> float:
    start = time.perf_counter()
    for first in range(0, len(records), TOGETHER):
        async with database.begin() as store:
            await index_documents(store, *records[first : first + TOGETHER])
    await refresh_planner_statistics(database)
    return time.perf_counter() - start


async def _plain(bench: Bench, engine: str, url: str, records: Sequence[Document]) -> tuple[fulltext.Ask, float]:
    if engine == "sqlite":
        return await fulltext.fts5(str(bench.folder / f"plain{len(records)}.db"), records)
    return await fulltext.ts_rank(url, records)


async def _find(database: Database, text: str) -> list[int]:
    async with database.read() as store:
        return [hit.id for hit in await search_documents(store, text, SearchScope(("question",)), limit=5)]


async def _round(chance: random.Random, records: Sequence[Document], ask: fulltext.Ask) -> Asked:
    asked, places = Asked(), []
    wanted = [chance.choice(records) for _ in range(QUERIES)]
    texts = [query(chance, record) for record in wanted]
    cpu = time.process_time()
    async with lag(asked.lags):
        for record, text in zip(wanted, texts, strict=True):
            start = time.perf_counter()
            found = await ask(text)
            asked.seconds.append(time.perf_counter() - start)
            places.append(1 / (found.index(record.id) + 1) if record.id in found else 0.0)
            await asyncio.sleep(0.005)  # others have their turn
    asked.cpu = (time.process_time() - cpu) / QUERIES
    asked.found, asked.rank = sum(map(bool, places)) / QUERIES, sum(places) / QUERIES
    return asked


async def _insert(database: Database, records: Sequence[Document]) -> float:
    """Seconds for one record, in a transaction of its own."""
    times = []
    for record in records:
        start = time.perf_counter()
        async with database.begin() as store:
            await index_documents(store, record)
        times.append(time.perf_counter() - start)
    return middle(times)


@asynccontextmanager
async def lag(lags: list[float]) -> AsyncIterator[None]:
    """How much later than asked for the loop wakes whoever sleeps."""

    async def sleep() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            lags.append(time.perf_counter() - start - 0.001)

    sleeper = asyncio.create_task(sleep())
    try:
        yield
    finally:
        sleeper.cancel()


def _found(one: Library, smallest: Library) -> Row:
    p50, p95 = (middle([quantile(asked.seconds, share) for asked in one.ours]) for share in (0.5, 0.95))
    found, rank, cpu = (middle([getattr(asked, name) for asked in one.ours]) for name in ("found", "rank", "cpu"))
    plain, plain_found = (middle([getattr(asked, name) for asked in one.plain]) for name in ("p95", "found"))
    late, idle = middle([quantile(asked.lags, 0.99) for asked in one.ours]), quantile(one.idle, 0.99)
    lost = middle([asked.rank for asked in smallest.ours]) - rank
    return Row(
        f"find in {one.name}",
        f"p50 {ms(p50)}, p95 {ms(p95)}, {ms(cpu)} CPU; the loop waits {ms(late)} (p99);"
        f" {found:.1%} in the first five, mean reciprocal rank {rank:.3f}",
        f"{_CEILINGS[one.engine]}: p95 {ms(plain)}, {plain_found:.1%} in the first five; an idle loop waits {ms(idle)}",
        f"{p95 / plain:.2f}",
        f"p95 <= {ms(P95[one.engine])}, loop <= {ms(LAG)}, found >= {FOUND:.0%}, rank {WORSE} less at the most",
        p95 <= P95[one.engine] and late <= LAG and found >= FOUND and lost <= WORSE,
        figures={"p50_ms": p50 * 1000, "p95_ms": p95 * 1000, "late_ms": late * 1000, "found": found},
    )


_CEILINGS = {"sqlite": "bare FTS5", "postgresql": "bare ts_rank"}


def _built(one: Library) -> Row:
    return Row(
        f"an index of {one.name}",
        f"{one.build:.1f} s; one record more: {ms(one.insert)}",
        f"{_CEILINGS[one.engine]}: {one.plain_build:.1f} s",
        f"{one.build / one.plain_build:.1f}",
        f"<= {BUILD:.0f} s, one <= {ms(INSERT)}",
        one.build <= BUILD and one.insert <= INSERT,
        figures={"build_s": one.build, "insert_ms": one.insert * 1000},
    )
