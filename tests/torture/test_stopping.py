"""SIGTERM in the middle of a drain: what is in hand is finished, what is not begun is given back and sent by others."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from datetime import UTC, datetime

import sqlalchemy as sa

from storage.database import Database
from storage.delivery_rows import READY, SENT, Delivery
from tests.reminders import promise
from tests.torture.runs import PLACES, Crew
from tests.torture.terms import CALL
from tests.torture.unfriendly import Unfriendly
from tests.torture.worker import PATIENT

REMINDERS = 400
#: seconds that a process may take to end
END = 15.0


async def test_workers_that_are_asked_to_stop_leave_nothing_half_done(database_url: str) -> None:
    database = Database(database_url)
    await promise(database, REMINDERS, PLACES, datetime.now(UTC))
    async with Unfriendly(random.Random(3), patience=CALL, weights={}) as slack:
        # with the real terms of a call: on a slow machine the short ones would make unknown ends of good ones
        environment = {"DATABASE_URL": database_url, PATIENT: "1", **slack.settings()}
        with Crew(environment, workers=2) as crew:
            await _until_accepted(slack, crew, REMINDERS // 8)
            start = time.monotonic()
            for worker in crew.workers:
                worker.send_signal(signal.SIGTERM)
            codes = [await asyncio.to_thread(worker.wait, END) for worker in crew.workers]
            assert time.monotonic() - start < END
        assert codes == [0, 0]
        async with database.read() as store:
            rows = (await store.session.execute(sa.select(Delivery.id, Delivery.state, Delivery.owner))).all()
        assert {row.state for row in rows} == {READY, SENT}
        assert {row.owner for row in rows if row.state == READY} == {""}
        assert {row.id for row in rows if row.state == SENT} == set(slack.accepted)
        with Crew(environment, workers=1) as crew:
            await _until_accepted(slack, crew, REMINDERS)
    await database.close()
    assert set(slack.accepted.values()) == {1}


async def _until_accepted(slack: Unfriendly, crew: Crew, count: int) -> None:
    async with asyncio.timeout(60):
        while len(slack.accepted) < count:
            crew.look()
            await asyncio.sleep(0.01)
