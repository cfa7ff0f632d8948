"""Ask each source of consultations a few times a day, and store what is new.

Nobody is called inside one's own network, whoever wrote the address. What a source says is stored row
by row. Where a source cannot be read, its list says since when, and what it had said before stays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import aiohttp
import structlog

from bot.maintenance import source_reader
from bot.maintenance.outside_connections import ForbiddenAddress, build_guarded_connector
from handlers.chat.turn import Arena
from handlers.policy.consultations import sources
from storage.kit.database import UNAVAILABLE, Database, Store
from storage.policy.consultation_sources import WatchedSource

log = structlog.get_logger()
#: seconds between polls, and maximum number of seconds for a source
EVERY, PATIENCE = 4 * 3600.0, 30.0
#: Seconds after the start, because events have priority then.
FIRST = 60.0
#: Number of reader crashes after which a source is no longer polled.
MOST_KILLS = 2
AGENT = "arena-bot (consultations)"
#: fetches the content of an address; raises SourceFailure
Fetch = Callable[[str], Awaitable[bytes]]


class SourceFailure(Exception):
    """Say why a source gave nothing.

    `why` is one of the words of `handlers.policy.consultations.sources.list_failure_texts`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class SourcePoller:
    """Ask the sources, one poller per worker; the first worker in the hour asks."""

    database: Database
    arena: Arena
    #: addresses of the settings, which are polled too
    links: Iterable[str] = ()
    fetch: Fetch | None = None
    #: (id, link) of those still to be asked, when the database was away meanwhile
    _left: list[tuple[int, str]] = field(default_factory=list)
    #: ids of sources whose kill was counted before a reading that ended nothing
    _counted: set[int] = field(default_factory=set)

    async def run_polling_loop(self) -> None:
        await asyncio.sleep(FIRST)
        while True:
            pause = EVERY
            try:
                await self.poll_all_sources()
            except UNAVAILABLE as error:
                pause = FIRST
                log.warning("watching waits for the database", error=str(error))
            except Exception:  # one failing poll must not stop the loop
                log.exception("watching failed")
            await asyncio.sleep(pause)

    async def poll_all_sources(self) -> None:
        """Ask each source, unless another worker has in this hour. After an outage those that are left are asked."""
        self._left = self._left or await self._list_due_sources()
        while self._left:
            source = self._left.pop(0)
            try:
                await self._poll_source(*source)
            except UNAVAILABLE:
                self._left.insert(0, source)
                raise

    async def _list_due_sources(self) -> list[tuple[int, str]]:
        async with self.database.begin(patient=True) as store:
            if not await store.inbox.try_claim_event(f"tick:sources:{store.now:%Y-%m-%dT%H}"):
                return []
            await self._add_configured_sources(store)
            watched = await store.consultation_sources.list_watched_sources()
            for source in filter(_ends_its_reader, watched):
                await _set_source_aside(store, source)
            return [(source.id, source.link) for source in watched if not _ends_its_reader(source)]

    async def _add_configured_sources(self, store: Store) -> None:
        """Add the sources of the settings."""
        for link in self.links:
            if await store.consultation_sources.find_source_by_link(link) is None:
                await store.consultation_sources.add(WatchedSource(link=link))

    async def _poll_source(self, id: int, link: str) -> None:
        try:
            content = await (self.fetch or fetch_source)(link)
            found = await self._read_source_rows(id, content)
        except (SourceFailure, source_reader.SourceUnreadable) as error:
            await self._record_poll_result(id, error.why, 0)
            return
        except source_reader.ReaderKilled as error:
            log.error("a source ended its reader", source=id, why=str(error))
            await self._record_poll_result(id, "killed", 0)
            return
        except UNAVAILABLE:  # which says nothing of the source
            raise
        except Exception:  # one failing source must not stop the others
            log.exception("a source could not be read")
            await self._record_poll_result(id, "unknown", 0)
            return
        taken = 0
        for row in found:
            taken += await self._seed_source_row(row)
        await self._record_poll_result(id, "" if taken or not found else "unknown", taken)

    async def _seed_source_row(self, row: dict[str, str]) -> bool:
        """Seed one row in a unit of work of its own: a wrong row says nothing of the others."""
        from bot.importers.rows.consultation_import import seed_consultation_row
        from handlers.chat.rows import RowError

        try:
            async with self.database.begin(patient=True) as store:
                await seed_consultation_row(store, self.arena, row)
        except RowError as error:
            log.info("an entry of a source is left out", field=error.field)
            return False
        return True

    async def _record_poll_result(self, id: int, failure: str, entries: int) -> None:
        async with self.database.begin(patient=True) as store:
            source = await store.consultation_sources.find(id)
            if source is None:
                return
            source.tried_at, source.failure = store.now, failure
            if not failure:
                source.read_at, source.entries = store.now, entries
            if _ends_its_reader(source):
                await _set_source_aside(store, source)

    async def _read_source_rows(self, id: int, content: bytes) -> list[source_reader.Row]:
        """Count a kill before the content is read, and forget it once the reader has come to an end.

        What ends this whole process too must not be read again for ever. A worker that is stopped meanwhile, or
        has no room for a child process, takes the count back. After an outage nothing is counted twice.
        """
        if id not in self._counted:
            await self._add_reader_kills(id, 1)
            self._counted.add(id)
        today = self.arena.find_day(self.database.get_time())
        try:
            found = await source_reader.read_source_in_child(content, today, self.arena.zone)
        except source_reader.ReaderKilled:
            self._counted.discard(id)
            raise
        except source_reader.SourceUnreadable:
            await self._forget_reader_kills(id)
            raise
        except (asyncio.CancelledError, OSError):
            await self._add_reader_kills(id, -1)
            self._counted.discard(id)
            raise
        await self._forget_reader_kills(id)
        return found

    async def _forget_reader_kills(self, id: int) -> None:
        """Start the count anew: the reader came to an end, with rows or without."""
        async with self.database.begin(patient=True) as store:
            source = await store.consultation_sources.find(id)
            if source is not None:
                source.kills = 0
        self._counted.discard(id)

    async def _add_reader_kills(self, id: int, by: int) -> None:
        async with self.database.begin(patient=True) as store:
            source = await store.consultation_sources.find(id)
            if source is not None:
                source.kills = max(0, source.kills + by)


def _ends_its_reader(source: WatchedSource) -> bool:
    """Return True if the source has ended its reader too often to be read any more."""
    return source.kills >= MOST_KILLS


async def _set_source_aside(store: Store, source: WatchedSource) -> None:
    """Note that the source is not read any more, and tell the secretariat once."""
    if source.failure != "aside":
        source.failure = "aside"
        await sources.notify_source_set_aside(store, source)


async def fetch_source(link: str) -> bytes:
    """Return what the address answers, up to the largest size of a feed. Raise SourceFailure."""
    from handlers.policy.source_parsers import LARGEST

    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(
                connector=build_guarded_connector(()), timeout=timeout, headers={"User-Agent": AGENT}
            ) as http,
            http.get(link, max_redirects=3) as answer,
        ):
            if answer.status != 200:
                raise SourceFailure("refused")
            content = b""
            async for chunk in answer.content.iter_chunked(65_536):
                content += chunk
                if len(content) > LARGEST:
                    raise SourceFailure("large")
            return content
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        forbidden = isinstance(error, ForbiddenAddress) or isinstance(
            getattr(error, "os_error", None), ForbiddenAddress
        )
        raise SourceFailure("forbidden" if forbidden else "unreachable") from error
