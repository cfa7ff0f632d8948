"""Load a row by its key with a statement that is built once for each table: to build it costs more than to run it."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key


class PreparedLookups(AsyncSession):
    """Let a session's `get` take the prepared statement for a row that it has not loaded."""

    async def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if options or identity_key(entity, ident) in self.sync_session.identity_map:
            return await self.get_loaded(entity, ident, **options)
        keys = ident if isinstance(ident, tuple) else (ident,)
        found = await self.scalars(build_lookup(entity), dict(zip(_NAMES, keys, strict=False)))
        return found.first()

    async def get_loaded(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Return the row as any session does."""
        return await super().get(entity, ident, **options)


#: parameters of a lookup, one for each column of the key
_NAMES = ("first_key", "second_key", "third_key")


@cache
def build_lookup(entity: type[Any]) -> sa.Select[Any]:
    columns = sa.inspect(entity).primary_key
    keys = (column == sa.bindparam(name, type_=column.type) for column, name in zip(columns, _NAMES, strict=False))
    return sa.select(entity).where(*keys)
