"""Each process tells how it is, as its operator asks: over HTTP, of a process that was started by its command."""

from __future__ import annotations

import resource
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.delivery.courier import Courier
from bot.runtime.heartbeat import BALLAST, INTERVAL, STALE, HeartbeatWriter
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat.turn import Arena
from storage.kit.database import Conflict, Database, Store, Unavailable
from storage.kit.heartbeats import Heartbeat
from tests.conftest import Clock
from tests.processes import ANONYMOUS, serving


def numbers(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in (line.split(" ") for line in text.splitlines() if line[:1] != "#")}


def writer_of(database: Database, *, worker: bool = True) -> HeartbeatWriter:
    courier = Courier(database, {}, build_capability_router(), Arena(), Metrics())
    return HeartbeatWriter(database, courier, worker=worker)


async def beats(database: Database) -> list[Heartbeat]:
    async with database.read() as store:
        return list((await store.session.scalars(sa.select(Heartbeat).order_by(Heartbeat.beat_at))).all())


def test_a_web_process_without_a_worker_does_not_say_that_there_is_one(postgres_url: str) -> None:
    with serving("web", DATABASE_URL=postgres_url, **ANONYMOUS) as web:
        web.wait_until_ready()
        alone = web.ready()[1]
        assert alone["courier"] is False
        assert alone["courier_seconds"] is None
        assert numbers(web.get("/metrics")[1])["arena_courier_age_seconds"] == float("inf")
        with serving("worker", DATABASE_URL=postgres_url, **ANONYMOUS) as worker:
            worker.wait_until_ready()
            assert worker.ready()[1]["courier"] is True
            assert "arena_last_audit_timestamp_seconds" in worker.get("/metrics")[1]
            assert worker.get("/")[0] == 404
            web.wait_until(lambda: web.ready()[1]["courier"] is True)
        assert 0 <= web.ready()[1]["courier_seconds"] < 60


def test_a_disk_that_takes_nothing_is_seen_within_a_minute(sqlite_url: str) -> None:
    with serving("run", DATABASE_URL=sqlite_url, **ANONYMOUS) as bot:
        bot.wait_until_ready()
        assert numbers(bot.get("/metrics")[1])["arena_writable"] == 1
        resource.prlimit(bot.program.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        took = bot.wait_until(lambda: bot.ready()[0] == 503)
        assert took < 60
        assert bot.ready()[1]["writes"] is False
        assert bot.ready()[1]["database"] is True
        assert numbers(bot.get("/metrics")[1])["arena_writable"] == 0
        bot.wait_until(lambda: any("the database takes no writes" in line for line in bot.lines))
        resource.prlimit(bot.program.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        bot.wait_until_ready()


async def test_a_disk_without_room_is_not_ready_before_a_write_fails(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    heart = writer_of(database)
    await heart.write_process_beat()
    assert heart.is_database_writable
    monkeypatch.setattr(database, "count_free_bytes", lambda: 4096)
    assert not heart.is_database_writable
    await database.close()


async def test_a_write_that_was_long_ago_says_nothing_of_the_next(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    heart = writer_of(database)
    assert not heart.is_database_writable
    await heart.write_process_beat()
    assert heart.is_database_writable
    heart.wrote_at -= STALE
    assert not heart.is_database_writable
    assert STALE + INTERVAL < 60
    await database.close()


async def test_what_an_event_was_refused_counts_until_a_large_write_succeeds(database: Database) -> None:
    heart = writer_of(database)
    await heart.write_process_beat()
    with pytest.raises(Unavailable):
        async with database.begin() as store:
            await _run_out_of_room(store)
    await database.close()
    assert not heart.is_database_writable
    await heart.write_process_beat()
    assert [len(beat.ballast) for beat in await beats(database)] == [BALLAST]
    assert heart.is_database_writable
    await heart.write_process_beat()
    assert [len(beat.ballast) for beat in await beats(database)] == [0]


async def test_what_two_do_at_once_is_no_refusal(database: Database) -> None:
    heart = writer_of(database)
    await heart.write_process_beat()
    with pytest.raises(Conflict):
        async with database.begin() as store:
            store.session.add_all([Heartbeat(process="one", beat_at=store.now, ballast="") for _ in range(2)])
    assert heart.is_database_writable


async def test_a_courier_that_stands_still_is_known_to_all_by_its_last_round(database: Database, clock: Clock) -> None:
    heart, web = writer_of(database), writer_of(database, worker=False)
    await heart.courier.run_delivery_round()
    heart.courier.beat = time.monotonic() - 90
    await heart.write_process_beat()
    await web.write_process_beat()
    async with database.read() as store:
        last = await store.heartbeats.find_last_courier_round()
        assert last is not None
        assert timedelta(seconds=89) < store.now - last < timedelta(seconds=120)
    clock.forward(days=8)
    await writer_of(database, worker=False).write_process_beat()
    assert len(await beats(database)) == 1


async def _run_out_of_room(store: Store) -> None:
    """What each engine says then, in its own words."""
    if store.session.get_bind().dialect.name == "sqlite":
        pages = (await store.session.execute(sa.text("PRAGMA page_count"))).scalar_one()
        await store.session.execute(sa.text(f"PRAGMA max_page_count={pages}"))
        await store.heartbeats.record_heartbeat("large", None, "x" * BALLAST)
    else:
        await store.session.execute(sa.text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"))
