"""Connections to SQLite that a test closes serve the next one, which finds nothing of what was written before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.directory.organisations import Organisation
from storage.kit.database import Database
from tests.conftest import FILES
from tests.kept_file import KeptFile


@pytest.fixture
def kept(sqlite_template: Path, tmp_path: Path) -> Iterator[KeptFile]:
    kept = KeptFile(sqlite_template, tmp_path)
    FILES.append(kept)
    yield kept
    FILES.remove(kept)
    kept.close_all()


async def _write_one(path: Path) -> int:
    """Return the connection that wrote an organisation."""
    database = Database(f"sqlite:///{path}")
    async with database.begin() as store:
        assert (await store.session.scalars(sa.select(Organisation.id))).all() == []
        await store.organisations.add(Organisation(code="eksempel", name="Eksempel", kind="park"))
        connection = await store.session.run_sync(lambda session: session.connection().connection.driver_connection)
    await database.close()
    return id(connection)


async def test_the_next_one_finds_nothing_and_has_the_same_connection(kept: KeptFile) -> None:
    path = kept.sweep()
    first = await _write_one(path)
    assert kept.sweep() == path
    assert await _write_one(path) == first


async def test_a_file_that_somebody_holds_or_has_changed_serves_nobody(kept: KeptFile) -> None:
    path = kept.sweep()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held, path = path, kept.sweep()
        assert path != held
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE INDEX another ON people (name)")
    assert kept.sweep() != path


async def test_a_connection_in_the_middle_of_something_is_not_kept(kept: KeptFile) -> None:
    database = Database(f"sqlite:///{kept.sweep()}")
    async with database.begin():
        assert kept.waiting == []
    await database.close()
    assert len(kept.waiting) == 1
