"""Wait until no process of the bot runs, as its heartbeats tell, because some migrations need that."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import sqlalchemy as sa

from storage.kit.database import Database
from storage.kit.schema_revisions import MigrationError

#: revisions during which processes of the other version cannot write on PostgreSQL
ALONE = frozenset({"0032"})
#: Seconds without a heartbeat after which no process runs. A running one writes every ten (`bot.runtime.heartbeat`).
QUIET_SECONDS = 25.0
#: seconds between two checks
PAUSE = 1.0


class StillRunning(MigrationError):
    """Report that a process of the bot writes into the database that is to be migrated."""


async def wait_until_bot_stopped(database: Database, passed: Collection[str]) -> None:
    """Return when no process runs, if one of the revisions `passed` needs that. Raise StillRunning at a new
    beat.
    """
    if not database.is_sqlite and ALONE.intersection(passed) and await _has_heartbeats_table(database):
        await require_stopped_bot(database, "this migration", "migrate")


async def require_stopped_bot(database: Database, before: str, command: str) -> None:
    """Return when no process runs. Raise StillRunning at a new beat; it says before what, and which command to repeat.

    The last beat of a process that was stopped a moment ago is still there.
    So the function looks whether another one follows.
    """
    first = None
    while True:
        async with database.read() as store:
            beat = await store.heartbeats.find_last_heartbeat()
            # the clocks of two processes differ a little: a beat may be dated after now
            age = None if beat is None else max(0.0, (store.now - beat).total_seconds())
        if age is None or age >= QUIET_SECONDS:
            return
        if first is not None and beat != first:
            raise StillRunning(
                f"A process of the bot is running (its last beat was {age:.0f} s ago):"
                f" stop every one before {before}, then run `python -m bot {command}` again."
            )
        first = beat
        await asyncio.sleep(PAUSE)


async def _has_heartbeats_table(database: Database) -> bool:
    async with database.engine.execution_options(reading=True).connect() as connection:
        return await connection.run_sync(lambda sync: sa.inspect(sync).has_table("heartbeats"))
