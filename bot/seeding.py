"""Fills a database from files: organisations, people, topics, rooms and solutions, all rows or none."""

from __future__ import annotations

import json
from typing import Any

from handlers.understanding.lexicon import FOLDER
from storage.database import Store
from storage.topics import Topic


async def ensure_topics(store: Store) -> None:
    """A new database holds the topics that come with the bot; one with topics of its own is left alone."""
    if await store.topics.today():
        return
    for row in json.loads((FOLDER / "topics.json").read_text("utf-8")):
        await store.topics.add(_given_topic(row))


def _given_topic(row: dict[str, Any]) -> Topic:
    name = row["name"]
    return Topic(
        slug=row["slug"],
        name_nb=name["nb"],
        name_nn=name["nn"],
        name_en=name["en"],
        description=row["description_nb"],
        keywords=row["keywords"],
        examples=row["examples"],
    )
