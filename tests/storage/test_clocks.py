"""Whose time it is: on PostgreSQL the server's, whatever the host's clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine

from storage.kit.clocks import FRESH_SECONDS, ServerClock
from storage.kit.database import Database


async def test_a_host_whose_clock_is_wrong_takes_the_time_from_postgresql(postgres_url: str) -> None:
    database = Database(postgres_url)
    truth = datetime.now(UTC)
    try:
        with time_machine.travel(truth + timedelta(hours=1)):
            async with database.begin() as store:
                assert abs(store.now - truth) < timedelta(seconds=10)
            async with database.read() as store:
                assert abs(store.now - truth) < timedelta(seconds=10)
            assert abs(database.get_time() - truth) < timedelta(seconds=10)
    finally:
        await database.close()


def test_between_looks_the_boot_clock_carries_on() -> None:
    boot = [100.0]
    clock = ServerClock(lambda: boot[0])
    assert clock.is_outdated
    clock.set_server_time(datetime(2027, 3, 1, 8, tzinfo=UTC))
    boot[0] += 2
    assert clock() == datetime(2027, 3, 1, 8, 0, 2, tzinfo=UTC)
    assert not clock.is_outdated
    boot[0] += FRESH_SECONDS
    assert clock.is_outdated


async def test_sqlite_has_the_clock_of_its_machine(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    ahead = datetime.now(UTC) + timedelta(hours=1)
    with time_machine.travel(ahead):
        assert abs(database.get_time() - ahead) < timedelta(seconds=10)
    await database.close()
