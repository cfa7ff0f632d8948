"""Hear what the database is told: every statement of every unit of work, while a block runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from storage.kit.database import Database


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Statements in order with their parameters, of many sets the first; without the names of savepoints."""
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            said.append((statement, parameters[0] if many else parameters))

    for engine in database.unit_engines:
        sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        for engine in database.unit_engines:
            sa.event.remove(engine, "before_cursor_execute", hear)
