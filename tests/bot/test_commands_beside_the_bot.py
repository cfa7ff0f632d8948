"""What would pull the database away from under a process that runs is refused; what changes nothing is not."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.cli import commands
from bot.settings import read_settings
from storage.kit.database import Database
from storage.kit.file_locks import hold_database_file
from storage.kit.migration_quiet import StillRunning
from storage.kit.schema_migration import load_schema_revision
from storage.kit.schema_revisions import find_head_revision
from tests.processes import run


async def load_revision(url: str) -> str:
    database = Database(url)
    try:
        return await load_schema_revision(database)
    finally:
        await database.close()


@pytest.mark.parametrize("arguments", [("migrate", "0031"), ("restored",)])
async def test_a_file_in_use_is_neither_migrated_nor_restored(arguments: tuple[str, ...], sqlite_url: str) -> None:
    with hold_database_file(sa.make_url(sqlite_url), "worker"):
        refused = run(*arguments, DATABASE_URL=sqlite_url)
        assert refused.returncode == 1
        assert "Another process of the bot runs on" in refused.stderr
        assert refused.stdout == ""
    assert await load_revision(sqlite_url) == find_head_revision()
    assert run(*arguments, DATABASE_URL=sqlite_url).returncode == 0


def test_migrating_to_where_the_file_is_disturbs_nobody(sqlite_url: str) -> None:
    with hold_database_file(sa.make_url(sqlite_url), "web", "worker"):
        done = run("migrate", DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stdout) == (0, f"The database is at revision {find_head_revision()}.\n")


async def test_a_server_in_use_is_not_restored(postgres_url: str) -> None:
    database = Database(postgres_url)

    async def beat() -> None:
        for _ in range(20):
            async with database.begin() as store:
                await store.heartbeats.record_heartbeat("worker", None)
            await asyncio.sleep(0.2)

    running = asyncio.create_task(beat())
    await asyncio.sleep(0.3)
    try:
        with pytest.raises(StillRunning, match=r"stop every one before this, then run `python -m bot restored` again"):
            await commands.run_restored_command(read_settings({"DATABASE_URL": postgres_url}))
        await running
    finally:
        await database.close()
