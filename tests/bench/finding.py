"""Search in a large library: how long a find takes, what it keeps from the loop meanwhile, and what an index costs.

The records are made of the lexicon's words, as often as people use them, so that there are common words in very many
records and rare ones in few. A query is some of the words of one record; it should be among the first five found.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import accumulate

from handlers.understanding.finding import Document, find, keep
from handlers.understanding.lexicon import FOLDER, frequency, trade_words
from storage.database import Database
from tests.bench.benches import ENGINES, Bench
from tests.bench.tables import Row, ms, quantile

RECORDS = 100_000
#: indexed in one transaction
TOGETHER = 500
QUERIES = 300
#: words of a query, the fewest and the most
WORDS = (8, 12)
#: seconds
P95 = {"sqlite": 0.010, "postgresql": 0.025}
LAG, BUILD, INSERT = 0.005, 60.0, 0.005


@dataclass
class Times:
    """Seconds, each."""

    build: float = 0.0
    finds: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    inserts: list[float] = field(default_factory=list)
    #: share of the queries whose record was among the first five
    found: float = 0.0


def measure(bench: Bench) -> list[Row]:
    records = _records(RECORDS // 10 if bench.quick else RECORDS)
    return [row for engine in ENGINES for row in asyncio.run(_measure(bench, engine, records))]


async def _measure(bench: Bench, engine: str, records: Sequence[Document]) -> list[Row]:
    database, times = Database(bench.database(engine)), Times()
    try:
        start = time.perf_counter()
        for first in range(0, len(records), TOGETHER):
            async with database.begin() as store:
                for record in records[first : first + TOGETHER]:
                    await keep(store, record)
        times.build = time.perf_counter() - start
        await _analyse(database)
        chance = random.Random(2)
        asked = [_query(chance, chance.choice(records)) for _ in range(QUERIES + 20)]
        await _finds(database, asked[:20], Times())
        async with _lag(times.lags):
            await _finds(database, asked[20:], times)
        await _inserts(database, records[:50], times.inserts)
    finally:
        await database.close()
    return _rows(engine, len(records), times)


async def _finds(database: Database, asked: Sequence[tuple[str, int]], times: Times) -> None:
    right = 0
    for text, wanted in asked:
        start = time.perf_counter()
        async with database.read() as store:
            hits = await find(store, text, kinds=("question",), limit=5)
        times.finds.append(time.perf_counter() - start)
        right += any(hit.id == wanted for hit in hits)
        await asyncio.sleep(0.005)  # others have their turn
    times.found = right / len(asked)


async def _inserts(database: Database, records: Sequence[Document], times: list[float]) -> None:
    for record in records:
        start = time.perf_counter()
        async with database.begin() as store:
            await keep(store, record)
        times.append(time.perf_counter() - start)


@asynccontextmanager
async def _lag(lags: list[float]) -> AsyncIterator[None]:
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


async def _analyse(database: Database) -> None:
    """What a server does by itself after a while."""
    async with database.begin() as store:
        await (await store.session.connection()).exec_driver_sql("ANALYZE")


def _records(count: int) -> list[Document]:
    chance, words = random.Random(1), _words()
    listed, weights = list(words), list(accumulate(10**zipf for zipf in words.values()))

    def text(length: int) -> str:
        return " ".join(chance.choices(listed, cum_weights=weights, k=length))

    return [
        Document("question", id, None, "nb", None, "open", text(6), text(chance.randint(20, 40)), "")
        for id in range(1, count + 1)
    ]


def _words() -> dict[str, float]:
    """Norwegian words, and how common they are (Zipf)."""
    entries = gzip.decompress((FOLDER / "lexicon.txt.gz").read_bytes()).decode().split()
    listed = {entry.partition(":")[0] for entry in entries if ":" in entry} | trade_words()
    return {word: frequency(word) for word in sorted(listed) if frequency(word)}


def _query(chance: random.Random, record: Document) -> tuple[str, int]:
    words = f"{record.title} {record.body}".split()
    return " ".join(chance.sample(words, chance.randint(*WORDS))), record.id


def _rows(engine: str, count: int, times: Times) -> list[Row]:
    where = f"{count:,} records, {ENGINES[engine]}".replace(",", " ", 1)
    p50, p95, lag = quantile(times.finds, 0.5), quantile(times.finds, 0.95), quantile(times.lags, 0.99)
    insert = quantile(times.inserts, 0.5)
    return [
        Row(
            f"find in {where}",
            f"p50 {ms(p50)}, p95 {ms(p95)}; the loop waits {ms(lag)} (p99); {times.found:.0%} in the first five",
            goal=f"p95 <= {ms(P95[engine])}, loop <= {ms(LAG)}",
            met=p95 <= P95[engine] and lag <= LAG,
        ),
        Row(
            f"an index of {where}",
            f"{times.build:.0f} s; one record more: {ms(insert)}",
            goal=f"<= {BUILD:.0f} s, one <= {ms(INSERT)}",
            met=times.build <= BUILD and insert <= INSERT,
        ),
    ]
