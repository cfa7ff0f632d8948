"""Searches that were made keywords help others that are worded otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.language.document_search import index_documents, search_documents
from handlers.library.solutions.search_log import MOST_WORDS
from storage.kit.database import Database, Store
from tests.evaluation.outcomes import document
from tests.evaluation.sets import rows


def parted(searches: Sequence[Mapping[str, Any]]) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """The first search for a record as its keyword, where it is short enough to be kept; the others to be asked."""
    taught: dict[str, list[str]] = {}
    asked: list[tuple[str, str]] = []
    for search in searches:
        if search["relevant"]:
            name = max(search["relevant"], key=search["relevant"].get)
            if name not in taught:
                taught[name] = [search["text"]] if len(search["text"].split()) <= MOST_WORDS else []
            else:
                asked.append((search["text"], name))
    return taught, asked


async def reciprocal_rank(store: Store, names: Sequence[str], asked: Sequence[tuple[str, str]]) -> float:
    """Mean of one over the place of the right record among the first ten."""
    total = 0.0
    for text, name in asked:
        found = [names[hit.id - 1] for hit in await search_documents(store, text)]
        total += 1 / (found.index(name) + 1) if name in found else 0.0
    return total / len(asked)


async def test_what_was_searched_for_helps_those_who_search_in_other_words(database: Database) -> None:
    library = rows("park_library")
    names, (taught, asked) = [record["id"] for record in library], parted(rows("park_searches"))
    ranks = []
    for keywords in ({}, taught):
        async with database.begin() as store:
            for number, record in enumerate(library, 1):
                words = tuple(keywords.get(record["id"], ()))
                await index_documents(store, replace(document(number, record), keywords=words))
            ranks.append(await reciprocal_rank(store, names, asked))
    before, after = ranks
    assert after >= before + 0.01, f"{before:.3f} -> {after:.3f}"
