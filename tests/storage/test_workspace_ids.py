"""Rows that are personal, or lead to a place, are looked up by platform, workspace and id; a new query cannot escape.

Every statement that a test compiles is looked at (`tests.conftest`); here are those that it must find, and the rest of
the code, in which no test may ever have been.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.data_classification.inventory import ACCOUNT, list_classified_columns, map_classified_tables
from storage.directory import account_traces
from storage.directory.people import Account
from storage.directory.rooms import Room
from storage.directory.workspaces import Workspace
from storage.kit.base import ACROSS
from storage.kit.tables import metadata
from storage.queue.delivery_rows import Delivery
from tests.workspace_ids import check_statement, guard_compiler, local_ids

ROOT = Path(__file__).parents[2]
_other = aliased(Delivery)
ASTRAY: dict[str, Any] = {
    "SELECT accounts by user": sa.select(Account).where(Account.user == "U1"),
    "SELECT accounts by platform, user": sa.select(Account.id).where(Account.platform == "a", Account.user.in_(["U1"])),
    "SELECT deliveries by person_id, user": sa.select(Delivery).where(
        sa.or_(Delivery.state == "sent", sa.and_(Delivery.person_id == 1, Delivery.user == "U1"))
    ),
    "UPDATE deliveries by message, workspace": sa.update(Delivery)
    .where(Delivery.workspace == "W", Delivery.message == sa.bindparam("of"))
    .values(state="dead"),
    "DELETE conversations by channel": sa.delete(metadata.tables["conversations"]).where(
        metadata.tables["conversations"].c.channel.startswith("@U1")
    ),
    "SELECT rooms by channel, workspace": sa.select(
        sa.exists().where(Room.workspace == Delivery.workspace, Room.channel == Delivery.channel)
    ),
    "SELECT deliveries by id, thread": sa.select(Delivery).where(
        sa.exists().where(_other.thread == Delivery.message, _other.id == Delivery.id)
    ),
    "SELECT workspaces by workspace": sa.select(Workspace).where(Workspace.workspace == "T1"),
    "SELECT accounts by workspace": sa.select(Account).join(Workspace, Workspace.workspace == Account.workspace),
}
KEYED = [
    sa.select(Account).where(Account.platform == "a", Account.workspace == "W", Account.user == "U1"),
    sa.select(Delivery).where(Delivery.user != "", Delivery.message == "", Delivery.state == "sent"),
    sa.select(Account).where(sa.tuple_(Account.platform, Account.workspace, Account.user).in_([("a", "W", "U1")])),
    sa.select(Account).join(
        Workspace, sa.and_(Workspace.platform == Account.platform, Workspace.workspace == Account.workspace)
    ),
    sa.select(Room).where(Room.channel == "C1").execution_options(**{ACROSS: True}),
]


@pytest.mark.parametrize("line", ASTRAY)
def test_a_lookup_by_an_id_alone_is_found(line: str) -> None:
    assert line in check_statement(ASTRAY[line])


@pytest.mark.parametrize("statement", KEYED, ids=str)
def test_a_lookup_with_its_workspace_is_none(statement: Any) -> None:
    assert check_statement(statement) == []


def test_no_join_that_goes_without_saying_looks_an_id_up() -> None:
    keys = [key for table in metadata.tables.values() for key in table.foreign_keys]
    sides = [column for key in keys for column in (key.parent, key.column)]
    assert sides
    assert [str(side) for side in sides if side.name in local_ids(side.table.name)] == []


def test_every_statement_that_is_compiled_is_looked_at() -> None:
    found: list[str] = []
    dialect = sa.create_engine("sqlite://").dialect
    dialect.statement_compiler = guard_compiler(dialect.statement_compiler, found)
    ASTRAY["SELECT accounts by user"].compile(dialect=dialect)
    assert found == ["SELECT accounts by user"]


def test_every_column_that_names_an_account_says_how_the_id_stands_in_it() -> None:
    """A column without a shape: say in `account_traces` how the rows of one account are found by it."""
    told = {name: sorted(shapes) for name, shapes in account_traces.SHAPES.items()}
    assert told == {
        name: sorted(list_classified_columns(name, ACCOUNT))
        for name in sorted(map_classified_tables())
        if list_classified_columns(name, ACCOUNT)
    }


def test_an_id_stands_alone_only_in_a_row_that_names_its_workspace() -> None:
    for name, shapes in account_traces.SHAPES.items():
        alone = {column for column, shape in shapes.items() if shape.__name__ in ("_match_user", "_match_chat")}
        if not name.startswith("playground_"):
            assert alone <= local_ids(name), name


def test_no_code_looks_up_an_id_alone() -> None:
    """Where a mapped class is compared: the function says platform and workspace of the same class."""
    assert [line for folder in ("storage", "handlers", "bot") for line in _lookups(ROOT / folder)] == []


def test_code_that_looks_up_an_id_alone_is_found(tmp_path: Path) -> None:
    planted = "def find(user):\n    return sa.select(Account).where(Account.user == user, Account.platform == 'a')\n"
    (tmp_path / "planted.py").write_text(planted)
    assert [line.partition(": ")[2] for line in _lookups(tmp_path)] == ["Account.user without workspace"]


#: mapped classes, as code calls them, and what in them is an id of a platform
_LOCAL = {
    mapper.class_.__name__: local_ids(mapper.local_table.name) - {"workspace"}
    for mapper in Account.registry.mappers
    if isinstance(mapper.local_table, sa.Table) and local_ids(mapper.local_table.name)
}


def _lookups(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            blocks = node.body if isinstance(node, ast.ClassDef) else [node]
            for block in blocks:
                compared = {one for part in ast.walk(block) for one in _compared(part)}
                means_all = any(isinstance(part, ast.Name) and part.id == "ACROSS" for part in ast.walk(block))
                for owner, name in sorted(compared):
                    missing = {"platform", "workspace"} - {other for whose, other in compared if whose == owner}
                    if name in _LOCAL.get(owner, ()) and missing and not means_all:
                        yield f"{path.name}:{block.lineno}: {owner}.{name} without {', '.join(sorted(missing))}"


def _compared(node: ast.AST) -> Iterator[tuple[str, str]]:
    sides: list[ast.expr] = []
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
        sides = [node.left, *node.comparators]
        if any(isinstance(side, ast.Constant) and side.value == "" for side in sides):
            return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("in_", "startswith"):
        sides = [node.func.value]
    for side in sides:
        if isinstance(side, ast.Attribute) and isinstance(side.value, ast.Name):
            yield side.value.id, side.attr
