"""Build the INSERT of each engine, which supports ON CONFLICT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def build_engine_insert(dialect: str, table: Any) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT with `.on_conflict_do_nothing()` and `.on_conflict_do_update()`. `dialect` is the
    engine's name.
    """
    if dialect != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
