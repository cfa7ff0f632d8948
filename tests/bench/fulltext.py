"""The engines' own full-text search over the same records, as bare as can be: the ceiling beside which a find stands.

SQLite: an FTS5 table asked for any of the words by its driver. PostgreSQL: a column of `tsvector` behind a GIN index,
ranked by `ts_rank`, asked by its driver. Neither knows compounds, other languages, spelling or who may see what.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence

import asyncpg

from handlers.language.document_search import Document

#: the words of a query -> the ids of the first five
Ask = Callable[[str], Awaitable[list[int]]]
_WORD = re.compile(r"\w+")


async def fts5(path: str, records: Sequence[Document]) -> tuple[Ask, float]:
    """How to ask, and the seconds it took to index the records."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE VIRTUAL TABLE f USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 0')")
    start = time.perf_counter()
    with database:
        rows = ((one.id, one.title, one.body) for one in records)
        database.executemany("INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)", rows)
    seconds = time.perf_counter() - start

    async def ask(text: str) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
        rows = database.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 5", (words,))
        return [id for (id,) in rows]

    return ask, seconds


async def ts_rank(url: str, records: Sequence[Document]) -> tuple[Ask, float]:
    """The same on PostgreSQL, in a table of its own."""
    database = await asyncpg.connect(url)
    await database.execute("CREATE TABLE plain (id int PRIMARY KEY, words tsvector)")
    start = time.perf_counter()
    async with database.transaction():
        await database.execute("CREATE TEMP TABLE texts (id int, text text) ON COMMIT DROP")
        texts = [(one.id, f"{one.title} {one.body}") for one in records]
        await database.copy_records_to_table("texts", records=texts)
        await database.execute("INSERT INTO plain SELECT id, to_tsvector('norwegian', text) FROM texts")
        await database.execute("CREATE INDEX ON plain USING gin (words)")
    seconds = time.perf_counter() - start
    await database.execute("VACUUM ANALYZE plain")
    statement = await database.prepare(
        "SELECT id FROM plain, to_tsquery('norwegian', $1) asked WHERE words @@ asked"
        " ORDER BY ts_rank(words, asked) DESC LIMIT 5"
    )

    async def ask(text: str) -> list[int]:
        return [id for (id,) in await statement.fetch(" | ".join(_WORD.findall(text)))]

    return ask, seconds
