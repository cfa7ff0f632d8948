"""Open units of work that are rolled back without a trace, not even a number lost from a sequence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.kit.base import Base
from storage.kit.database import Database
from storage.kit.store import Store

#: start of the numbers in a rehearsal, far from all that people see
FIRST_NUMBER = 2_000_000_000


class RehearsalDatabase(Database):
    """Share the engines of another database, and so what they have compiled; keep nothing that is written."""

    def __init__(self, database: Database) -> None:
        vars(self).update(vars(database))

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[Store]:
        """Open a unit of work that writes as any other does, and is rolled back at its end."""
        async with super().begin(patient=patient) as store:
            if not self.is_sqlite:  # a rolled back unit of work gives its number back
                _number_new_rows(store)
            yield store
            await store.session.flush()
            await store.session.rollback()


def _number_new_rows(store: Store) -> None:
    """Give the unit's new rows ids of their own: a sequence also advances where the unit is rolled back."""
    numbers = count(FIRST_NUMBER)

    @sa.event.listens_for(store.session.sync_session, "before_flush")
    def assign_row_number(session: Session, _context: object, _instances: object) -> None:
        for row in session.new:
            for name in _list_sequence_columns(type(row)):
                if getattr(row, name, None) is None:
                    setattr(row, name, next(numbers))


def _list_sequence_columns(table: type[Base]) -> tuple[str, ...]:
    """Return the columns that the database would fill with the next number of a sequence."""
    columns = sa.inspect(table).local_table.columns
    keys = [column for column in columns if column.primary_key]
    # Keys made by the process come from no sequence. Setting one would take another statement.
    alone = {keys[0].name} if len(keys) == 1 and isinstance(keys[0].type, sa.Integer) and not keys[0].default else set()
    return tuple(column.name for column in columns if column.name in alone or column.identity is not None)
