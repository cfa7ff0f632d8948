"""What begins with a database: it is brought to head and holds the topics; and the model of what texts mean."""

from __future__ import annotations

import asyncio
import json
import time

import structlog

from bot.settings import Settings
from handlers.language.embedders import e5
from handlers.language.lexicon import FOLDER
from handlers.language.meanings import Meanings
from storage.kit import schema_revisions
from storage.kit.database import BROKEN, UNAVAILABLE, Conflict, Database, Store
from storage.kit.diagnosis import DatabaseUnusable, diagnose_failure

log = structlog.get_logger()
#: seconds that a process which serves waits at its start for a database that is away, and between two looks
PATIENCE, PAUSE = 60.0, 1.0


async def opened(settings: Settings, *, patience: float = 0.0, topics: bool = True) -> Database:
    """SQLite is brought to head, and a new database holds the arena's topics, unless `topics` is False."""
    database = Database(settings.database_url)
    try:
        await prepare_database(database, patience=patience, topics=topics)
    except BaseException:
        await database.close()
        raise
    return database


async def prepare_database(database: Database, *, patience: float = 0.0, topics: bool = True) -> None:
    """Bring SQLite to head and give a new database its topics.

    Wait up to `patience` seconds for a database that is away. Raise DatabaseUnusable, SchemaTooNew and SchemaTooOld.
    """
    begun, waiting = time.monotonic(), False
    while True:
        try:
            await _prepare_once(database, topics=topics)
        except (*UNAVAILABLE, *BROKEN, OSError) as error:
            found = diagnose_failure(error, database.engine.url)
            if found is None:
                raise
            if not found.passes or time.monotonic() - begun >= patience:
                given_up = f" Given up after {patience:.0f} seconds." if waiting else ""
                raise DatabaseUnusable(found.text + given_up) from error
            if not waiting:
                log.warning("waiting for the database", reason=found.text, seconds=patience)
            waiting = True
            await asyncio.sleep(PAUSE)
        else:
            if waiting:
                log.info("the database is there", seconds=round(time.monotonic() - begun))
            return


async def _prepare_once(database: Database, *, topics: bool) -> None:
    await schema_revisions.prepare(database)
    if not topics:
        return
    try:
        await _ensure_topics_in(database)
    except Conflict:  # another process began on the same empty database, and was first
        await _ensure_topics_in(database)


async def _ensure_topics_in(database: Database) -> None:
    async with database.begin() as store:
        await ensure_topics(store)


async def ensure_topics(store: Store) -> None:
    """A new database holds the topics that come with the bot; one with topics of its own is left alone."""
    if await store.topics.today():
        return
    from bot.importers.rows import SEED  # all that can be seeded, which few begin with

    for error in await SEED["topics"](store, json.loads((FOLDER / "topics.json").read_text("utf-8"))):
        if error is not None:
            raise error


def meanings_of(settings: Settings) -> Meanings:
    """Not open yet: loading the model takes a moment that nobody has to wait for."""
    return Meanings() if settings.semantic == "0" else Meanings(e5)
