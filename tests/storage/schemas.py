"""The schema of a database as its engine writes it, made comparable: what autogenerate overlooks is seen as text."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path

from storage.kit.database import Database
from tests.postgres import Server


async def schema(database: Database) -> dict[str, list[str]]:
    """The schema as the engine itself writes it: statement -> its parts, whatever the order of columns."""
    if database.is_sqlite:
        statements = _sqlite(str(database.engine.url.database))
    else:
        statements = await asyncio.to_thread(_postgresql, str(database.engine.url.query["host"]), database)
    parted = (_parts(statement) for statement in statements)
    return {parts[0]: sorted(parts[1:]) for parts in parted if "alembic_version" not in parts[0]}


def _sqlite(path: str) -> list[str]:
    connection = sqlite3.connect(path)
    ours = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"  # its own table of sequences stays when nothing needs it
    rows = connection.execute(f"SELECT sql FROM sqlite_master WHERE {ours} ORDER BY name").fetchall()
    connection.close()
    return [sql for (sql,) in rows]


def _postgresql(folder: str, database: Database) -> list[str]:
    server = Server(Path(folder))
    text = server.run("pg_dump", "--schema-only", "--no-owner", server.url(str(database.engine.url.database)))
    lines = [line for line in text.splitlines() if line and not line.startswith(("--", "\\", "SET ", "SELECT "))]
    return [statement for statement in "\n".join(lines).split(";") if statement.strip()]


def _parts(statement: str) -> list[str]:
    """The head of a statement, and what stands between its outermost commas."""
    text = re.sub(r"\s+", " ", statement.replace('"', "")).strip()
    head, _, body = text.partition("(")
    if not head.startswith("CREATE TABLE"):
        return [text]
    body, _, after = body.rpartition(")")
    parts, depth = [after], 0
    parts.append("")
    for letter in body:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [head.strip(), *(part.strip() for part in parts)]
