"""Move all that names one topic to another one, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.kit.base import Base

#: table of topics, and the columns of the index and of counts, which name one without a foreign key
TOPICS, NAMES = "topics", ("topic_id", "second_topic_id")


def list_topic_columns() -> Iterator[tuple[sa.Table, sa.Column[int]]]:
    """Yield every column that names a topic. A table that comes later is in it by itself."""
    for table in Base.metadata.sorted_tables:
        for column in table.c if table.name != TOPICS else ():
            refers = any(key.column.table.name == TOPICS for key in column.foreign_keys)
            if refers or column.name in NAMES:
                yield table, column


async def move_topic_records(session: AsyncSession, old: int, target: int) -> None:
    """Let each row of the old topic name the target. Of two rows that become one, that of the target stays."""
    for table, column in list_topic_columns():
        for other in _list_key_partners(table, column):
            there = sa.select(other).where(column == target).scalar_subquery()
            await session.execute(sa.delete(table).where(column == old, other.in_(there)))
        await session.execute(sa.update(table).where(column == old).values({column.name: target}))


def _list_key_partners(table: sa.Table, column: sa.Column[int]) -> list[sa.Column[Any]]:
    """Return the column that makes a key together with this one, for each key of two."""
    keys = [table.primary_key, *(one for one in table.constraints if isinstance(one, sa.UniqueConstraint))]
    pairs = [list(key.columns) for key in keys if column.name in key.columns]
    return [one for pair in pairs for one in pair if one.name != column.name]
