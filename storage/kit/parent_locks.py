"""Read a row below the lock of what it belongs to.

Whoever finds a row first and locks what it belongs to afterwards may wait in between. On PostgreSQL the row that was
found is then the one from before the wait. It is read again once the lock is held.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.kit.base import Base
from storage.kit.prepared_lookups import read_row_again

R = TypeVar("R", bound=Base)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class LockableRecords(Protocol[T_co]):
    """Lock records of one kind."""

    session: AsyncSession

    async def lock(self, id: int) -> T_co | None: ...


async def lock_parent(
    parents: LockableRecords[T], row: R | None, name_parent: Callable[[R], int | None]
) -> tuple[R, T] | tuple[None, None]:
    """Lock what the row belongs to. Return the row as it is now, and what was locked; nothing if one is gone."""
    id = None if row is None else name_parent(row)
    parent = None if id is None else await parents.lock(id)
    if row is None or parent is None:
        return None, None
    found = await read_row_again(parents.session, row)
    return (None, None) if found is None else (found, parent)
