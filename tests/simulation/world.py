"""One schedule: a few messages, two workers that crash and freeze at any step, and what became of it all."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.delivery.courier import Courier
from bot.platforms import RateBudget
from bot.runtime.metrics import Metrics
from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from storage.kit.database import Database, Store
from storage.kit.database_errors import Unavailable
from storage.queue.delivery_rows import CANCELLED, PENDING, SENT
from storage.queue.outbox import DeliveryDraft
from tests.simulation.provider import Provider
from tests.simulation.time import VirtualLoop

#: virtual seconds: how long things go wrong, and how long everything may take
CHAOS, END = 90.0, 1200.0
ROUTER, ARENA, METRICS = Router(), Arena(), Metrics()
_WORKER: ContextVar[Worker | None] = ContextVar("worker", default=None)


async def draw(view: View) -> Card | None:
    return Card("a message")


ROUTER.cards["a message"] = draw


#: when there is something for the courier's round, and for its sweep
DUE = "SELECT min(next_at) FROM deliveries WHERE state = 'ready'"
OVER = "SELECT min(lease_until) FROM deliveries WHERE state IN ('leased', 'sending', 'unknown')"


class Alert(Courier):
    """The real one, but for when it looks: not by the clock, but soon after there is something to be seen."""

    world: World

    async def _try_delivery_round(self) -> bool:
        return self.world.left(DUE) <= 0 and await super()._try_delivery_round()

    async def sweep_unknown_outcomes(self) -> None:
        if self.world.left(OVER) <= 0:
            await super().sweep_unknown_outcomes()

    async def _wait_for_wake(self) -> None:
        await self.world.until_there_is(DUE)

    async def _rest_between_sweeps(self) -> None:
        await self.world.until_there_is(OVER)


class Worker:
    """A process: all its tasks die together. It has the real courier, on a database that it may lose."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tasks: set[asyncio.Task[Any]] = set()
        self.dead = False
        #: what the courier would be woken by; here it looks by itself, as where another process has posted
        self.after_commit: defaultdict[str, list[Callable[[], None]]] = defaultdict(list)

    def start(self) -> None:
        self.dead = False
        token = _WORKER.set(self)
        platforms = {"fake": self.world.provider}
        courier = Alert(self, platforms, ROUTER, ARENA, METRICS, self.world.loop.time)  # type: ignore[arg-type]
        courier.world = self.world
        asyncio.get_running_loop().create_task(courier.run_delivery_loop())
        _WORKER.reset(token)

    def kill(self) -> None:
        self.dead = True
        for task in self.tasks:
            task.cancel()

    # what the courier asks of a database

    def get_time(self) -> datetime:
        return self.world.loop.wall()

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[Store]:
        await self._step()
        if self.world.mishap(0.02):
            raise Unavailable("the database is away")
        async with self.world.database.begin() as store:
            yield store
        self.world.ring()
        await self._step()
        if self.world.mishap(0.02):
            raise Unavailable("the answer to the commit is lost")

    async def _step(self) -> None:
        """Between two steps anything may happen to a process."""
        if self.world.mishap(0.04):
            self.kill()
            self.world.loop.call_later(self.world.rng.uniform(1, 20), self._restart)
            await asyncio.sleep(END)
        if self.world.mishap(0.05):
            await asyncio.sleep(self.world.rng.choice((self.world.rng.uniform(1, 20), self.world.rng.uniform(50, 120))))

    def _restart(self) -> None:
        if not self.world.over:
            self.start()


@dataclass
class Verdict:
    schedules: int = 0
    lost: int = 0
    double: int = 0
    unresolved: int = 0
    #: taken back, and still there to be read
    left: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.double or self.unresolved or self.left)

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))


