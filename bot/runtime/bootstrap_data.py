"""Prepare a database: bring it to head and give it the topics. Build the embedding model."""

from __future__ import annotations

import asyncio
import json
import time

import structlog

from bot.settings import Settings
from handlers.chat.turn import Arena
from handlers.language.embedders import load_e5_embedder
from handlers.language.lexicon import FOLDER
from handlers.language.text_embeddings import TextEmbeddings
from storage.kit import schema_revisions
from storage.kit.database import BROKEN, UNAVAILABLE, Conflict, Database, Store
from storage.kit.diagnosis import DatabaseUnusable, diagnose_database_failure

log = structlog.get_logger()
#: seconds that a serving process waits at start for an unavailable database, and between two tries
PATIENCE, PAUSE = 60.0, 1.0


async def open_prepared_database(settings: Settings, *, patience: float = 0.0, topics: bool = True) -> Database:
    """Open the database, bring SQLite to head, and give a new database the arena's topics.

    `topics=False` leaves the topics out.
    """
    database = Database(settings.database_url)
    try:
        await prepare_database(database, patience=patience, topics=topics)
    except BaseException:
        await database.close()
        raise
    return database


async def prepare_database(database: Database, *, patience: float = 0.0, topics: bool = True) -> None:
    """Bring SQLite to head and give a new database its topics.

    Wait up to `patience` seconds for a database that is away. Raise DatabaseUnusable, SchemaTooNew and
    SchemaTooOld.
    """
    begun, waiting = time.monotonic(), False
    while True:
        try:
            await _prepare_database_once(database, topics=topics)
        except (*UNAVAILABLE, *BROKEN, OSError) as error:
            found = diagnose_database_failure(error, database.engine.url)
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


async def _prepare_database_once(database: Database, *, topics: bool) -> None:
    await schema_revisions.prepare_schema(database)
    if not topics:
        return
    try:
        await _ensure_database_topics(database)
    except Conflict:  # another process created it first
        await _ensure_database_topics(database)


async def _ensure_database_topics(database: Database) -> None:
    async with database.begin() as store:
        await ensure_initial_topics(store)


async def ensure_initial_topics(store: Store) -> None:
    """Give a new database the topics that come with the bot.

    A database with topics of its own is left alone.
    """
    if await store.topics.map_current_slugs():
        return
    from bot.importers.rows import SEED  # many modules, which few starts need

    for error in await SEED["topics"](store, Arena(), json.loads((FOLDER / "topics.json").read_text("utf-8"))):
        if error is not None:
            raise error


def build_meanings(settings: Settings) -> TextEmbeddings:
    """Build the meanings, not open yet: nobody has to wait while the model is loaded."""
    return TextEmbeddings() if settings.semantic == "0" else TextEmbeddings(load_e5_embedder)
