"""A connection that has just served is taken as it is; one that has rested or lost its server is looked at before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from storage.kit import postgresql_engine
from storage.kit.database import Database


@pytest.fixture
async def opened(postgres_url: str) -> AsyncIterator[Database]:
    database = Database(postgres_url)
    yield database
    await database.close()


@pytest.fixture
def asked(opened: Database, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What connections answered when they were asked whether their server is there."""
    answers: list[bool] = []
    dialect = opened.engine.sync_engine.dialect
    ping = type(dialect).do_ping

    def do_ping(connection: Any) -> bool:
        answers.append(False)
        answers[-1] = ping(dialect, connection)
        return answers[-1]

    monkeypatch.setattr(dialect, "do_ping", do_ping)
    return answers


async def server_process(database: Database) -> int:
    async with database.begin() as store:
        return int(await store.session.scalar(sa.select(sa.func.pg_backend_pid())) or 0)


async def end(database: Database, process: int) -> None:
    async with database.spare_engine.connect() as other:
        await other.execute(sa.select(sa.func.pg_terminate_backend(process, 5000)))


async def test_a_connection_that_has_just_served_is_not_asked(opened: Database, asked: list[bool]) -> None:
    assert await server_process(opened) == await server_process(opened)
    assert asked == []


async def test_one_that_has_rested_is_asked(
    opened: Database, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    process = await server_process(opened)
    monkeypatch.setattr(postgresql_engine, "REST", 0)
    assert await server_process(opened) == process
    assert asked == [True]


async def test_one_whose_server_has_gone_is_replaced_unasked(opened: Database, asked: list[bool]) -> None:
    process = await server_process(opened)
    await end(opened, process)
    assert await server_process(opened) not in (0, process)
    assert asked == []


async def test_one_that_gives_no_answer_is_replaced(
    opened: Database, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    process = await server_process(opened)
    await end(opened, process)
    monkeypatch.setattr(postgresql_engine, "REST", 0)
    monkeypatch.setattr(postgresql_engine, "_is_closed", lambda _connection: False)
    assert await server_process(opened) not in (0, process)
    assert asked == [False]