@dataclass
class World:
    database: Database
    loop: VirtualLoop
    #: sees what is committed
    eye: sqlite3.Connection
    seed: int
    rng: random.Random = field(init=False)
    provider: Provider = field(init=False)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    begun: float = 0.0
    over: bool = False
    taken_back: str = ""

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        random.seed(self.seed)  # the bot's own dice: jitter and names of owners
        self.provider = Provider(self.rng)
        if self.rng.random() < 0.3:
            self.provider.budget = {"": RateBudget(0.5, 2)}
        self.begun = self.loop.time()

    def mishap(self, chance: float) -> bool:
        return self.loop.time() - self.begun < CHAOS and self.rng.random() < chance

    async def play(self) -> Verdict:
        """Until every message has found its end and nothing is under way."""
        await self._promise()
        workers = [Worker(self) for _ in range(2)]
        for worker in workers:
            worker.start()
        changes_mind = self.loop.time() + self.rng.uniform(0, 60) if self.rng.random() < 0.15 else 0.0
        while self.loop.time() - self.begun < END:
            await asyncio.sleep(10)
            if changes_mind and self.loop.time() > changes_mind:
                changes_mind = 0.0
                await self._take_back()
            self.provider.calm = self.loop.time() - self.begun > CHAOS
            if not changes_mind and self.loop.time() > self.provider.busy_until and not self._pending():
                break
        self.over = True
        for worker in workers:
            worker.kill()
        await asyncio.sleep(0)
        return self._judge()

    def ring(self) -> None:
        """Something was committed."""
        self.bell.set()
        self.bell = asyncio.Event()

    async def until_there_is(self, moment: str) -> None:
        """And a little longer: not everybody looks at once."""
        await asyncio.sleep(self.rng.uniform(0.5, 2.0))
        while (left := self.left(moment)) > 0:
            try:
                await asyncio.wait_for(self.bell.wait(), left)
            except TimeoutError:
                await asyncio.sleep(self.rng.uniform(0.0, 1.0))

    def left(self, moment: str) -> float:
        first = self.eye.execute(moment).fetchone()[0]
        return (datetime.fromisoformat(first) - self.loop.wall()).total_seconds() if first else END

    async def _promise(self) -> None:
        async with self.database.begin() as store:
            for number in range(self.rng.choice((1, 1, 2, 3))):
                due = store.now + timedelta(seconds=self.rng.uniform(0, 15))
                await store.outbox.post_deliveries(
                    DeliveryDraft(
                        key=str(number), subject=f"s{number}", platform="fake", workspace="W", channel="C",
                        template="a message", args={}, due_at=due,
                    )
                )  # fmt: skip

    async def _take_back(self) -> None:
        self.taken_back = "s0"
        async with self.database.begin() as store:
            await store.outbox.withdraw_copies("s0")
        self.ring()

    def _pending(self) -> bool:
        states = ", ".join(repr(state) for state in PENDING)
        found = self.eye.execute(f"SELECT EXISTS (SELECT 1 FROM deliveries WHERE state IN ({states}))").fetchone()
        return bool(found[0])

    def _judge(self) -> Verdict:
        verdict = Verdict(schedules=1)
        for id, subject, state in self.eye.execute("SELECT id, subject, state FROM deliveries WHERE op = 'post'"):
            self._judge_one(verdict, id, subject, state)
        for table in ("delivery_events", "deliveries", "rate_slots"):
            self.eye.execute(f"DELETE FROM {table}")
        return verdict

    def _judge_one(self, verdict: Verdict, id: str, subject: str, state: str) -> None:
        copies = self.provider.accepted(id)
        verdict.double += len(copies) > 1
        verdict.unresolved += state in PENDING
        if subject == self.taken_back:
            verdict.left += any(not copy.deleted for copy in copies)
            verdict.lost += state not in (SENT, CANCELLED)
        else:
            verdict.lost += state not in PENDING and (not copies or state != SENT)


def kin(loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> asyncio.Task[Any]:
    """Every task belongs to the worker that made it."""
    task: asyncio.Task[Any] = asyncio.Task(coro, loop=loop, **more)
    worker = _WORKER.get()
    if worker is not None:
        worker.tasks.add(task)
        task.add_done_callback(worker.tasks.discard)
        if worker.dead:
            task.cancel()
    return task


async def play(database: Database, file: Path, seeds: range, *, until_caught: bool = False) -> Verdict:
    """All these schedules; or only until one shows a fault."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    loop.set_task_factory(kin)
    eye = sqlite3.connect(file, isolation_level=None)
    total = Verdict()
    for seed in seeds:
        verdict = await World(database, loop, eye, seed).play()
        total += verdict
        if until_caught and not verdict.clean:
            break
    eye.close()
    return total
