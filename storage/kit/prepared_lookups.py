"""Load a row by its key with a statement that is built once for each table: to build it costs more than to run it."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key

from storage.kit.base import Base

R = TypeVar("R", bound=Base)


class PreparedLookups(AsyncSession):
    """Let a session's `get` take the prepared statement for a row that it has not loaded."""

    async def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if options or identity_key(entity, ident) in self.sync_session.identity_map:
            return await self.get_loaded(entity, ident, **options)
        found = await self.scalars(build_lookup(entity), _name_keys(ident))
        return found.first()

    async def get_loaded(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Return the row as any session does."""
        return await super().get(entity, ident, **options)


#: parameters of a lookup, one for each column of the key
_NAMES = ("first_key", "second_key", "third_key")
_ANEW = {"populate_existing": True}


@cache
def build_lookup(entity: type[Any]) -> sa.Select[Any]:
    columns = sa.inspect(entity).primary_key
    keys = (column == sa.bindparam(name, type_=column.type) for column, name in zip(columns, _NAMES, strict=False))
    return sa.select(entity).where(*keys)


def _name_keys(ident: Any) -> dict[str, Any]:
    return dict(zip(_NAMES, ident if isinstance(ident, tuple) else (ident,), strict=False))


async def read_row_again(session: AsyncSession, row: R) -> R | None:
    """Return a row that was loaded before as it is now; None once it is gone."""
    keys = _name_keys(sa.inspect(row).identity)
    return (await session.scalars(build_lookup(type(row)), keys, execution_options=_ANEW)).first()
