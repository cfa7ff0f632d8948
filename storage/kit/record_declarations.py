"""Declare beside a table what other parts of storage do with its records.

A module of tables lists its declarations in `DECLARATIONS`. Who walks them imports no noun.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from storage.kit.base import Base

T = TypeVar("T")
#: level of what every member may find, unless the table has a level of its own
EVERY_MEMBER = "members"


@dataclass(frozen=True, slots=True)
class IndexedRecords:
    """Declare which records of a kind should be in the search index, with the columns that decide who finds them."""

    kind: str
    table: type[Any]
    select: sa.Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class OwnedRecords:
    """Declare one way in which somebody owns records: its code and columns, and while they need an owner."""

    code: str
    id: sa.Column[Any]
    owner: sa.Column[Any]
    needs: sa.ColumnElement[bool]
    organisation: sa.Column[Any] | None = None


@dataclass(frozen=True, slots=True)
class CodedRecords:
    """Declare the column by which files name records, and the letter of its codes ("S-7") if they count upwards."""

    table: type[Any]
    code: InstrumentedAttribute[Any]
    letter: str = ""

    @property
    def noun(self) -> str:
        """Return what a file of such records is called: as their table is."""
        return str(self.table.__tablename__)


def get_columns(table: type[Base]) -> Any:
    """Return the columns of the table itself, for statements that load no objects."""
    return Base.metadata.tables[table.__tablename__].c


def select_indexed(
    table: type[Any],
    *which: sa.ColumnElement[bool],
    topic_id: sa.SQLColumnExpression[Any],
    level: sa.SQLColumnExpression[Any] | None = None,
    second_topic_id: sa.SQLColumnExpression[Any] | None = None,
    organisation_id: sa.SQLColumnExpression[Any] | None = None,
    verified_until: sa.SQLColumnExpression[Any] | None = None,
    unanswered: sa.SQLColumnExpression[Any] | None = None,
) -> sa.Select[*tuple[Any, ...]]:
    """Select the records that match, with the columns of a search document. The table has a reach and a language."""
    no_id = sa.cast(sa.null(), sa.Integer)
    columns = {
        "level": sa.literal(EVERY_MEMBER) if level is None else level,
        "topic_id": topic_id,
        "second_topic_id": no_id if second_topic_id is None else second_topic_id,
        "organisation_id": no_id if organisation_id is None else organisation_id,
        "reach_id": table.reach_id,
        "language": table.language,
        "verified_until": sa.cast(sa.null(), sa.Date) if verified_until is None else verified_until,
        "unanswered": sa.false() if unanswered is None else unanswered,
    }
    named = (column if getattr(column, "key", None) == name else column.label(name) for name, column in columns.items())
    return sa.select(table.id.label("record_id"), *named).where(*which)


def import_tables() -> None:
    """Import every module of tables: the unit of work has a repository in each, and is the one list of them."""
    import_module("storage.kit.store")


@cache
def collect_declarations(of: type[T]) -> tuple[T, ...]:
    """Return what all modules of tables declare of this class, in the order of their names."""
    import_tables()
    modules = sorted({mapper.class_.__module__ for mapper in Base.registry.mappers})
    declared = (one for name in modules for one in getattr(sys.modules[name], "DECLARATIONS", ()))
    return tuple(one for one in declared if isinstance(one, of))
