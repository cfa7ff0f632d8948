"""Find statements that look a row up by a platform's id without its workspace: two workspaces give out the same ids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, Grouping

from storage.data_classification.inventory import ACCOUNT, KEY, list_classified_columns
from storage.kit.base import ACROSS
from storage.kit.tables import metadata

#: beside platform ids in tables of workspaces: what is given out here, and what has platform and workspace in it
OWN_KEYS = {
    "rooms": {"code"},
    "deliveries": {"id", "target_id", "told_in_id", "subject", "dedupe_key", "link", "room_id"},
}
_PLACE = frozenset({"platform", "workspace"})
_LOOKUPS = frozenset({
    operators.eq, operators.in_op, operators.like_op, operators.ilike_op, operators.startswith_op,
    operators.contains_op, operators.icontains_op, operators.endswith_op,
})  # fmt: skip
Seen = frozenset[tuple[Any, str]]


@cache
def local_ids(table: str) -> set[str]:
    """The columns of a table whose values mean something only within the row's workspace."""
    if "workspace" not in metadata.tables[table].c:
        return set()
    named = {
        name
        for name in list_classified_columns(table, ACCOUNT, KEY)
        if isinstance(metadata.tables[table].c[name].type, sa.String)
    }
    named = {name for name in named if not isinstance(metadata.tables[table].c[name].type, sa.JSON)}
    return named - OWN_KEYS.get(table, set()) - _PLACE | ({"workspace"} if table != "conversations" else set())


def check_statement(statement: Any) -> list[str]:
    """Return a line for each lookup that is wrong; none for a statement that says it means every workspace."""
    if statement.get_execution_options().get(ACROSS) or not _looks_up_local_id(statement):
        return []
    return [
        line
        for part in visitors.iterate(statement)
        for where in _conditions(part)
        for line in _check(where, frozenset(), type(part).__name__.upper())
    ]


def _looks_up_local_id(statement: Any) -> bool:
    """Few statements do; to find what holds together in all others takes as long as to compile them.

    No foreign key has such a column, so no join adds one that is not written in the statement.
    """
    return any(
        name in local_ids(_named(table)) for part in visitors.iterate(statement) for table, name in _compared(part)
    )


def guard_compiler(compiler: type[SQLCompiler], astray: list[str]) -> type[SQLCompiler]:
    """Return a compiler that notes each such statement in `astray`; each statement is compiled once in a run."""

    class Guarded(compiler):  # type: ignore[misc, valid-type]
        def __init__(self, dialect: Any, statement: Any, **options: Any) -> None:
            if isinstance(statement, sa.Select | sa.Update | sa.Delete | sa.CompoundSelect):
                astray.extend(check_statement(statement))
            super().__init__(dialect, statement, **options)

    return Guarded


def _conditions(part: Any) -> Iterator[Any]:
    """The conditions of one query: joins and WHERE hold together."""
    if not isinstance(part, sa.Select | sa.Update | sa.Delete):
        return
    joins = part.get_final_froms() if isinstance(part, sa.Select) else ()
    joined = [one.onclause for whole in joins for one in visitors.iterate(whole) if isinstance(one, sa.Join)]
    found = [one for one in (part.whereclause, *joined) if one is not None]
    if found:
        yield sa.and_(sa.true(), *found) if len(found) > 1 else found[0]


def _check(clause: Any, around: Seen, kind: str) -> Iterator[str]:
    if isinstance(clause, Grouping):
        yield from _check(clause.element, around, kind)
    elif isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        together = around.union(*(_compared(one) for one in _flat(clause)))
        for one in _flat(clause):
            yield from _check(one, together, kind)
    elif isinstance(clause, BooleanClauseList):
        for one in clause.clauses:
            yield from _check(one, around, kind)
    elif isinstance(clause, BinaryExpression) and clause.operator in _LOOKUPS and not _is_blank(clause):
        here = _compared(clause)
        known = around | here
        for table, name in sorted(here, key=lambda one: (str(one[0]), one[1])):
            if name not in local_ids(_named(table)):
                continue
            needs = {"platform"} if name == "workspace" else _PLACE
            if not needs <= {other for where, other in known if where is table}:
                told = sorted(other for where, other in known if where is table)
                yield f"{kind} {_named(table)} by {', '.join(told)}"


def _flat(clause: Any) -> Iterator[Any]:
    for one in clause.clauses:
        inner = one.element if isinstance(one, Grouping) else one
        if isinstance(inner, BooleanClauseList) and inner.operator is operators.and_:
            yield from _flat(inner)
        else:
            yield inner


def _compared(clause: Any) -> Seen:
    """The columns that this comparison fixes; those of subqueries are theirs."""
    if not isinstance(clause, BinaryExpression) or clause.operator not in _LOOKUPS or _is_blank(clause):
        return frozenset()
    return frozenset(
        (column.table, column.name)
        for side in (clause.left, clause.right)
        if not isinstance(side, sa.ScalarSelect | sa.Select)
        for column in visitors.iterate(side)
        if isinstance(column, sa.Column) or getattr(column, "__visit_name__", "") == "column"
        if getattr(column, "table", None) is not None and _named(column.table) in metadata.tables
    )


def _is_blank(clause: Any) -> bool:
    """Compared with the empty text: whether there is an id, not which."""
    sides = (clause.left, clause.right)
    return any(isinstance(side, BindParameter) and not side.required and side.value == "" for side in sides)


def _named(table: Any) -> str:
    while hasattr(table, "element") and not isinstance(table, sa.Table):
        table = table.element
    return str(getattr(table, "name", ""))
