"""The librarian: reads what was saved and has no vector yet, outside every unit of work, and keeps what it means."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from functools import partial

import structlog

from handlers.language.meanings import Meanings
from handlers.language.neighbours import refresh
from handlers.library.passages import passages
from storage.kit.database import UNAVAILABLE, Database
from storage.search.vectors import Waiting

log = structlog.get_logger()
#: seconds between looks when nothing wakes the loop (other processes save too), and that what was saved waits for more
LOOK, COMPANY = 15.0, 1.0
#: records that are kept together, and the newest ones they are drawn from: those of several workers seldom meet at one
BATCH, SHELF = 8, 64


class Librarian:
    """One per process. Where there is no model it never begins."""

    def __init__(self, database: Database, meanings: Meanings) -> None:
        self.database = database
        self.meanings = meanings
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may have been saved: look soon."""
        self._woken.set()

    async def begin(self) -> None:
        """Load the model and the vectors."""
        if await self.meanings.open():
            log.info("searching by meaning too", model=self.meanings.model)
            await self._tried(self.look)

    async def run(self, *, worker: bool) -> None:
        """Follow what is saved, and in a worker read it."""
        while self.meanings.ready:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._woken.wait()
            await asyncio.sleep(COMPANY)
            self._woken.clear()
            await self._tried(partial(self.catch_up, worker=worker))

    async def shelve(self, *, pausing: bool = False) -> int:
        """Make some of the vectors that are missing; how many, 0 when none was. `pausing`: for as long as each took."""
        async with self.database.read(patient=True) as store:
            shelf = await store.vectors.missing(self.meanings.model, SHELF)
            some = random.sample(shelf, min(BATCH, len(shelf)))
            texts = await passages(store, _records(some))
        vectors: dict[Waiting, bytes] = {}
        for one in some:
            start = time.monotonic()
            if (one.kind, one.record_id) in texts:
                vectors[one] = await self.meanings.passage(texts[one.kind, one.record_id])
            if pausing:
                await asyncio.sleep(time.monotonic() - start)
        return await self._keep(vectors, texts) if vectors else 0

    async def _keep(self, vectors: dict[Waiting, bytes], texts: dict[tuple[str, int], str]) -> int:
        """What was changed while it was read is read again later: nobody can change it while this looks."""
        async with self.database.begin(patient=True) as store:
            there = await store.vectors.lock(one.document_id for one in vectors)
            now = await passages(store, _records(there))
            same = {
                one.document_id: vector
                for one, vector in vectors.items()
                if one in there and now.get((one.kind, one.record_id)) == texts[one.kind, one.record_id]
            }
            await store.vectors.put(self.meanings.model, same)
        return len(same)

    async def look(self) -> None:
        """At all the vectors, so that no search has to."""
        await refresh(self.meanings, self.database)

    async def catch_up(self, *, worker: bool) -> None:
        """Read what was saved, in a worker; then look at what was read here and elsewhere."""
        while worker and await self.shelve(pausing=True):
            await self.look()
        await self.look()

    async def _tried(self, round: Callable[[], Awaitable[None]]) -> None:
        try:
            await round()
        except UNAVAILABLE as error:
            log.warning("the librarian waits for the database", error=str(error))
        except Exception:  # one round must not be the last
            log.exception("the librarian failed")


async def read_all(database: Database, meanings: Meanings) -> None:
    """Open the model and make every vector that is missing, for commands that end; where there is no model, nothing."""
    if not await meanings.open():
        return
    from rich.console import Console
    from rich.progress import Progress

    librarian, console = Librarian(database, meanings), Console(stderr=True)
    async with database.read() as store:
        lacking = await store.vectors.lacking(meanings.model)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        reading = progress.add_task("reading for search by meaning", total=lacking)
        while made := await librarian.shelve():
            progress.advance(reading, made)


def _records(documents: Collection[Waiting]) -> list[tuple[str, int]]:
    return [(one.kind, one.record_id) for one in documents]
