"""The mender: once an hour it sees whether the index still says what the records say, and puts right what does not."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence

import structlog

from bot.runtime.metrics import Metrics
from handlers.chat.records import searched_kinds
from handlers.language.terms import index_version
from handlers.library import mending
from storage.kit.database import UNAVAILABLE, Database, Store
from storage.kit.planner_statistics import count_common_terms, tidy

log = structlog.get_logger()
#: seconds between looks
EVERY = 3600.0
#: seconds until it looks again after the database was away
SOON = 30.0
#: records that are listed at once, and that are mended or read in one unit of work
LIST, PORTION = 500, 10
#: seconds of rest for each second of work: others come first
REST = 3.0
#: what lists the next ids of a kind, and what is done with some of them
Listing = Callable[[Store, str, int, int], Awaitable[Sequence[int]]]
Mending = Callable[[Store, str, Collection[int]], Awaitable[int]]


def _nobody(_count: int) -> None:
    """Is told."""


class Mender:
    """One per worker; one of them mends, whichever is first in the hour."""

    def __init__(self, database: Database, metrics: Metrics, *, portion: int = PORTION, rest: float = REST) -> None:
        self.database = database
        self.metrics = metrics
        self.portion = portion
        self.rest = rest
        #: whether this worker has begun a look that it did not bring to an end
        self._begun = False

    async def run(self) -> None:
        """At start, and every hour from then on."""
        while True:
            pause = EVERY
            try:
                await self.look()
            except UNAVAILABLE as error:
                log.warning("mending waits for the database", error=str(error))
                pause = SOON
            except Exception:  # what cannot be mended now is looked at again in an hour
                log.exception("mending failed")
            await asyncio.sleep(pause)

    async def look(self) -> int:
        """How many records were mended."""
        wrong = await self._wrong()
        if not self._begun and not await self._first():
            return 0
        self._begun, mended = True, 0
        for kind in searched_kinds():
            mended += await self._all(kind, mending.stale, mending.refresh)
            mended += await self._all(kind, mending.gone, mending.sweep)
            mended += await self._some(kind)
        await count_common_terms(self.database)
        self._begun = False
        if mended:
            self.metrics.index.mended(mended)
            log.warning("index mended", records=mended, found=wrong, left=await self._wrong())
        return mended

    async def rebuild(self, told: Callable[[int], None]) -> int:
        """Index every record anew, whatever the index holds of it; `told` of each portion. How many there are.

        Each is found as it was until it is found as it is.
        """
        count = 0
        for kind in searched_kinds():
            count += await self._all(kind, mending.every, mending.refresh, told)
            # those that somebody was changing just then
            await self._all(kind, mending.stale, mending.refresh)
            await self._all(kind, mending.gone, mending.sweep)
        await tidy(self.database)
        return count

    async def _wrong(self) -> dict[str, int]:
        async with self.database.read(patient=True) as store:
            standing = await mending.standing(store)
        wrong = {how: count for how, count in standing.items() if how != "documents"}
        for how, count in wrong.items():
            self.metrics.index.disagreeing(how, count)
        return wrong

    async def _first(self) -> bool:
        """Whether no worker has begun in this hour by these rules."""
        async with self.database.begin(patient=True) as store:
            hour = store.now.strftime("%Y-%m-%dT%H")
            return await store.inbox.first_time(f"tick:index:{index_version()}:{hour}")

    async def _all(self, kind: str, listing: Listing, mend: Mending, told: Callable[[int], None] = _nobody) -> int:
        """Each once: what cannot be mended does not come up again."""
        after = mended = 0
        while True:
            async with self.database.read(patient=True) as store:
                ids = await listing(store, kind, after, LIST)
            if not ids:
                return mended
            after = ids[-1]
            mended += await self._mend(kind, ids, mend, told)

    async def _some(self, kind: str) -> int:
        """Read some records that nothing is known to be wrong with, from anywhere."""
        async with self.database.read(patient=True) as store:
            # a place in their order and no id: ids are as far apart as the moments at which records were made
            first = await store.index.nth(kind, random.randrange(await store.index.size(kind) or 1))
            ids = await store.index.found(kind, first - 1, LIST)
            ids = list(dict.fromkeys([*ids, *await store.index.found(kind, 0, LIST - len(ids))]))
        changed = []
        async for some in self._portions(ids):
            async with self.database.read(patient=True) as store:
                changed += await mending.changed(store, kind, some)
        return await self._mend(kind, changed, mending.refresh)

    async def _mend(self, kind: str, ids: Sequence[int], mend: Mending, told: Callable[[int], None] = _nobody) -> int:
        mended = 0
        async for some in self._portions(ids):
            async with self.database.begin(patient=True) as store:
                mended += await mend(store, kind, some)
            told(len(some))
        return mended

    async def _portions(self, ids: Sequence[int]) -> AsyncIterator[Sequence[int]]:
        """With rests between them."""
        for first in range(0, len(ids), self.portion):
            start = time.monotonic()
            yield ids[first : first + self.portion]
            await asyncio.sleep(self.rest * (time.monotonic() - start))
