"""Let units of work that wait in line for the write lock of a SQLite file share one commit.

A commit waits for the disk, and costs as much as a short unit of work. Each unit is a savepoint in a transaction that
the next one in line goes on with. None of them is told that it is done before the commit of all is on the disk.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from storage.kit import sqlite_threads
from storage.kit.concurrency_limits import ConcurrencyLimit
from storage.kit.database_errors import Unavailable, translate_driver_error
from storage.kit.sqlite_engine import BUSY_TIMEOUT, SHARED_UNIT, BufferedConnection

#: units of work in one commit: those before wait for it until the last one is done
MOST_UNITS = 8


class _SharedTransaction:
    """Hold the write lock, and who waits for the commit."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection.execution_options(**{SHARED_UNIT: True})
        driver = connection.connection.driver_connection
        assert isinstance(driver, BufferedConnection)
        self._driver = driver
        driver.has_kept_changes = False
        self.units = 0
        self._failure: Exception | None = None
        #: resolved when what the units wrote is on the disk
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def is_over(self) -> bool:
        """Return True if no further unit may join: there are enough, or SQLite has taken back the whole."""
        return self.units >= MOST_UNITS or not self._driver.in_transaction

    async def commit(self) -> None:
        """Commit what all units have written, and tell each of them how that ended."""
        try:
            if self._driver.has_kept_changes:
                await sqlite_threads.run_in_thread(self._commit_or_roll_back)  # it waits for the disk
        finally:  # whoever is cancelled has waited for the end
            self.connection.close()
            if self._failure is None:
                self.committed.set_result(None)
            else:
                self.committed.set_exception(self._failure)
                self.committed.exception()  # nobody may be left who wants to know

    def _commit_or_roll_back(self) -> None:
        try:
            if not self._driver.in_transaction:  # such as where the disk is full
                raise Unavailable("SQLite has taken the transaction back")  # noqa: TRY301
            self._driver.commit()
        except (sqlite3.Error, Unavailable) as error:
            self._driver.rollback()
            self._failure = translate_driver_error(error) or error


class SharedCommits:
    """Give the write lock to one unit of work at a time, in the order of the line."""

    def __init__(self, engine: sa.Engine, turns: ConcurrencyLimit) -> None:
        self._engine = engine
        self._turns = turns
        self._open: _SharedTransaction | None = None
        self._committers = set[asyncio.Task[None]]()

    @asynccontextmanager
    async def take_turn(self, *, alone: bool) -> AsyncIterator[sa.Connection]:
        """Wait for a turn; give a connection whose transactions are units of a shared one. Raises Unavailable.

        Returns when the unit is committed. `alone`: it shares no commit, because it may take long.
        """
        async with self._turns.wait_for_turn():
            if alone:
                await self._commit_open()
            transaction = self._open = self._open or await self._begin_transaction()
            transaction.units += 1
            try:
                yield transaction.connection
            finally:
                if alone or transaction.is_over or not self._turns.is_awaited:
                    await self._commit_open()
                elif transaction.units == 1:
                    task = asyncio.create_task(self._commit_behind_line(transaction))
                    self._committers.add(task)
                    task.add_done_callback(self._committers.discard)
        await asyncio.shield(transaction.committed)

    async def finish(self) -> None:
        """Return when nothing is left to commit."""
        await asyncio.gather(*self._committers)

    async def _commit_behind_line(self, transaction: _SharedTransaction) -> None:
        """Commit behind those who wait now, even if all of them give up waiting."""
        async with self._turns.wait_endlessly():
            if self._open is transaction:
                await self._commit_open()

    async def _commit_open(self) -> None:
        transaction, self._open = self._open, None
        if transaction is not None:
            await transaction.commit()

    async def _begin_transaction(self) -> _SharedTransaction:
        """Begin with the write lock: in place if that is free."""
        connection = await connect_in_place(self._engine)
        try:
            await asyncio.sleep(0)  # a loop of units that nobody else waits for would never let another task run
            driver = connection.connection.driver_connection
            assert isinstance(driver, BufferedConnection)
            if not _try_write_lock(driver):
                await sqlite_threads.run_in_thread(driver.execute, "BEGIN IMMEDIATE")
            return _SharedTransaction(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.Error):
                raise translate_driver_error(error) or error from error
            raise


async def connect_in_place(engine: sa.Engine) -> sa.Connection:
    """Return a connection of the pool; a file is opened in a thread. Raises Unavailable."""
    assert isinstance(engine.pool, QueuePool)
    if engine.pool.checkedin() > 0:
        return engine.connect()
    opened: list[sa.Connection] = []
    try:
        await sqlite_threads.run_in_thread(lambda: opened.append(engine.connect()))
    except asyncio.CancelledError:
        for connection in opened:
            connection.close()
        raise
    return opened[0]


def _try_write_lock(driver: sqlite3.Connection) -> bool:
    """Return True if the write lock was free and is taken."""
    driver.execute("PRAGMA busy_timeout=0")
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT * 1000}")
    return True
