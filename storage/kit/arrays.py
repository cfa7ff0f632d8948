"""Pass a list of any length as one parameter of a statement.

`column.in_(values)` makes a parameter of each value: PostgreSQL takes 32 767 of them and SQLite 32 766.
Such a statement breaks the day its list has grown. `in_` is for constants and subqueries.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class _ArrayParameter(TypeDecorator[Any]):
    """Bind a list of ids or words: an array on PostgreSQL, the text of a JSON array on SQLite."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: sa.types.TypeEngine[Any] | None = None) -> None:
        """Take `item` without a length.

        PostgreSQL would cut values to a length, and they would be equal to what they are not.
        """
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        if dialect.name != "postgresql" or self.item is None:
            return dialect.type_descriptor(sa.Text())
        from sqlalchemy.dialects import postgresql

        return dialect.type_descriptor(postgresql.ARRAY(self.item))

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value))


class _AmongCondition(FunctionElement[bool]):
    """Test whether a column has one of the values of an array parameter."""

    name = "among"
    type = sa.Boolean()
    inherit_cache = True
    #: Expression whose type the values get when the statement is compiled.
    #: Only then is the target table of a foreign key loaded, which defines its type.
    typed: Any = None

    def self_group(self, against: Any = None) -> Any:
        """Return the condition as it is.

        On SQLite, SQLAlchemy would add `= 1`. Then no index is used, and the whole table is read.
        """
        return self


@compiles(_AmongCondition, "postgresql")
def _compile_among_for_postgresql(among: _AmongCondition, compiler: SQLCompiler, **how: Any) -> str:
    column, values = among.clauses
    kind = among.typed.type
    array = sa.type_coerce(values, _ArrayParameter(sa.String() if isinstance(kind, sa.String) else kind))
    return f"{compiler.process(column, **how)} = ANY ({compiler.process(array, **how)})"


@compiles(_AmongCondition)
def _compile_among_for_sqlite(among: _AmongCondition, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in among.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - both are written by the compiler


class _SelectedCondition(FunctionElement[bool]):
    """Test whether a column has one of the values of a subquery that is run once."""

    name = "selected"
    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        return self


@compiles(_SelectedCondition, "postgresql")
def _compile_selected_for_postgresql(selected: _SelectedCondition, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in selected.clauses)
    return f"{column} = ANY (ARRAY {values})"


@compiles(_SelectedCondition)
def _compile_selected_for_sqlite(selected: _SelectedCondition, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(clause, **how) for clause in selected.clauses)
    return f"{column} IN {values}"


def match_selected(column: Any, values: sa.SelectBase) -> sa.ColumnElement[bool]:
    """Return the condition that `column`, a key, has one of the values that this select finds.

    PostgreSQL runs the select once and looks the values up. With `in_` it may join instead: if its statistics do
    not know of a bulk of rows, it runs the select again for each.
    """
    return _SelectedCondition(column, values.scalar_subquery())


def match_any_of(column: Any, values: Collection[Any] | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that `column` has one of `values`, which may be any number; `~` negates it.

    Where a statement is written before its values are known, `values` is `sa.bindparam(name)`.
    """
    if isinstance(values, sa.BindParameter):
        array = sa.bindparam(values.key, type_=_ArrayParameter(), required=True)
    else:
        array = sa.bindparam(None, list(values), type_=_ArrayParameter())
    condition = _AmongCondition(column, array)
    condition.typed = column.prop.columns[0] if isinstance(column, InstrumentedAttribute) else column
    return condition
