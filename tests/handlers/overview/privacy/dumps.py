"""A full dump of a database as text, to look for what must not be in it."""

from __future__ import annotations

import json

import sqlalchemy as sa

from storage.kit.database import Database
from storage.kit.tables import metadata


async def dump(database: Database) -> str:
    """Every value of every column, a line each, with the letters that JSON writes as numbers."""
    lines = []
    async with database.read() as store:
        for table in metadata.sorted_tables:
            for row in await store.session.execute(sa.select(table)):
                for column, value in zip(table.c.keys(), row, strict=True):
                    told = value.decode("latin-1") if isinstance(value, bytes) else value
                    text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False, default=str)
                    lines.append(f"{table.name}.{column}: {text}")
    return "\n".join(lines)


def hits(text: str, *words: str) -> list[str]:
    """The lines in which one of the words is, whatever their case."""
    return [line for line in text.splitlines() if any(word.casefold() in line.casefold() for word in words)]
