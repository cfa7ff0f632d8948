"""Read and write rows of any table as they are, for files that hold a whole network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from storage.kit.base import Base, Repository
from storage.kit.unit_memory import forget_unit

T = TypeVar("T", bound=Base)


class BulkRows(Repository):
    """Add rows as they are. Rows written elsewhere keep their times, so nothing is filled in here."""

    async def insert_row(self, row: T) -> T:
        self.session.add(row)
        await self.session.flush()
        return row

    async def release_loaded_rows(self) -> None:
        """Write what was changed, and release what was loaded: very many rows do not fit into memory."""
        await self.session.flush()
        self.session.expunge_all()
        self.session.info.pop("held", None)
        forget_unit(self.session.sync_session)

    async def list_row_labels(
        self, id: InstrumentedAttribute[int], *labels: InstrumentedAttribute[Any]
    ) -> list[Sequence[Any]]:
        """Return the id of each row of a table with the values of these columns, ordered by id."""
        return [tuple(row) for row in await self.session.execute(sa.select(id, *labels).order_by(id))]

    async def list_rows_with_value(self, column: InstrumentedAttribute[Any], value: object) -> Sequence[Any]:
        """Return the rows of the column's table that have this value there, in the order of the primary key."""
        table = column.class_
        key = sa.inspect(table).primary_key
        return (await self.session.scalars(sa.select(table).where(column == value).order_by(*key))).all()

    async def raise_sequence(self, column: InstrumentedAttribute[int], number: int) -> None:
        """Raise the sequence of this column above this number, so that later rows get higher numbers."""
        if self.session.get_bind().dialect.name == "postgresql":  # SQLite uses the highest number itself
            count = sa.func.pg_get_serial_sequence(column.class_.__tablename__, column.key)
            await self.session.execute(
                sa.select(sa.func.setval(count, sa.func.greatest(number, sa.func.nextval(count) - 1)))
            )
