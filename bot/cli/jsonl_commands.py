"""`route` and `find`: JSON Lines in, JSON Lines out, in a process that loads no more of the bot than they need."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from bot.maintenance.embedding_worker import read_all
from bot.runtime.bootstrap_data import meanings_of, opened
from bot.settings import Settings
from handlers.language import Mind, considered, learn_from, make_sense
from handlers.language.finding import find as search
from handlers.language.neighbours import refresh
from storage.access.audiences import Sight


async def route(settings: Settings) -> None:
    """{id, text} -> {id, topics: [[slug, share], ...], ask: whether the asker would choose}."""
    database, mind = await opened(settings), Mind()
    async with database.begin() as store:
        await learn_from(mind, store)
    await database.close()
    meanings = meanings_of(settings)
    await meanings.open()
    await make_sense(mind, meanings)
    for row in _rows(sys.stdin):
        await meanings.read(row["text"])
        guess = considered(mind, meanings, row["text"])
        topics = [[slug, round(share, 4)] for slug, share in guess.topics]
        _tell({"id": row["id"], "topics": topics, "ask": guess.ask})


async def find(settings: Settings) -> None:
    """{id, text} -> {id, hits: [[code of a solution, score], ...]}, ten at the most and the best first."""
    database, meanings = await opened(settings), meanings_of(settings)
    await read_all(database, meanings)
    await refresh(meanings, database)
    levels, whole = ("open", "members", "circle"), Sight(whole=True)
    for row in _rows(sys.stdin):
        await meanings.read(row["text"])
        async with database.read() as store:
            hits = await search(store, row["text"], kinds=("solution",), levels=levels, sight=whole, meanings=meanings)
            found = await store.solutions.many([hit.id for hit in hits])
            named = [[found[hit.id].code, round(hit.score, 4)] for hit in hits if hit.id in found]
            _tell({"id": row["id"], "hits": named})
    await database.close()


def _rows(stream: TextIO) -> Iterator[dict[str, Any]]:
    for line in stream:
        if line.strip():
            yield json.loads(line)


def _tell(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)
