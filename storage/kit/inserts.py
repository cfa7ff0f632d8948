"""INSERT as each engine has it: it knows what to do when the row is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert(dialect: str, table: Any) -> postgresql.Insert | sqlite.Insert:
    """For `.on_conflict_do_nothing()` and `.on_conflict_do_update()`; `dialect` is the engine's name."""
    if dialect != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
