"""Watches where consultations are told of: asks each source a few times a day, and keeps what is new.

Nobody is called inside one's own network, whoever wrote the address. What a source says is kept row by row; where it
cannot be read, its list says since when, and what it had said before stays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date

import aiohttp
import structlog

from bot.maintenance import source_reader
from bot.maintenance.outside_connections import Forbidden, guarded
from handlers.chat.turn import Arena
from handlers.policy.consultations import sources
from storage.kit.database import UNAVAILABLE, Database, Store
from storage.policy.consultation_sources import WatchedSource

log = structlog.get_logger()
#: seconds between looks, and that a source may take
EVERY, PATIENCE = 4 * 3600.0, 30.0
#: seconds after the start: those who write come first
FIRST = 60.0
#: times that a source may end its reader before it is set aside
MOST_KILLS = 2
AGENT = "arena-bot (consultations)"
#: gives what an address answers; raises Failure
Fetch = Callable[[str], Awaitable[bytes]]


class Failure(Exception):
    """Why a source gave nothing: one of the words of `handlers.policy.consultations.sources.failures`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Watcher:
    """One per worker; one of them looks, whichever is first."""

    database: Database
    arena: Arena
    #: addresses of the settings, which are watched too
    links: Iterable[str] = ()
    fetch: Fetch | None = None

    async def run(self) -> None:
        await asyncio.sleep(FIRST)
        while True:
            pause = EVERY
            try:
                await self.look()
            except UNAVAILABLE as error:
                pause = FIRST
                log.warning("watching waits for the database", error=str(error))
            except Exception:  # one look must not be the last
                log.exception("watching failed")
            await asyncio.sleep(pause)

    async def look(self) -> None:
        """At each source, unless another worker has in this hour."""
        async with self.database.begin(patient=True) as store:
            if not await store.inbox.first_time(f"tick:sources:{store.now:%Y-%m-%dT%H}"):
                return
            await self._know(store)
            due = [
                (source.id, source.link) for source in await store.sources.all() if not await self._aside(store, source)
            ]
            today = store.now.astimezone(self.arena.zone).date()
        for id, link in due:
            await self._one(id, link, today)

    async def _know(self, store: Store) -> None:
        """Those of the settings."""
        for link in self.links:
            if await store.sources.by_link(link) is None:
                await store.sources.add(WatchedSource(link=link))

    async def _one(self, id: int, link: str, today: date) -> None:
        try:
            content = await (self.fetch or fetched)(link)
            found = await self._read(id, content, today)
        except Failure as error:
            await self._note(id, error.why, 0, read=False)
            return
        except source_reader.Unread as error:
            await self._note(id, error.why, 0)
            return
        except source_reader.Killed as error:
            log.error("a source ended its reader", source=id, why=str(error))
            await self._note(id, "killed", 0, read=False)
            return
        except Exception:  # what a parser stumbles over must not keep the other sources from being read
            log.exception("a source could not be read")
            await self._note(id, "unknown", 0, read=False)
            return
        taken = 0
        for row in found:
            taken += await self._take(row)
        await self._note(id, "" if taken or not found else "unknown", taken)

    async def _take(self, row: dict[str, str]) -> bool:
        """Each in a unit of work of its own: what is wrong with one says nothing of the others."""
        from bot.importers.rows.hearings import seed_row
        from handlers.chat.rows import RowError

        try:
            async with self.database.begin(patient=True) as store:
                await seed_row(store, row)
        except RowError as error:
            log.info("an entry of a source is left out", field=error.field)
            return False
        return True

    async def _note(self, id: int, failure: str, entries: int, *, read: bool = True) -> None:
        """`read`: its reader came to an end, with rows or without."""
        async with self.database.begin(patient=True) as store:
            source = await store.sources.find(id)
            if source is None:
                return
            source.tried_at, source.failure = store.now, failure
            if read:
                source.kills = 0
            if not failure:
                source.read_at, source.entries = store.now, entries
            await self._aside(store, source)

    async def _read(self, id: int, content: bytes, today: date) -> list[source_reader.Row]:
        """Count it before it is read: what ends this whole process too must not be taken up again for ever.

        A worker that is stopped meanwhile, or has no room for a child, says nothing of the source.
        """
        await self._count_kill(id, 1)
        try:
            return await source_reader.read_source(content, today, self.arena.zone)
        except (asyncio.CancelledError, OSError):
            await self._count_kill(id, -1)
            raise

    async def _count_kill(self, id: int, by: int) -> None:
        async with self.database.begin(patient=True) as store:
            source = await store.sources.find(id)
            if source is not None:
                source.kills = max(0, source.kills + by)

    async def _aside(self, store: Store, source: WatchedSource) -> bool:
        """Return True if the source is not read any more; tell the secretariat when that begins."""
        if source.kills < MOST_KILLS:
            return False
        if source.failure != "aside":
            source.failure = "aside"
            await sources.tell_set_aside(store, source)
        return True


async def fetched(link: str) -> bytes:
    """What the address answers, as far as a feed may be long."""
    from handlers.policy.consultations.reading import LARGEST

    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(connector=guarded(()), timeout=timeout, headers={"User-Agent": AGENT}) as http,
            http.get(link, max_redirects=3) as answer,
        ):
            if answer.status != 200:
                raise Failure("refused")
            content = b""
            async for chunk in answer.content.iter_chunked(65_536):
                content += chunk
                if len(content) > LARGEST:
                    raise Failure("large")
            return content
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        forbidden = isinstance(error, Forbidden) or isinstance(getattr(error, "os_error", None), Forbidden)
        raise Failure("forbidden" if forbidden else "unreachable") from error
