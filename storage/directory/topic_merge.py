"""Move all that names one topic to another one, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.kit.base import Base

#: table of topics; and the search index, whose columns name them without a foreign key
TOPICS, INDEX, NAMES = "topics", "search_documents", ("topic_id", "second_topic_id")


def list_topic_columns() -> Iterator[tuple[sa.Table, sa.Column[int]]]:
    """Yield every column that names a topic. A table that comes later is in it by itself.

    What was searched for is apart: two counts of one word are added up (`storage.library.search_terms`).
    """
    for table in Base.metadata.sorted_tables:
        for column in table.c if table.name != TOPICS else ():
            refers = any(key.column.table.name == TOPICS for key in column.foreign_keys)
            if refers or (table.name == INDEX and column.name in NAMES):
                yield table, column


async def move_topic_records(session: AsyncSession, old: int, target: int) -> None:
    """Let each row of the old topic name the target. Of two rows that become one, that of the target stays."""
    for table, column in list_topic_columns():
        if column.primary_key:
            other = next(one for one in table.primary_key if one.name != column.name)
            there = sa.select(other).where(column == target).scalar_subquery()
            await session.execute(sa.delete(table).where(column == old, other.in_(there)))
        await session.execute(sa.update(table).where(column == old).values({column.name: target}))
