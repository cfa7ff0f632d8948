"""Run `route` and `find`: JSON Lines in, JSON Lines out.

The process loads no more of the bot than these two commands need.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import Any

from bot.cli import DONE, FAILED
from bot.cli.json_lines import (
    WrongLine,
    parse_json_object,
    parse_line_text,
    read_json_lines,
    report_wrong_line,
    write_json_line,
)
from bot.maintenance.embedding_worker import embed_all_records
from bot.runtime.bootstrap_data import build_meanings, open_prepared_database
from bot.settings import Settings
from handlers.chat.rows.storable_text import is_storable_text
from handlers.language import TopicClassifier, guess_topics_by_meaning, train_meaning_classifier
from handlers.language.document_search import search_documents
from handlers.language.nearest_neighbours import refresh_matrix
from handlers.language.training_runs import train_from_people
from storage.access.audiences import Viewer
from storage.search.search_index import SearchScope


async def run_route_command(settings: Settings) -> int:
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

    async def route(text: str) -> dict[str, Any]:
        await meanings.read_meaning(text)
        guess = guess_topics_by_meaning(classifier, meanings, text)
        return {"topics": [[slug, round(share, 4)] for slug, share in guess.topics], "ask": guess.ask}

    return await _answer_lines(route)


async def run_find_command(settings: Settings) -> int:
    """Print {id, hits: [[code of a solution, score], ...]} for each {id, text}.

    At most ten hits, best first.
    """
    database, meanings = await open_prepared_database(settings), build_meanings(settings)
    await embed_all_records(database, meanings)
    await refresh_matrix(meanings, database)
    scope = SearchScope(("solution",), ("open", "members", "circle"), sight=Viewer(whole=True))

    async def find(text: str) -> dict[str, Any]:
        await meanings.read_meaning(text)
        async with database.read() as store:
            hits = await search_documents(store, text, scope, meanings=meanings)
            found = await store.solutions.map_solutions_by_id([hit.id for hit in hits])
        return {"hits": [[found[hit.id].code, round(hit.score, 4)] for hit in hits if hit.id in found]}

    try:
        return await _answer_lines(find)
    finally:
        await database.close()


def parse_searchable_text(row: dict[str, Any]) -> str:
    """Return the text of a row that a database is asked about. Raise WrongLine for signs that none can hold."""
    text = parse_line_text(row)
    if not is_storable_text(text):
        raise WrongLine("text: contains a character that is not text")
    return text


async def _answer_lines(answer: Callable[[str], Awaitable[dict[str, Any]]]) -> int:
    """Print the answer to each text, beside its id. Name a wrong line by its number, and go on with the others."""
    wrong = 0
    for number, line in read_json_lines(sys.stdin.buffer):
        try:
            row = parse_json_object(line)
            text = parse_searchable_text(row)
        except WrongLine as error:
            wrong += 1
            report_wrong_line(number, error)
            continue
        write_json_line({"id": row["id"], **await answer(text)})
    return FAILED if wrong else DONE
