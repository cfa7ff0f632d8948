"""Run `route` and `find`: JSON Lines in, JSON Lines out.

The process loads no more of the bot than these two commands need.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from bot.maintenance.embedding_worker import embed_all_records
from bot.runtime.bootstrap_data import build_meanings, open_prepared_database
from bot.settings import Settings
from handlers.language import TopicClassifier, guess_topics_by_meaning, train_meaning_classifier
from handlers.language.document_search import search_documents
from handlers.language.nearest_neighbours import refresh_matrix
from handlers.language.training_runs import train_from_people
from storage.access.audiences import Viewer


async def run_route_command(settings: Settings) -> None:
    """Print {id, topics: [[slug, share], ...], ask} for each {id, text}.

    `ask`: whether the asker would be asked to choose.
    """
    database, classifier = await open_prepared_database(settings), TopicClassifier()
    async with database.begin() as store:
        await train_from_people(classifier, store)
    await database.close()
    meanings = build_meanings(settings)
    await meanings.load_model()
    await train_meaning_classifier(classifier, meanings)
    for row in _read_json_rows(sys.stdin):
        await meanings.read_meaning(row["text"])
        guess = guess_topics_by_meaning(classifier, meanings, row["text"])
        topics = [[slug, round(share, 4)] for slug, share in guess.topics]
        print_json_row({"id": row["id"], "topics": topics, "ask": guess.ask})


async def run_find_command(settings: Settings) -> None:
    """Print {id, hits: [[code of a solution, score], ...]} for each {id, text}.

    At most ten hits, best first.
    """
    database, meanings = await open_prepared_database(settings), build_meanings(settings)
    await embed_all_records(database, meanings)
    await refresh_matrix(meanings, database)
    levels, whole = ("open", "members", "circle"), Viewer(whole=True)
    for row in _read_json_rows(sys.stdin):
        await meanings.read_meaning(row["text"])
        async with database.read() as store:
            hits = await search_documents(
                store, row["text"], kinds=("solution",), levels=levels, sight=whole, meanings=meanings
            )
            found = await store.solutions.map_solutions_by_id([hit.id for hit in hits])
            named = [[found[hit.id].code, round(hit.score, 4)] for hit in hits if hit.id in found]
            print_json_row({"id": row["id"], "hits": named})
    await database.close()


def _read_json_rows(stream: TextIO) -> Iterator[dict[str, Any]]:
    for line in stream:
        if line.strip():
            yield json.loads(line)


def print_json_row(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)
