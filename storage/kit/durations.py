"""Measure the time between two moments in the database, which each engine does in its own way."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _SecondsBetween(FunctionElement[float]):
    """Compute the seconds from the first moment to the second one."""

    name = "seconds_between"
    type = sa.Float()
    inherit_cache = True


@compiles(_SecondsBetween, "postgresql")
def _compile_seconds_for_postgresql(between: _SecondsBetween, compiler: SQLCompiler, **how: Any) -> str:
    start, end = (compiler.process(clause, **how) for clause in between.clauses)
    return f"EXTRACT(EPOCH FROM {end} - {start})::float8"


@compiles(_SecondsBetween)
def _compile_seconds_for_sqlite(between: _SecondsBetween, compiler: SQLCompiler, **how: Any) -> str:
    start, end = (compiler.process(clause, **how) for clause in between.clauses)
    return f"(julianday({end}) - julianday({start})) * 86400.0"


def count_seconds_between(start: Any, end: Any) -> sa.ColumnElement[float]:
    """Return the seconds from one column of moments to another one."""
    return _SecondsBetween(start, end)
