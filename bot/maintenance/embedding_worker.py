"""Embed saved records that have no vector yet, outside every unit of work, and store the vectors."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from functools import partial

import structlog

from handlers.language.nearest_neighbours import refresh_matrix
from handlers.language.text_embeddings import TextEmbeddings
from handlers.library.index_repair import collect_embedding_texts
from storage.kit.database import UNAVAILABLE, Database
from storage.search.vectors import UnembeddedDocument

log = structlog.get_logger()
#: Seconds between polls, because other processes save too, and seconds to wait for more records after a wake-up.
LOOK, COMPANY = 15.0, 1.0
#: Records stored together, and newest ones they are chosen from, so that workers seldom choose the same.
BATCH, SHELF = 8, 64


class EmbeddingWorker:
    """Embed records, one worker per process. Without a model it never begins."""

    def __init__(self, database: Database, meanings: TextEmbeddings) -> None:
        self.database = database
        self.meanings = meanings
        self._woken = asyncio.Event()

    def wake_embedding_worker(self) -> None:
        """Wake the loop: a record may have been saved."""
        self._woken.set()

    async def load_model_and_vectors(self) -> None:
        if await self.meanings.load_model():
            log.info("searching by meaning too", model=self.meanings.model)
            await self._run_embedding_round(self.reload_vectors)

    async def run_embedding_loop(self, *, worker: bool) -> None:
        """Follow what is saved; in a worker process also embed it."""
        while self.meanings.ready:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._woken.wait()
            await asyncio.sleep(COMPANY)
            self._woken.clear()
            await self._run_embedding_round(partial(self.embed_saved_records, worker=worker))

    async def embed_missing_batch(self, *, pausing: bool = False) -> int:
        """Embed some records without a vector; return how many, 0 when none was missing.

        `pausing`: rest after each as long as it took.
        """
        async with self.database.read(patient=True) as store:
            newest = await store.vectors.list_unembedded_documents(self.meanings.model, SHELF)
            some = random.sample(newest, min(BATCH, len(newest)))
            texts = await collect_embedding_texts(store, _list_record_keys(some))
        vectors: dict[UnembeddedDocument, bytes] = {}
        for one in some:
            start = time.monotonic()
            if (one.kind, one.record_id) in texts:
                vectors[one] = await self.meanings.embed_passage(texts[one.kind, one.record_id])
            if pausing:
                await asyncio.sleep(time.monotonic() - start)
        return await self._store_vectors(vectors, texts) if vectors else 0

    async def _store_vectors(self, vectors: dict[UnembeddedDocument, bytes], texts: dict[tuple[str, int], str]) -> int:
        """Store the vectors of records that are unchanged; a changed record is embedded again later.

        The row locks keep others from changing records during this check.
        """
        async with self.database.begin(patient=True) as store:
            there = await store.vectors.lock_documents(one.document_id for one in vectors)
            now = await collect_embedding_texts(store, _list_record_keys(there))
            same = {
                one.document_id: vector
                for one, vector in vectors.items()
                if one in there and now.get((one.kind, one.record_id)) == texts[one.kind, one.record_id]
            }
            await store.vectors.put_vectors(self.meanings.model, same)
        return len(same)

    async def reload_vectors(self) -> None:
        """Load all vectors, so that no search has to."""
        await refresh_matrix(self.meanings, self.database)

    async def embed_saved_records(self, *, worker: bool) -> None:
        """Embed what was saved, in a worker; then load what was embedded here and elsewhere."""
        while worker and await self.embed_missing_batch(pausing=True):
            await self.reload_vectors()
        await self.reload_vectors()

    async def _run_embedding_round(self, round: Callable[[], Awaitable[None]]) -> None:
        try:
            await round()
        except UNAVAILABLE as error:
            log.warning("the embedding worker waits for the database", error=str(error))
        except Exception:  # one failing round must not stop the loop
            log.exception("the embedding worker failed")


async def embed_all_records(database: Database, meanings: TextEmbeddings) -> None:
    """Open the model and make every missing vector, for commands that end.

    Do nothing where there is no model.
    """
    if not await meanings.load_model():
        return
    from rich.console import Console
    from rich.progress import Progress

    embedding_worker, console = EmbeddingWorker(database, meanings), Console(stderr=True)
    async with database.read() as store:
        lacking = await store.vectors.count_unembedded_documents(meanings.model)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        reading = progress.add_task("reading for search by meaning", total=lacking)
        while made := await embedding_worker.embed_missing_batch():
            progress.advance(reading, made)


def _list_record_keys(documents: Collection[UnembeddedDocument]) -> list[tuple[str, int]]:
    return [(one.kind, one.record_id) for one in documents]
