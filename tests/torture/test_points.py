"""Killed once at each point of the sending protocol: before and after each commit, and around each call.

A process that dies forgets all it holds: its tasks end where they are, its open transactions are rolled back. Another
one takes over when the lease has run out. What the platform has accepted is the judge.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.delivery.courier import Courier
from bot.platforms import Sent
from bot.runtime.metrics import Metrics
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from storage.kit.database import Database, Store
from storage.queue.delivery_rows import CANCELLED, POST, SENT, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import FakePlatform

#: whose units of work are told apart by the function that begins them
OURS = ("courier.py", "due_batches.py", "outcome_writer.py", "reconciler.py")
#: seconds after which every lease has run out and every unknown outcome has settled
LONG = 61
#: what happens to the first call: it goes well, its answer gets lost, or the message never arrives
FATES = ("well", "answer lost", "never arrives")
#: the table of points, by what happens to the first call
SENT_WELL = [
    "claim_batch: begins", "claim_batch: before commit", "claim_batch: after commit",
    "send: before the first byte", "send: accepted, not answered",
    "_write_group: begins", "_write_group: before commit", "_write_group: after commit",
]  # fmt: skip
ASKED = [
    "reconcile_unknown_deliveries: begins", "reconcile_unknown_deliveries: before commit",
    "reconcile_unknown_deliveries: after commit",
    "find: before it is asked", "find: answered",
    "_reconcile_delivery: begins", "_reconcile_delivery: before commit", "_reconcile_delivery: after commit",
]  # fmt: skip
TABLE = {
    "well": {*SENT_WELL, *ASKED[:3]},
    "answer lost": {*SENT_WELL, *ASKED},
    "never arrives": {*SENT_WELL, *ASKED},
}
#: the same for a message that is out
STEPS = (POST, "refresh", "take_back")
CHANGED = {
    step: {*SENT_WELL, *ASKED[:3], done} - {point for point in SENT_WELL if point.startswith("send")}
    for step, done in (("refresh", "update: done"), ("take_back", "delete: done"))
}


@dataclass
class Reaper:
    """Ends a whole process at the n-th point that it comes to."""

    at: int | None = None
    points: list[str] = field(default_factory=list)
    others: set[asyncio.Task[object]] = field(default_factory=set)

    def point(self, name: str) -> None:
        self.points.append(name)
        if self.at == len(self.points) - 1:
            me = asyncio.current_task()
            for task in asyncio.all_tasks() - self.others:
                if task is not me:
                    task.cancel()
            raise asyncio.CancelledError


class Mortal(Database):
    """The database as one process sees it."""

    reaper: Reaper

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[Store]:
        name = _beginner()
        self.reaper.point(f"{name}: begins")
        async with super().begin(patient=patient) as store:
            yield store
            self.reaper.point(f"{name}: before commit")
        self.reaper.point(f"{name}: after commit")


@dataclass
class Judge(FakePlatform):
    """Accepts, forgets to answer, and lets processes die beside it."""

    reaper: Reaper = field(default_factory=Reaper)
    fate: str = "well"

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        self.reaper.point("send: before the first byte")
        fate, self.fate = self.fate, "well"
        if fate == "never arrives":
            raise ConnectionResetError
        sent = await super().send(place, card, key=key)
        self.reaper.point("send: accepted, not answered")
        if fate == "answer lost":
            raise ConnectionResetError
        return sent

    async def update(self, place: Place, message: str, card: Card) -> None:
        await super().update(place, message, card)
        self.reaper.point("update: done")

    async def delete(self, place: Place, message: str) -> None:
        await super().delete(place, message)
        self.reaper.point("delete: done")

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        self.reaper.point("find: before it is asked")
        found = await super().find(place, key, since)
        self.reaper.point("find: answered")
        return found


@dataclass
class Yard:
    """One database, and processes that come and go."""

    url: str
    clock: Clock
    judge: Judge = field(default_factory=Judge)

    async def live(self, at: int | None) -> list[str]:
        """A process: delivers all there is, or dies at a point; gives the points that it came to."""
        reaper = self.judge.reaper = Reaper(at, others=set(asyncio.all_tasks()))
        database = Mortal(self.url, clock=self.clock)
        database.reaper = reaper
        boot = lambda: self.clock().timestamp()  # noqa: E731 - time passes, the clock is not set
        courier = Courier(database, {"fake": self.judge}, _router(), Arena(), Metrics(), boot)
        life = asyncio.create_task(self._deliver(courier))
        await asyncio.wait({life})
        ended = asyncio.all_tasks() - reaper.others
        await asyncio.gather(life, *ended, return_exceptions=True)
        await database.close()
        if not life.cancelled() and life.exception() is not None:
            raise life.exception()  # type: ignore[misc] - it is there
        return reaper.points

    async def _deliver(self, courier: Courier) -> None:
        for _ in range(3):
            await courier.deliver_all_due()
            self.clock.forward(seconds=LONG)
            await courier.sweep_unknown_outcomes()
        await courier.deliver_all_due()

    async def deliver(self, fate: str, key: str, *, at: int | None = None, step: str = POST) -> list[str]:
        """Post, redraw and delete one message, up to this step, and die at its n-th point; gives the points."""
        self.judge.fate = fate
        points: list[str] = []
        for what in STEPS[: STEPS.index(step) + 1]:
            await self._change(key, what)
            points = await self.live(at if what == step else None)
            if what == step:
                self.clock.forward(seconds=LONG)
                await self.live(None)
            assert await self._sent(key), f"{key} is lost or double"
            (post,) = [post for post in self.judge.posts if post.place.channel == key]
            assert (post.card.title, post.deleted) == ("1" if what == POST else "2", what == "take_back")
        return points

    async def _change(self, key: str, what: str) -> None:
        database = Database(self.url, clock=self.clock)
        async with database.begin() as store:
            if what == POST:
                _VERSIONS[key] = "1"
                draft = DeliveryDraft(
                    key=key, platform="fake", workspace="W", channel=key, template="t", subject=key, args={"key": key}
                )
                await store.outbox.post_deliveries(draft)
            else:
                _VERSIONS[key] = "2"
                change = store.outbox.refresh_copies if what == "refresh" else store.outbox.withdraw_copies
                await change(key)
        await database.close()

    async def _sent(self, key: str) -> bool:
        posts = [post for post in self.judge.posts if post.place.channel == key]
        database = Database(self.url, clock=self.clock)
        async with database.read() as store:
            mine = sa.select(Delivery.state, Delivery.message).where(Delivery.subject == key, Delivery.op == POST)
            states = (await store.session.execute(mine)).all()
        await database.close()
        over = CANCELLED if posts and posts[0].deleted else SENT
        return len(posts) == 1 and [tuple(row) for row in states] == [(over, posts[0].id)]


#: what each message shows now
_VERSIONS: dict[str, str] = {}


def _router() -> Router:
    router = Router()

    async def draw(view: View) -> Card:
        return Card(_VERSIONS[view.delivery.args["key"]])

    router.cards["t"] = draw
    return router


def _beginner() -> str:
    """The function of the courier that begins a unit of work."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if Path(frame.f_code.co_filename).name in OURS:
            return frame.f_code.co_name
    return "?"


