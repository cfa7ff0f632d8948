"""Bring in the tables that take long, one after the other, in each worker."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from handlers.chat.turn import Arena
from handlers.exchange.imports.background_import import run_next_import
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: seconds between polls: whoever has sent a table looks at its card
LOOK = 2.0


@dataclass(frozen=True, slots=True)
class ImportWorker:
    """Read tables and bring them in, while somebody waits for each."""

    database: Database
    arena: Arena

    async def run_import_loop(self) -> None:
        while True:
            try:
                while await run_next_import(self.database, self.arena):
                    pass
            except UNAVAILABLE as error:
                log.warning("tables wait for the database", error=str(error))
            except Exception:  # one failing table must not stop the loop; it is tried again, and given up at last
                log.exception("a table could not be brought in")
            await asyncio.sleep(LOOK)
