"""Array parameters: a list of any length is one parameter of a statement.

`column.in_(values)` makes a parameter of each value: PostgreSQL takes 32 767 of them and SQLite 32 766, so a statement
breaks the day its list has grown. `in_` is for constants and subqueries.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class _Array(TypeDecorator[Any]):
    """A list of ids or words: an array on PostgreSQL, the text of a JSON array on SQLite."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: sa.types.TypeEngine[Any]) -> None:
        """`item` has no length: PostgreSQL would cut values to it, and they would be equal to what they are not."""
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(sa.Text())
        from sqlalchemy.dialects import postgresql

        return dialect.type_descriptor(postgresql.ARRAY(self.item))

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value))


class _Among(FunctionElement[bool]):
    """Whether a column has one of the values of an array parameter."""

    name = "among"
    type = sa.Boolean()
    inherit_cache = True


@compiles(_Among, "postgresql")
def _write_for_postgresql(among: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in among.clauses)
    return f"{column} = ANY ({values})"


@compiles(_Among)
def _write_for_sqlite(among: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in among.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - both are written by the compiler


def among(column: Any, values: Collection[Any] | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that `column` has one of `values`, which may be any number; `~` negates it.

    Where a statement is written before its values are known, `values` is `sa.bindparam(name)`.
    """
    clause = column.__clause_element__() if hasattr(column, "__clause_element__") else column
    kind = _Array(sa.String() if isinstance(clause.type, sa.String) else clause.type)
    if isinstance(values, sa.BindParameter):
        return _Among(column, sa.bindparam(values.key, type_=kind, required=True))
    return _Among(column, sa.bindparam(None, list(values), type_=kind))
