"""Connections that a test closes serve the next one as if they were new; tasks that it has left running end with it."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from storage.kit.database import Database
from tests.kept_connections import KeptConnections

#: by the tests of this file
LEFT: list[asyncio.Task[bool]] = []


async def test_what_is_closed_serves_again_and_is_as_new(postgres_url: str) -> None:
    told = []
    for _ in range(2):
        database = Database(postgres_url)
        async with database.begin() as store:
            asked = sa.text("SELECT pg_backend_pid(), current_setting('application_name')")
            told.append((await store.session.execute(asked)).one())
            await store.session.execute(sa.text("SET application_name = 'another'"))
        await database.close()
    (first, _), (second, name) = told
    assert first == second
    assert name == "arena"


async def test_nobody_gets_one_whose_owner_is_not_through(postgres_url: str, kept_connections: KeptConnections) -> None:
    database = Database(postgres_url)
    async with database.begin() as store:
        busy = await store.session.scalar(sa.text("SELECT pg_backend_pid()"))
        assert busy not in kept_connections.pids
    await database.close()
    assert busy in kept_connections.pids


@pytest.mark.parametrize("number", range(2))
async def test_a_task_that_is_left_running_ends_with_its_test(number: int) -> None:
    assert all(task.cancelled() for task in LEFT)
    LEFT.append(asyncio.create_task(asyncio.Event().wait()))
    await asyncio.sleep(0)
