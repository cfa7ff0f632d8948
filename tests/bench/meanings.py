"""Search by meaning in a library of 10 000: time of a search, and memory of a process that does nothing else."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time

import numpy as np
import psutil

from handlers.language.document_search import index_documents, search_documents
from handlers.language.nearest_neighbours import refresh_matrix
from handlers.language.text_embeddings import TextEmbeddings
from handlers.language.vector_matrix import load_vector_means, pack_vectors
from storage.kit.database import Database
from storage.search.search_index import SearchScope
from tests.bench.benches import Bench
from tests.bench.finding import TOGETHER, lag
from tests.bench.libraries import library, query
from tests.bench.programs import ROOT, environment
from tests.bench.tables import Row, ms, quantile
from tests.meanings import MODELS, real

RECORDS, QUERIES = 10_000, 100
#: megabytes
MEMORY = 250.0
#: how far a number of a vector strays from the mean of all
SPREAD = 0.025


def measure(bench: Bench) -> list[Row]:
    if real() is None:
        return [Row("search by meaning", "its packages are not installed")]
    url = bench.database("sqlite")
    asyncio.run(_fill(url))
    asked = [query(random.Random(number), record) for number, record in enumerate(library(QUERIES))]
    command, env = [sys.executable, "-m", "tests.bench.meanings", url], environment(OMP_WAIT_POLICY="passive")
    done = subprocess.run(
        command, input=json.dumps(asked), cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    return [
        Row(
            f"find by words and meaning in {RECORDS:,} records, SQLite".replace(",", " ", 1),
            f"p50 {ms(found['p50'])}, p95 {ms(found['p95'])}; the loop waits {ms(found['lag'])} (p99)",
            f"by words alone {ms(found['words'])}, {ms(found['idle'])}; a question is read in {ms(found['read'])}",
            figures={"p50_ms": found["p50"] * 1000, "p95_ms": found["p95"] * 1000, "read_ms": found["read"] * 1000},
        ),
        Row(
            "memory of that process",
            f"{found['memory']:.0f} MB",
            f"{found['before']:.0f} MB without model and vectors",
            goal=f"<= {MEMORY:.0f} MB",
            met=found["memory"] <= MEMORY,
            figures={"memory_mb": found["memory"]},
        ),
    ]


async def _fill(url: str) -> None:
    """Records as they are indexed, with vectors that lie as far apart as real ones and mean nothing."""
    model, chance, database, records = real(), np.random.default_rng(1), Database(url), library(RECORDS)
    assert model is not None
    common = load_vector_means(model.id, model.dimension).documents[0]
    for first in range(0, RECORDS, TOGETHER):
        async with database.begin() as store:
            await index_documents(store, *records[first : first + TOGETHER])
            waiting = await store.vectors.list_unembedded_documents(model.id, TOGETHER)
            vectors = common + chance.standard_normal((len(waiting), model.dimension)).astype(np.float32) * SPREAD
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            ids = [one.document_id for one in waiting]
            await store.vectors.put_vectors(model.id, dict(zip(ids, pack_vectors(vectors), strict=True)))
    await database.close()


async def _find(url: str, asked: list[str]) -> dict[str, float]:
    """Figures of this process: seconds and megabytes."""
    database, meanings, read = Database(url), TextEmbeddings(MODELS["e5"]), []
    words, idle = await _times(database, asked, None)
    before = _memory()
    await meanings.load_model()
    await refresh_matrix(meanings, database)
    for text in asked[:20]:
        start = time.perf_counter()
        await meanings.embed_in_background([text], "query")
        read.append(time.perf_counter() - start)
    times, lags = await _times(database, asked, meanings)
    await database.close()
    figures = {"p50": quantile(times, 0.5), "p95": quantile(times, 0.95), "lag": quantile(lags, 0.99)}
    of_words = {"words": quantile(words, 0.5), "idle": quantile(idle, 0.99), "read": quantile(read, 0.5)}
    return figures | of_words | {"before": before, "memory": _memory()}


async def _times(
    database: Database, asked: list[str], meanings: TextEmbeddings | None
) -> tuple[list[float], list[float]]:
    times: list[float] = []
    lags: list[float] = []
    async with lag(lags):
        for text in asked:
            start = time.perf_counter()
            if meanings is not None:
                await meanings.read_meaning(text)
            async with database.read() as store:
                await search_documents(store, text, SearchScope(("question",)), meanings=meanings)
            times.append(time.perf_counter() - start)
    return times, lags


def _memory() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_find(sys.argv[1], json.load(sys.stdin)))))
