"""No statement's parameters grow with the data: a list of any length is one array parameter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql.visitors import iterate

import storage
from storage.kit.arrays import _AmongCondition, match_any_of
from storage.kit.database import Database
from storage.kit.tables import metadata

ROOT = Path(__file__).parent.parent.parent
FILES = [path for path in sorted((ROOT / "storage").rglob("*.py")) if "migrations" not in path.parts]
#: lists that the code itself spells: states and kinds of records, levels of access, places of a reach
SPELT = {"states", "stages", "kinds", "levels", "reached"}
#: what else makes a parameter of each value, and why it is never many
BOUNDED = {
    "storage/directory/account_traces.py": "the chats of one person",
    "storage/access/audiences.py": "who may have written one kind of record",
    "storage/search/search_statements.py": "the words of one query",
    "storage/queue/thread_copies.py": "the places of one batch of the courier",
    "storage/pages/figure_ids.py": "the figures that the code names",
    "storage/pages/network_figures.py": "the two sides of a match",
    "storage/search/vectors.py": "vectors are read by five thousand at once",
}


def grows(call: ast.Call, selects: set[str]) -> bool:
    """Whether this call makes as many parameters as a list has values."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "bindparam":
        return any(keyword.arg == "expanding" for keyword in call.keywords)
    if name in ("or_", "and_", "tuple_", "union", "union_all"):
        return any(isinstance(arg, ast.Starred) and isinstance(arg.value, ast.Name) for arg in call.args)
    return name in ("in_", "not_in", "notin_") and not fixed(call.args[0], selects)


def fixed(values: ast.expr, selects: set[str]) -> bool:
    """Whether `values` is a subquery, a constant, or as long as the code says."""
    match values:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return all(fixed(part.value, selects) for part in elements if isinstance(part, ast.Starred))
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper() or name in SPELT | selects
        case ast.Call(func=ast.Name(id="sorted" | "list"), args=[inner]):
            return fixed(inner, selects)
        case ast.Call(func=ast.Name(id=name)):
            return name in SPELT
    return "sa.select(" in ast.unparse(values)


def growing(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    selects = {
        ast.unparse(node.targets[0])
        for node in assigned
        if ast.unparse(node.value).startswith(("sa.select(", "sa.union(sa.select("))
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and grows(node, selects):
            yield f"line {node.lineno}: {ast.unparse(node)[:80]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_statement_has_a_parameter_for_each_value_of_a_list(path: Path) -> None:
    found = list(growing(path.read_text()))
    if str(path.relative_to(ROOT)) in BOUNDED:
        assert found, "it is in the list for nothing"
    else:
        assert found == [], "use storage.kit.arrays.match_any_of"


@pytest.mark.parametrize(
    "planted",
    [
        "rows.where(Thing.id.in_(ids))",
        "rows.where(Thing.id.not_in(sorted(but)))",
        "rows.where(Thing.id.in_([one.id for one in things]))",
        "rows.where(Thing.id.in_((*FEW, *many)))",
        'rows.where(Thing.id.in_(sa.bindparam("ids", expanding=True)))',
        "rows.where(sa.or_(*conditions))",
    ],
)
def test_a_list_that_grows_is_seen(planted: str) -> None:
    assert list(growing(planted))


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_key_may_be_looked_for_among_any_number(table: sa.Table) -> None:
    """What PostgreSQL is told of the type fits, whatever the key is."""
    (key, *_) = table.primary_key.columns
    statement = sa.select(key).where(match_any_of(key, []))
    assert "= ANY" in str(statement.compile(dialect=asyncpg.dialect()))
    assert "json_each" in str(statement.compile(dialect=sqlite.dialect()))


def test_a_list_of_keys_is_looked_up_and_not_searched_for() -> None:
    """SQLite reads no table from one end to the other for it, whatever else is asked of the rows."""
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            (key, *_) = table.primary_key.columns
            for condition in (match_any_of(key, []), sa.and_(match_any_of(key, []), key.is_not(None))):
                statement = str(sa.select(key).where(condition).compile(dialect=sqlite.dialect()))
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[]",)).all()
                assert any(step[3].startswith(f"SEARCH {table.name} ") for step in plan), (table.name, plan)
    engine.dispose()


async def test_a_list_of_forty_thousand_is_one_parameter(database: Database) -> None:
    some, none = [*range(40_000)], ["a", "b", "x" * 100]
    numbers, words = sa.literal(7), sa.literal("x")
    async with database.read() as store:
        for condition, holds in [
            (match_any_of(numbers, some), True),
            (~match_any_of(numbers, some), False),
            (match_any_of(numbers, []), False),
            (~match_any_of(numbers, []), True),
            (match_any_of(words, none), False),
            (match_any_of(words, [*none, "x"]), True),
        ]:
            assert await store.session.scalar(sa.select(sa.literal(1)).where(condition)) == (1 if holds else None)


async def test_a_value_is_not_cut_to_the_length_of_its_column(database: Database) -> None:
    from storage.queue.delivery_rows import Delivery
    from storage.queue.outbox import DeliveryDraft

    async with database.begin() as store:
        await store.outbox.post_deliveries(
            DeliveryDraft(key="k", platform="fake", workspace="W", template="card", subject="s" * 64)
        )
    async with database.read() as store:
        which = sa.select(sa.func.count()).select_from(Delivery)
        assert await store.session.scalar(which.where(match_any_of(Delivery.subject, ["s" * 64]))) == 1
        assert await store.session.scalar(which.where(match_any_of(Delivery.subject, ["s" * 65]))) == 0


def test_every_statement_that_is_written_beforehand_knows_its_types() -> None:
    """A foreign key learns its type when the table that it points to is loaded, which may be after the statement."""
    found = 0
    for module in walk_packages(storage.__path__, "storage."):
        if module.name.startswith("storage.migrations."):
            continue
        for thing in vars(import_module(module.name)).values():
            for part in iterate(thing) if isinstance(thing, sa.ClauseElement) else ():
                if isinstance(part, _AmongCondition):
                    found += 1
                    assert "[])" in str(part.compile(dialect=asyncpg.dialect()))
    assert found > 10
