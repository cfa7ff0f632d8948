"""Fetch tables from chats, read them and bring them in, one after the other, in each worker."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.platforms import PermanentError, Platform, TemporaryError
from bot.platforms.file_downloads import ELSEWHERE, EXPIRED, GONE, TOO_LARGE
from bot.runtime.quiet_warnings import QuietWarning
from handlers.chat.places import Place
from handlers.chat.turn import Arena
from handlers.exchange.imports import attached_table_cards as cards
from handlers.exchange.imports.background_import import run_next_import
from handlers.exchange.imports.table_fetching import TableNotFetched
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: seconds between polls: whoever has sent a table looks at its card
LOOK = 2.0
#: reason of a platform -> reason that is told
_REASONS = {GONE: cards.GONE, EXPIRED: cards.EXPIRED, TOO_LARGE: cards.HEAVY, ELSEWHERE: cards.ADDRESS}


@dataclass(frozen=True, slots=True)
class ImportWorker:
    """Fetch and read tables while somebody waits for each."""

    database: Database
    arena: Arena
    platforms: Mapping[str, Platform]

    async def run_import_loop(self) -> None:
        waits = QuietWarning(log, "tables wait for the database")
        while True:
            try:
                while await self.work_on_next_table():
                    pass
            except UNAVAILABLE as error:
                waits.log_warning(error=str(error))
            except Exception:  # one failing table must not stop the loop; it is tried again, and given up at last
                log.exception("a table could not be brought in")
            await asyncio.sleep(LOOK)

    async def work_on_next_table(self) -> bool:
        """Fetch, read or bring in one table; return False when none waits."""
        return await run_next_import(self.database, self.arena, self._fetch_table)

    async def _fetch_table(self, place: Place, address: str, most: int) -> bytes:
        """Return a file of a chat, of so many bytes at the most. Raises TableNotFetched."""
        platform = self.platforms.get(place.platform)
        if platform is None:
            raise TableNotFetched(cards.GONE)
        try:
            return await platform.download_file(place, address, most)
        except TemporaryError as error:
            log.info("a table is fetched again later", platform=place.platform, why=str(error))
            raise TableNotFetched(cards.AWAY) from None
        except PermanentError as error:
            raise TableNotFetched(_REASONS.get(error.why, cards.NO_RIGHT)) from None
