"""Build the INSERT of each engine, which supports ON CONFLICT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

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


def build_session_insert(session: AsyncSession, table: Any) -> postgresql.Insert | sqlite.Insert:
    """Return the same for the engine that this session speaks to."""
    return build_engine_insert(session.get_bind().dialect.name, table)
