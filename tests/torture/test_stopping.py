"""SIGTERM in the middle of a drain: what is in hand is finished, what is not begun is given back and sent by others."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any, Self

import sqlalchemy as sa
from aiohttp import web

from storage.kit.database import Database
from storage.queue.delivery_rows import READY, SENT, Delivery
from tests.reminders import promise
from tests.torture.crew import Crew
from tests.torture.runs import PLACES
from tests.torture.terms import CALL
from tests.torture.unfriendly import Unfriendly
from tests.torture.worker import PATIENT

REMINDERS = 400
#: are accepted before the workers are asked to stop, and no more until they have been
BEFORE = 50
#: seconds that a process may take to end
END = 15.0


class Holding(Unfriendly):
    """Keeps whoever sends more waiting until it is let go: a fast worker would have sent everything by then."""

    async def _post(self, request: web.Request, arguments: dict[str, Any]) -> web.StreamResponse:
        if len(self.accepted) >= BEFORE:
            await self.let_go.wait()
        return await super()._post(request, arguments)

    async def __aenter__(self) -> Self:
        self.let_go = asyncio.Event()
        return await super().__aenter__()


async def test_workers_that_are_asked_to_stop_leave_nothing_half_done(database_url: str) -> None:
    async with AsyncExitStack() as until_the_end:
        database = Database(database_url)
        until_the_end.push_async_callback(database.close)
        await promise(database, REMINDERS, PLACES, datetime.now(UTC))
        slack = await until_the_end.enter_async_context(Holding(random.Random(3), patience=CALL, weights={}))
        # with the real terms of a call: on a slow machine the short ones would make unknown ends of good ones
        environment = {"DATABASE_URL": database_url, PATIENT: "1", **slack.settings()}
        with Crew(environment, workers=2) as crew:
            await _until_accepted(slack, crew, BEFORE)
            start = time.monotonic()
            for worker in crew.workers:
                worker.send_signal(signal.SIGTERM)
            slack.let_go.set()
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
    assert set(slack.accepted.values()) == {1}


async def _until_accepted(slack: Unfriendly, crew: Crew, count: int) -> None:
    async with asyncio.timeout(60):
        while len(slack.accepted) < count:
            crew.look()
            await asyncio.sleep(0.01)
