"""The guard of all tests sees whoever waits for something else than the database inside a unit of work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from types import ModuleType

import pytest
import sqlalchemy as sa

from storage.kit.database import Database, Store
from tests.waiting_guard import found

Work = Callable[[Store], Awaitable[object]]


def ours(code: str) -> Work:
    """A coroutine of the bot's, as far as its module says."""
    module = ModuleType("handlers.planted")
    exec(f"import asyncio\nasync def work(store):\n    {code}\n", vars(module))
    return module.work


async def seen(database: Database, work: Work) -> list[str]:
    before = len(found)
    async with database.begin() as store:
        await work(store)
    new = found[before:]
    del found[before:]  # planted, and no fault of this test
    return new


@pytest.mark.parametrize(
    "code",
    [
        "await asyncio.sleep(0)",
        "await asyncio.sleep(0.001)",
        "await asyncio.to_thread(int)",
        "await asyncio.get_running_loop().run_in_executor(None, int)",
        "await asyncio.create_task(asyncio.sleep(0))",
        "await asyncio.gather(store.session.flush())",
    ],
)
async def test_whatever_is_not_the_database_is_seen(database: Database, code: str) -> None:
    (told,) = await seen(database, ours(code)) or [""]
    assert "handlers.planted:3" in told


async def test_statements_are_not_seen(database: Database) -> None:
    assert await seen(database, ours("await store.topics.list_all_topics(); await store.session.flush()")) == []
    assert await seen(database, lambda store: store.session.execute(sa.text("SELECT 1"))) == []


async def test_what_waits_outside_or_beside_a_unit_of_work_is_not_seen(database: Database) -> None:
    async def beside(store: Store) -> None:
        task = asyncio.create_task(ours("await asyncio.sleep(0)")(store))
        await asyncio.wait({task})  # what a test does is its own affair

    assert await seen(database, beside) == []
    before = len(found)
    await ours("await asyncio.sleep(0)")(None)
    assert found[before:] == []


async def test_a_task_that_the_web_server_starts_is_looked_at_too(database: Database) -> None:
    """It makes them without the loop's help."""
    loop = asyncio.get_running_loop()
    task = asyncio.Task(seen(database, ours("await asyncio.sleep(0)")), loop=loop)
    assert len(await task) == 1
    assert threading.current_thread() is threading.main_thread()
