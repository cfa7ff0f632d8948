"""The clock of chores: when the machine's clock is set back it does not wait for the hour to come round again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot import auditor as auditors
from bot.auditor import Auditor
from bot.clock import Clock as Chores
from bot.metrics import Metrics
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.database import Database, Store
from tests.conftest import Clock


async def plan(store: Store, arena: Arena, until: datetime) -> None:
    pass


async def test_after_the_clock_was_set_back_every_job_is_at_its_next_time(database: Database) -> None:
    router = Router()
    router.plan("plan")(plan)
    chores = Chores(database, router, Arena())
    chores.start()
    (job,) = chores.scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))  # as it stands after the step
    chores.wind()
    (job,) = chores.scheduler.get_jobs()
    assert job.next_run_time <= datetime.now(UTC) + timedelta(minutes=5)
    chores.stop()


async def test_the_auditor_notices_that_the_clock_was_set(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wound = asyncio.Event()
    auditor = Auditor(database, Router(), Arena(), Metrics(), doubles=[], clock_was_set=wound.set)
    monkeypatch.setattr(auditors, "LOOK", 0.02)
    running = asyncio.create_task(auditor.run())
    await asyncio.sleep(0.1)
    assert not wound.is_set()
    clock.forward(hours=-1)
    async with asyncio.timeout(5):
        await wound.wait()
    running.cancel()
