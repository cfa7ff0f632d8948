"""An id of a platform is found whole and in its own workspace: not inside a longer one, and not in another's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from storage.directory.account_traces import SHAPES, AccountTrace
from storage.kit.database import Database
from storage.kit.tables import metadata

MINE = AccountTrace(1, "fake", "W1", "U1", ("@U1", "DU1"))
EVENTS = {
    "fake:W1:U1:12": True,
    "fake:W1:C1:U1": True,
    "fake:W1:U11:12": False,
    "fake:W1:XU1:12": False,
    "fake:W2:U1:12": False,
    "slack:W1:U1:12": False,
}
SOURCES = {
    "fake/W1/DU1/m1": True,
    "fake/W1/DU11/m1": False,
    "fake/W2/DU1/m1": False,
    "fake/W1/C1/DU1/m1": False,
    "slack/W1/DU1/m1": False,
}
COLUMNS = {
    ("inbox", "id"): EVENTS,
    ("deliveries", "dedupe_key"): EVENTS,
    ("questions", "source"): SOURCES,
    ("answers", "source"): SOURCES,
    ("reactions", "source"): SOURCES,
    ("early_changes", "source"): SOURCES,
}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
async def test_only_what_is_the_accounts_own_is_found(database: Database, table: str, column: str) -> None:
    shape, values = SHAPES[table][column], COLUMNS[table, column]
    async with database.read() as store:
        found = {
            value: await store.session.scalar(
                sa.select(sa.literal(1)).where(shape(metadata.tables[table], sa.literal(value), MINE))  # type: ignore[arg-type]  # read as a column
            )
            for value in values
        }
    assert {value: bool(one) for value, one in found.items()} == values
