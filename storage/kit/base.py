"""Define what every table and repository shares: column types, constraint names, and the declarative base."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

#: Constraint names, so that migrations can address them on both engines.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: Execution option of statements that match an id in every workspace. A test requires all others to name theirs.
ACROSS = "across_workspaces"


class Instant(TypeDecorator[datetime]):
    """Store an instant in UTC. SQLite keeps it as text that sorts in time order, PostgreSQL as timestamptz."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Text())
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Hold the metadata of every table of the bot."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        dict[str, Any]: sa.JSON,
        list[str]: sa.JSON,
        list[Any]: sa.JSON,
    }


def build_partial_index(name: str, *columns: str, where: str, unique: bool = False) -> sa.Index:
    """Return an index of those rows that meet the condition (in SQL).

    `storage.kit.tables` passes the condition to the engines where tables are made.
    To name an engine here would load the whole of it.
    """
    return sa.Index(name, *columns, unique=unique, info={"where": where})


def spell_constant(word: str) -> sa.ColumnElement[str]:
    """Return a constant that stands in the statement, to be compared with the condition of a partial index.

    A bound value tells the planner nothing, so the index would not be used. `word` is of the code, never of people.
    """
    return sa.literal_column(f"'{word}'", sa.String())


R = TypeVar("R", bound=Base)
#: in the info of a session whose unit of work has posted deliveries, and of one with a picture to fetch
POSTED, PICTURE_WANTED = "posted", "picture wanted"


class Repository:
    """Query one noun, inside one unit of work."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now

    async def _lock_row(self, table: type[R], id: int) -> R | None:
        """Return the row as it is now, with a lock that is held until this unit of work ends."""
        row: R | None = (await self.session.scalars(_build_row_lock(table), {"id": id})).first()
        return row


@cache
def _build_row_lock(table: type[Any]) -> sa.Select[Any]:
    """Build it once for each table: every change of a record locks it."""
    key = sa.inspect(table).primary_key[0]
    row = sa.select(table).where(key == sa.bindparam("id", type_=key.type))
    return row.with_for_update().execution_options(populate_existing=True)
