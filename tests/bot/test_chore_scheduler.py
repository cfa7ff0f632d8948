"""The scheduler of chores goes with the machine's clock, and does later what could not be done at its time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot import chore_scheduler
from bot.chore_scheduler import ChoreScheduler as Chores
from bot.maintenance import queue_auditor as auditors
from bot.maintenance.queue_auditor import QueueAuditor
from bot.runtime.metrics import Metrics
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Conflict, Database, Store, Unavailable
from tests.conftest import Clock
from tests.patience import BOUND


async def plan(store: Store, arena: Arena, until: datetime) -> None:
    pass


async def test_after_the_clock_was_set_back_every_job_is_at_its_next_time(database: Database) -> None:
    router = Router()
    router.plan("plan")(plan)
    chores = Chores(database, router, Arena())
    chores.start_scheduler()
    (job,) = chores.scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))  # as it stands after the step
    chores.reschedule_jobs()
    (job,) = chores.scheduler.get_jobs()
    assert job.next_run_time <= datetime.now(UTC) + timedelta(minutes=5)
    chores.stop_scheduler()


async def test_the_auditor_notices_that_the_clock_was_set(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wound = asyncio.Event()
    auditor = QueueAuditor(database, Router(), Arena(), Metrics(), doubles=[], clock_was_set=wound.set)
    monkeypatch.setattr(auditors, "LOOK", 0.02)
    running = asyncio.create_task(auditor.run_audit_loop())
    await asyncio.sleep(0.1)
    assert not wound.is_set()
    clock.forward(hours=-1)
    async with asyncio.timeout(BOUND):
        await wound.wait()
    running.cancel()


async def test_a_chore_that_finds_the_database_away_or_crosses_another_is_done_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chore_scheduler, "AGAIN", 0.01)
    done: list[int] = []

    async def chore(_store: Store, _arena: Arena) -> None:
        done.append(len(done))
        if len(done) < 2:
            raise Unavailable("the database is away")
        if len(done) < 3:
            raise Conflict("", None, Exception("somebody wrote the same row"))

    await Chores(database, Router(), Arena()).run_chore("digest", chore)
    assert done == [0, 1, 2]


async def test_long_jobs_run_at_once_and_often_and_one_that_fails_stops_no_other(database: Database) -> None:
    router, done = Router(), []

    @router.work("broken")
    async def fail(_database: Database, _arena: Arena) -> None:
        raise RuntimeError("a bug")

    @router.work("away")
    async def wait(_database: Database, _arena: Arena) -> None:
        raise Unavailable("the database is away")

    @router.work("whole")
    async def compute(opened: Database, arena: Arena) -> None:
        done.append((opened is database, arena.name))

    chores = Chores(database, router, Arena(name="Testvik"))
    chores.start_scheduler()
    assert [job.id for job in chores.scheduler.get_jobs()] == ["work broken", "work away", "work whole"]
    chores.stop_scheduler()
    with capture_logs() as logs:
        await chores.run_jobs_between(datetime.now(UTC), datetime.now(UTC))
    assert done == [(True, "Testvik")]
    assert [(line["event"], line["work"]) for line in logs] == [("work failed", "broken"), ("work put off", "away")]


async def test_a_chore_with_a_bug_is_left_until_its_next_time(database: Database) -> None:
    done: list[int] = []

    async def chore(_store: Store, _arena: Arena) -> None:
        done.append(1)
        raise ZeroDivisionError

    await Chores(database, Router(), Arena()).run_chore("digest", chore)
    assert done == [1]


async def test_a_chore_that_writes_what_the_database_refuses_is_given_up_after_one_more_try(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chore_scheduler, "AGAIN", 0.01)
    done: list[int] = []

    async def chore(store: Store, _arena: Arena) -> None:
        done.append(1)
        await store.session.execute(sa.text("INSERT INTO room_topics (room_id, topic_id) VALUES (NULL, 1)"))

    with capture_logs() as logs:
        await Chores(database, Router(), Arena()).run_chore("digest", chore)
    assert done == [1, 1]
    assert [(line["event"], line["log_level"]) for line in logs] == [
        ("chore put off", "warning"),
        ("chore failed", "error"),
    ]
