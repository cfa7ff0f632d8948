"""Keep rows outside of the unit of work that read them, and bring them into another one without a statement."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.kit.base import Base


def detach_rows(result: Any) -> Any:
    """Return the result with a copy of each of its rows, which belongs to no unit of work."""
    with Session() as copying:

        def detach(row: Base) -> Base:
            copy = copying.merge(row, load=False)
            copying.expunge(copy)
            return copy

        return _map_rows(result, detach)


def restore_rows(session: Session, result: Any) -> Any:
    """Return the result with rows of this unit of work; what it has loaded or changed itself stays as it is."""
    held = session.info.setdefault("held", [])

    def restore(copy: Base) -> Base:
        key = sa.inspect(copy).key
        row = session.identity_map.get(key) if key is not None else None
        if row is None:
            row = session.merge(copy, load=False)
            held.append(row)
        return row

    return _map_rows(result, restore)


def _map_rows(value: Any, change: Callable[[Base], Base]) -> Any:
    """Return the value with each row changed: in lists, in tuples, and in fields of dataclasses."""
    if isinstance(value, Base):
        return change(value)
    if isinstance(value, list | tuple):
        return type(value)(_map_rows(one, change) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _map_rows(getattr(value, field.name), change) for field in dataclasses.fields(value)}
        return type(value)(**fields)
    return value
