"""Check once an hour that the index says what the records say, and repair what does not."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence

import structlog

from bot.runtime.metrics import Metrics
from handlers.chat.record_kinds import list_searched_kinds
from handlers.language.index_terms import compute_index_version
from handlers.library import index_repair
from storage.kit.database import UNAVAILABLE, Database, Store
from storage.kit.planner_statistics import refresh_planner_statistics, store_common_term_counts

log = structlog.get_logger()
#: seconds between runs
EVERY = 3600.0
#: Seconds from the start to the first run, because the first events would be slowed by it.
FIRST = 60.0
#: seconds until the next run after the database was unavailable
SOON = 30.0
#: ids listed at once, and records repaired or checked in one unit of work
LIST, PORTION = 500, 10
#: Seconds of pause for each second of work, because other work has priority.
REST = 3.0
#: lists the next ids of a kind; `Mending` repairs some of them
Listing = Callable[[Store, str, int, int], Awaitable[Sequence[int]]]
Mending = Callable[[Store, str, Collection[int]], Awaitable[int]]


def _ignore_progress(_count: int) -> None:
    """Ignore the progress."""


class SearchIndexRepairer:
    """Repair the search index, one repairer per worker.

    The first worker in the hour repairs.
    """

    def __init__(
        self, database: Database, metrics: Metrics, *, portion: int = PORTION, rest: float = REST, first: float = FIRST
    ) -> None:
        self.database = database
        self.metrics = metrics
        self.portion = portion
        self.rest = rest
        self.first = first
        #: True if a run of this worker was interrupted
        self._begun = False

    async def run_repair_loop(self) -> None:
        """Run repairs soon after the start, and every hour from then on."""
        await asyncio.sleep(self.first)
        while True:
            pause = EVERY
            try:
                await self.repair_index()
            except UNAVAILABLE as error:
                log.warning("mending waits for the database", error=str(error))
                pause = SOON
            except Exception:  # what fails now is tried again in an hour
                log.exception("mending failed")
            await asyncio.sleep(pause)

    async def repair_index(self) -> int:
        """Repair the index, unless another worker has in this hour. Return how many records were repaired."""
        wrong = await self._count_disagreements()
        if not self._begun and not await self._claim_repair_hour():
            return 0
        self._begun, repaired = True, 0
        for kind in list_searched_kinds():
            repaired += await self._repair_listed(kind, index_repair.list_reindex_ids, index_repair.reindex_records)
            repaired += await self._repair_listed(
                kind, index_repair.list_orphan_ids, index_repair.remove_orphaned_documents
            )
            repaired += await self._repair_random_sample(kind)
        await store_common_term_counts(self.database)
        self._begun = False
        if repaired:
            self.metrics.index.count_repaired_records(repaired)
            log.warning("index mended", records=repaired, found=wrong, left=await self._count_disagreements())
        return repaired

    async def rebuild_index(self, told: Callable[[int], None]) -> int:
        """Index every record anew, whatever the index holds of it; return how many there are.

        `told` is called for each portion. A record is found as it was until it is found as it is.
        """
        count = 0
        for kind in list_searched_kinds():
            count += await self._repair_listed(
                kind, index_repair.list_indexable_ids, index_repair.reindex_records, told
            )
            # Records that were being changed meanwhile.
            await self._repair_listed(kind, index_repair.list_reindex_ids, index_repair.reindex_records)
            await self._repair_listed(kind, index_repair.list_orphan_ids, index_repair.remove_orphaned_documents)
        await refresh_planner_statistics(self.database)
        return count

    async def _count_disagreements(self) -> dict[str, int]:
        async with self.database.read(patient=True) as store:
            drift = await index_repair.count_index_drift(store)
        wrong = {how: count for how, count in drift.items() if how != "documents"}
        for how, count in wrong.items():
            self.metrics.index.set_index_disagreements(how, count)
        return wrong

    async def _claim_repair_hour(self) -> bool:
        """Return True if no worker has begun in this hour with this version of the index."""
        async with self.database.begin(patient=True) as store:
            hour = store.now.strftime("%Y-%m-%dT%H")
            return await store.inbox.try_claim_event(f"tick:index:{compute_index_version()}:{hour}")

    async def _repair_listed(
        self, kind: str, listing: Listing, repair: Mending, told: Callable[[int], None] = _ignore_progress
    ) -> int:
        """Repair each listed record once: a record that cannot be repaired does not come up again."""
        after = repaired = 0
        while True:
            async with self.database.read(patient=True) as store:
                ids = await listing(store, kind, after, LIST)
            if not ids:
                return repaired
            after = ids[-1]
            repaired += await self._repair_ids(kind, ids, repair, told)

    async def _repair_random_sample(self, kind: str) -> int:
        """Check some records that nothing is known to be wrong with, from anywhere."""
        async with self.database.read(patient=True) as store:
            # Choose by position, not by id: ids are as unevenly spaced as the times of creation.
            first = await store.search_consistency.find_nth_indexable_id(
                kind, random.randrange(await store.search_consistency.count_indexable_records(kind) or 1)
            )
            ids = await store.search_consistency.list_indexable_record_ids(kind, first - 1, LIST)
            ids = list(
                dict.fromkeys(
                    [*ids, *await store.search_consistency.list_indexable_record_ids(kind, 0, LIST - len(ids))]
                )
            )
        changed = []
        async for some in self._split_with_rests(ids):
            async with self.database.read(patient=True) as store:
                changed += await index_repair.list_changed_record_ids(store, kind, some)
        return await self._repair_ids(kind, changed, index_repair.reindex_records)

    async def _repair_ids(
        self, kind: str, ids: Sequence[int], repair: Mending, told: Callable[[int], None] = _ignore_progress
    ) -> int:
        repaired = 0
        async for some in self._split_with_rests(ids):
            async with self.database.begin(patient=True) as store:
                repaired += await repair(store, kind, some)
            told(len(some))
        return repaired

    async def _split_with_rests(self, ids: Sequence[int]) -> AsyncIterator[Sequence[int]]:
        """Yield the ids in portions, with rests between them."""
        for first in range(0, len(ids), self.portion):
            start = time.monotonic()
            yield ids[first : first + self.portion]
            await asyncio.sleep(self.rest * (time.monotonic() - start))
