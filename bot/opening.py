"""What begins with a database: it is brought to head and holds the topics; and the model of what texts mean."""

from __future__ import annotations

import json

from bot.settings import Settings
from handlers.understanding.embedders import e5
from handlers.understanding.lexicon import FOLDER
from handlers.understanding.meanings import Meanings
from storage import revisions
from storage.database import Database, Store


async def opened(settings: Settings) -> Database:
    """SQLite is brought to head, and a new database holds the arena's topics."""
    database = Database(settings.database_url)
    await revisions.prepare(database)
    async with database.begin() as store:
        await ensure_topics(store)
    return database


async def ensure_topics(store: Store) -> None:
    """A new database holds the topics that come with the bot; one with topics of its own is left alone."""
    if await store.topics.today():
        return
    from bot.records import SEED  # all that can be seeded, which few begin with

    for error in await SEED["topics"](store, json.loads((FOLDER / "topics.json").read_text("utf-8"))):
        if error is not None:
            raise error


def meanings_of(settings: Settings) -> Meanings:
    """Not open yet: loading the model takes a moment that nobody has to wait for."""
    return Meanings() if settings.semantic == "0" else Meanings(e5)
