"""Bulk: rows of any table as they are, for files that hold a whole network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from storage.kit.base import Base, Repository

T = TypeVar("T", bound=Base)


class Bulk(Repository):
    """What was written elsewhere keeps the time that it says, so nothing is filled in here."""

    async def add(self, row: T) -> T:
        self.session.add(row)
        await self.session.flush()
        return row

    async def label(self, id: InstrumentedAttribute[int], *labels: InstrumentedAttribute[Any]) -> list[Sequence[Any]]:
        """Return the id of each row of a table with what these columns say, in the order of the ids."""
        return [tuple(row) for row in await self.session.execute(sa.select(id, *labels).order_by(id))]

    async def find_where(self, column: InstrumentedAttribute[Any], value: object) -> Sequence[Any]:
        """Return the rows of the column's table that have this value there, in the order in which they came."""
        table = column.class_
        key = sa.inspect(table).primary_key
        return (await self.session.scalars(sa.select(table).where(column == value).order_by(*key))).all()

    async def count_from(self, column: InstrumentedAttribute[int], number: int) -> None:
        """What the database numbers by itself in this column gets a higher number than this one from now on."""
        if self.session.get_bind().dialect.name == "postgresql":  # SQLite looks at the highest there is
            count = sa.func.pg_get_serial_sequence(column.class_.__tablename__, column.key)
            await self.session.execute(
                sa.select(sa.func.setval(count, sa.func.greatest(number, sa.func.nextval(count) - 1)))
            )
