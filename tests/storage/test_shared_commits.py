"""Units of work that wait in line on SQLite share one commit: each is whole by itself, and none is told too early."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from threading import Event

import pytest
import sqlalchemy as sa

from storage.kit.database import Database, Unavailable
from storage.kit.shared_commits import MOST_UNITS
from storage.kit.sqlite_engine import BufferedConnection
from storage.queue.inbox import ReceivedEvent

COMMIT = BufferedConnection.commit


@pytest.fixture
async def opened(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    yield database
    await database.close()


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What was done at each commit to the disk; the last entry is done at the next one."""
    done: list[Callable[[], None]] = [lambda: None]

    def commit(connection: BufferedConnection) -> None:
        if not connection.in_unit:
            done[-1]()
            done.append(lambda: None)
        COMMIT(connection)

    monkeypatch.setattr(BufferedConnection, "commit", commit)
    return done


async def write(database: Database, id: str, *, fails: bool = False, patient: bool = False) -> None:
    async with database.begin(patient=patient) as store:
        assert await store.inbox.try_claim_event(id)
        await asyncio.sleep(0)
        if fails:
            raise LookupError(id)


async def ends_of(*units: asyncio.Task[None]) -> list[BaseException | None]:
    """How each of these ended."""
    return list(await asyncio.gather(*units, return_exceptions=True))


def begin(database: Database, *ids: str, fails: str = "", patient: str = "") -> list[asyncio.Task[None]]:
    return [asyncio.create_task(write(database, id, fails=id == fails, patient=id == patient)) for id in ids]


async def events(database: Database) -> set[str]:
    async with database.read() as store:
        return set((await store.session.scalars(sa.select(ReceivedEvent.id))).all())


async def test_those_who_wait_share_a_commit(opened: Database, commits: list[Callable[[], None]]) -> None:
    assert await ends_of(*begin(opened, *"abc")) == [None] * 3
    assert await events(opened) == set("abc")
    assert len(commits) - 1 == 1


async def test_one_alone_commits_at_once(opened: Database, commits: list[Callable[[], None]]) -> None:
    for id in "abc":
        await write(opened, id)
    assert len(commits) - 1 == 3


async def test_nobody_waits_for_more_than_a_few(opened: Database, commits: list[Callable[[], None]]) -> None:
    ids = [str(number) for number in range(2 * MOST_UNITS)]
    assert await ends_of(*begin(opened, *ids)) == [None] * len(ids)
    assert await events(opened) == set(ids)
    assert len(commits) - 1 == 2


async def test_nobody_is_told_before_it_is_on_the_disk(opened: Database, commits: list[Callable[[], None]]) -> None:
    begun, may_go_on = Event(), Event()
    commits[-1] = lambda: (begun.set(), may_go_on.wait(5))[0]
    units = begin(opened, *"abc")
    await asyncio.to_thread(begun.wait, 5)
    await asyncio.sleep(0.02)
    assert not any(unit.done() for unit in units)
    assert await events(opened) == set()
    may_go_on.set()
    assert await ends_of(*units) == [None] * 3


async def test_an_error_takes_back_its_own_unit_alone(opened: Database) -> None:
    first, second, third = await ends_of(*begin(opened, *"abc", fails="b"))
    assert (first, third) == (None, None)
    assert isinstance(second, LookupError)
    assert await events(opened) == {"a", "c"}


async def test_units_that_are_all_taken_back_wait_for_no_disk(
    opened: Database, commits: list[Callable[[], None]]
) -> None:
    """As whoever is refused something: to take back changes is no change."""
    for units in ("a", "bc"):
        ends = await ends_of(*(asyncio.create_task(write(opened, id, fails=True)) for id in units))
        assert [type(end) for end in ends] == [LookupError] * len(units)
    assert await events(opened) == set()
    assert len(commits) - 1 == 0


async def test_everyone_hears_of_a_commit_that_failed(opened: Database, commits: list[Callable[[], None]]) -> None:
    def fail() -> None:
        commits.append(lambda: None)
        error = sqlite3.OperationalError("disk is full")
        error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
        raise error

    commits[-1] = fail
    ends = await ends_of(*begin(opened, *"abc"))
    assert [type(end) for end in ends] == [Unavailable] * 3
    assert await events(opened) == set()
    await write(opened, "after")
    assert await events(opened) == {"after"}


async def test_everyone_hears_when_sqlite_took_back_the_whole(opened: Database) -> None:
    async def lose() -> None:
        async with opened.begin() as store:
            connection = await store.session.run_sync(lambda session: session.connection().connection)
            connection.execute("ROLLBACK")
            raise LookupError

    first, second = asyncio.create_task(write(opened, "a")), asyncio.create_task(lose())
    ends = await ends_of(first, second, *begin(opened, "after"))
    assert [type(end) for end in ends] == [Unavailable, LookupError, type(None)]
    assert await events(opened) == {"after"}


async def test_who_gives_way_shares_with_nobody(opened: Database, commits: list[Callable[[], None]]) -> None:
    """What nobody waits for may take long."""
    units = begin(opened, *"ab")
    await asyncio.sleep(0)
    async with opened.begin(patient=True) as store:
        assert await events(opened) == set("ab")
        assert await store.inbox.try_claim_event("c")
    assert await ends_of(*units) == [None] * 2
    assert len(commits) - 1 == 2


async def test_a_commit_comes_though_all_in_line_have_given_up(opened: Database) -> None:
    first, second = begin(opened, *"ab")
    async with opened.begin():
        await asyncio.sleep(0)
    third = asyncio.create_task(write(opened, "c"))
    await asyncio.sleep(0)
    for unit in (second, third):
        unit.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(second, third, return_exceptions=True)
    async with asyncio.timeout(5):
        await first
    assert "a" in await events(opened)
