"""Units of work on SQLite: they run in place, what may wait runs in a thread, and nothing stays open or locked."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, current_thread, main_thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError

from storage.directory.rooms import Room
from storage.kit import sqlite_engine
from storage.kit.base import Base
from storage.kit.database import Database, Store, Unavailable
from storage.kit.sqlite_engine import BufferedConnection
from storage.kit.sqlite_session import mark_long_statement
from storage.questions.questions import Question
from storage.queue.inbox import ReceivedEvent

EVENTS = Base.metadata.tables[ReceivedEvent.__tablename__]
COMMIT = BufferedConnection.commit


@pytest.fixture
async def opened(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    yield database
    await database.close()


def pools(database: Database) -> list[int]:
    """How many connections somebody holds."""
    return [engine.pool.checkedout() for engine in database.unit_engines]  # type: ignore[attr-defined]  # of a queue pool


@contextmanager
def locked(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Another process writes."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def claim(store: Store, id: str) -> None:
    assert await store.inbox.try_claim_event(id)


async def events(database: Database) -> set[str]:
    async with database.read() as store:
        return set((await store.session.scalars(sa.select(ReceivedEvent.id))).all())


async def ticks(during: Callable[[], Any]) -> int:
    """How often the loop came round meanwhile."""
    count, waiting = 0, asyncio.ensure_future(during())
    while not waiting.done():
        await asyncio.sleep(0.005)
        count += 1
    await waiting
    return count


async def test_a_unit_of_work_waits_for_another_process_and_the_loop_goes_on(opened: Database, sqlite_url: str) -> None:
    with locked(sqlite_url) as other:

        async def write() -> None:
            async with opened.begin() as store:
                await claim(store, "late")

        waiting = asyncio.create_task(write())
        for _ in range(10):
            await asyncio.sleep(0.005)
            assert not waiting.done()
        other.rollback()
        await waiting
    assert await events(opened) == {"late"}


async def test_a_lock_that_nobody_lets_go_of_makes_the_database_unavailable(
    opened: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.kit.shared_commits.BUSY_TIMEOUT", 0.05)
    with locked(sqlite_url), pytest.raises(Unavailable):
        async with opened.begin():
            pass
    assert pools(opened) == [0]
    async with opened.begin() as store:
        await claim(store, "after")
    assert await events(opened) == {"after"}


async def test_whoever_is_cancelled_while_waiting_for_the_lock_holds_nothing(opened: Database, sqlite_url: str) -> None:
    with locked(sqlite_url) as other:

        async def write() -> None:
            async with opened.begin() as store:
                await claim(store, "never")

        waiting = asyncio.ensure_future(write())
        await asyncio.sleep(0.05)
        waiting.cancel()
        asyncio.get_running_loop().call_later(0.05, other.rollback)
        with suppress(asyncio.CancelledError):
            await waiting
    assert waiting.cancelled()
    assert pools(opened) == [0]
    async with opened.begin() as store:
        await claim(store, "next")
    assert await events(opened) == {"next"}


async def test_whoever_is_cancelled_while_a_file_is_opened_leaves_no_connection(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens, may_open = Event(), Event()
    enable = sqlite_engine._enable_write_ahead_log

    def slow(cursor: Any) -> None:
        opens.set()
        may_open.wait(5)
        enable(cursor)

    monkeypatch.setattr(sqlite_engine, "_enable_write_ahead_log", slow)
    waiting = asyncio.ensure_future(events(opened))
    await asyncio.to_thread(opens.wait, 5)
    waiting.cancel()
    may_open.set()
    with suppress(asyncio.CancelledError):
        await waiting
    assert waiting.cancelled()
    assert pools(opened) == [0]


async def test_whoever_is_cancelled_while_committing_has_committed(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits, may_commit = Event(), Event()

    def commit(connection: BufferedConnection) -> None:
        if not connection.in_unit:
            assert current_thread() is not main_thread()
            commits.set()
            may_commit.wait(5)
        COMMIT(connection)

    monkeypatch.setattr(BufferedConnection, "commit", commit)

    async def write() -> None:
        async with opened.begin() as store:
            await claim(store, "kept")

    waiting = asyncio.ensure_future(write())
    await asyncio.to_thread(commits.wait, 5)
    waiting.cancel()
    asyncio.get_running_loop().call_later(0.02, waiting.cancel)
    asyncio.get_running_loop().call_later(0.05, may_commit.set)
    with suppress(asyncio.CancelledError):
        await waiting
    assert waiting.cancelled()
    assert await events(opened) == {"kept"}
    assert pools(opened) == [0]


async def test_a_long_statement_lets_the_loop_go_on_and_a_short_one_runs_in_place(opened: Database) -> None:
    numbers = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < 300_000))
    count = sa.select(sa.func.count()).select_from(numbers)
    async with opened.read() as store:

        async def read(statement: sa.Select[Any]) -> None:
            assert await store.session.scalar(statement) == 300_000

        assert await ticks(lambda: read(count)) <= 2
        assert await ticks(lambda: read(mark_long_statement(count))) > 2


async def test_rows_are_those_of_the_moment_they_were_asked_for(opened: Database) -> None:
    async with opened.begin() as store:
        for id in "abc":
            await claim(store, id)
        seen = []
        for id in await store.session.scalars(sa.select(ReceivedEvent.id)):
            seen.append(id)
            await store.session.execute(sa.delete(ReceivedEvent))
    assert sorted(seen) == ["a", "b", "c"]


async def test_what_was_read_can_be_looked_at_after_the_end(opened: Database) -> None:
    async with opened.begin() as store:
        await claim(store, "one")
    async with opened.read() as store:
        rows, ids = (
            await store.session.scalars(sa.select(ReceivedEvent)),
            await store.session.scalars(sa.select(EVENTS.c.id)),
        )
    assert [row.id for row in rows] == list(ids) == ["one"]


def test_a_cursor_yields_its_rows_in_every_way() -> None:
    with closing(sqlite3.connect(":memory:", factory=BufferedConnection)) as connection:
        ways: list[Callable[[Any], Any]] = [
            list,
            lambda one: one.fetchall(),
            lambda one: [one.fetchone() for _ in "abc"],
        ]
        ways.append(lambda one: [*one.fetchmany(2), *one.fetchmany(2)])
        for way in ways:
            cursor = connection.cursor().execute("SELECT 1 UNION SELECT 2 UNION SELECT 3")
            assert way(cursor) == [(1,), (2,), (3,)]
            assert (cursor.fetchone(), cursor.fetchall()) == (None, [])


async def test_a_unit_of_work_that_asked_for_nothing_lets_go_of_the_lock(opened: Database) -> None:
    for _ in range(2):
        async with opened.begin():
            pass
    async with opened.begin() as store:
        await claim(store, "one")
    assert await events(opened) == {"one"}


async def test_nothing_is_written_after_a_unit_of_work_was_rolled_back(opened: Database) -> None:
    async with opened.begin() as store:
        await claim(store, "gone")
        await store.session.rollback()
        with pytest.raises(InvalidRequestError):
            await claim(store, "more")
    assert await events(opened) == set()


async def test_an_error_rolls_back_and_a_savepoint_only_its_own(opened: Database) -> None:
    async with opened.begin() as store:
        await claim(store, "kept")
        with suppress(LookupError):
            async with store.session.begin_nested():
                await claim(store, "undone")
                raise LookupError
    with suppress(LookupError):
        async with opened.begin() as store:
            await claim(store, "gone")
            raise LookupError
    assert await events(opened) == {"kept"}


async def test_what_is_read_alone_takes_no_lock(opened: Database, sqlite_url: str) -> None:
    with locked(sqlite_url):
        async with opened.read() as store:
            assert await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) == 0


async def test_one_unit_of_work_reads_one_state(opened: Database) -> None:
    async with opened.read() as store:
        for last in (False, True):
            assert (await store.session.scalars(sa.select(ReceivedEvent.id))).all() == []
            async with opened.begin() as other:
                await claim(other, f"meanwhile {last}")
    assert await events(opened) == {"meanwhile False", "meanwhile True"}


async def test_a_session_that_goes_on_after_a_rollback_writes_nothing_before_it_commits(opened: Database) -> None:
    async with opened.create_session(opened.engine) as session:
        for id in ("undone", "undone as well"):
            await session.execute(sa.insert(EVENTS).values(id=id, seen_at=opened.get_time()))
            await session.rollback()
    assert await events(opened) == set()


async def test_whoever_reads_again_and_again_lets_others_run(opened: Database) -> None:
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(done.set_result, None)
    for _ in range(5):
        assert await events(opened) == set()
    assert done.done()


async def test_a_file_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/no/such/folder.db")
    with pytest.raises(Unavailable):
        async with database.begin():
            pass
    assert pools(database) == [0]
    await database.close()


async def test_a_statement_is_planned_once_whatever_is_bound_to_it(opened: Database) -> None:
    """Else each value that a partial index might be for plans it anew."""
    asked = "EXPLAIN QUERY PLAN SELECT id FROM deliveries WHERE target_id = 'x' AND state = "
    async with opened.read() as store:
        connection = await store.session.run_sync(lambda session: session.connection().connection)
        written, bound = (
            str(connection.execute(asked + state, values).fetchall())
            for state, values in (("'ready'", ()), ("?", ("ready",)))
        )
    assert "uq_deliveries_change" in written
    assert ("uq_deliveries_change" in bound) is (sys.version_info < (3, 12))


async def test_what_was_written_is_committed_in_a_thread_and_nothing_not_at_all(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_place: list[bool] = []

    def commit(connection: BufferedConnection) -> None:
        if not connection.in_unit:
            in_place.append(current_thread() is main_thread())
        COMMIT(connection)

    monkeypatch.setattr(BufferedConnection, "commit", commit)
    async with opened.begin() as store:
        assert await store.inbox.try_claim_event("by a statement")
    async with opened.begin() as store:
        store.session.add(ReceivedEvent(id="by an object", seen_at=store.now))
    async with opened.begin() as store:
        assert not await store.inbox.try_claim_event("by a statement")
        await store.session.execute(sa.update(Room).values(name="Rom"))
    async with opened.begin() as store:
        assert not await store.inbox.try_claim_event("by a statement")
    assert in_place == [False, False, False]
    assert await events(opened) == {"by a statement", "by an object"}