@pytest.mark.parametrize("fate", FATES)
async def test_a_process_that_dies_at_any_point_loses_nothing_and_says_nothing_twice(
    database_url: str, clock: Clock, fate: str
) -> None:
    yard = Yard(database_url, clock)
    points = await yard.deliver(fate, fate)
    assert TABLE[fate] == set(points)
    for at in _first(points):
        died = await yard.deliver(fate, f"{fate} {at}", at=at)
        assert len(died) == at + 1, f"nobody came to point {at}: {points[at]}"


@pytest.mark.parametrize("step", STEPS[1:])
async def test_a_process_that_dies_while_it_changes_a_message_changes_it_all_the_same(
    database_url: str, clock: Clock, step: str
) -> None:
    yard = Yard(database_url, clock)
    points = await yard.deliver("well", step, step=step)
    assert CHANGED[step] == set(points)
    for at in _first(points):
        died = await yard.deliver("well", f"{step} {at}", at=at, step=step)
        assert len(died) == at + 1, f"nobody came to point {at}: {points[at]}"


def _first(points: list[str]) -> list[int]:
    """Where each point comes for the first time, and each around a second call."""
    again = [at for at, point in enumerate(points) if point.startswith(("send", "_write_group", "claim_batch"))]
    return sorted({points.index(point) for point in points} | set(again))
