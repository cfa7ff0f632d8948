"""Databases that stop, platforms that are down, clocks that jump, workers that freeze: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import aiosqlite
import pytest
import sqlalchemy as sa

from bot.delivery import courier as couriers
from bot.delivery.courier import Courier
from bot.platforms import RateBudget, Sent
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.turn import Arena
from storage.kit import schema_migration
from storage.kit.database import Database
from storage.queue.delivery_rows import READY, SENT, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import WORKSPACE, FakePlatform
from tests.patience import wait_until
from tests.postgres import Server, serve


class Sometimes(FakePlatform):
    """Down when it is told so, and slow when somebody wants to look at it in the middle of a call."""

    down = False
    #: what was asked of it while it was down, and when
    calls: list[float]
    clock: Clock
    gate: asyncio.Event | None = None

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        self._call()
        sent = await super().send(place, card, key=key)
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0.005)
        return sent

    async def find(self, place: Place, key: str, since: Any) -> Sent | None:
        self._call()
        return await super().find(place, key, since)

    def _call(self) -> None:
        if self.down:
            self.calls.append(self.clock().timestamp())
            raise ConnectionResetError


@pytest.fixture
def platform(clock: Clock) -> Sometimes:
    platform = Sometimes()
    platform.calls, platform.clock = [], clock
    return platform


def courier_of(database: Database, platform: Sometimes, clock: Clock | None = None) -> Courier:
    """With a clock, the machine's own clock goes with it: time has passed. Without: only the wall clock was set."""
    boot = {"boot": lambda: clock().timestamp()} if clock else {}
    return Courier(database, {"fake": platform}, build_capability_router(), Arena(), Metrics(), **boot)  # type: ignore[arg-type]


async def promise(database: Database, *keys: str) -> None:
    args = {"card": {"title": "hei"}}
    async with database.begin() as store:
        for key in keys:
            await store.outbox.post_deliveries(
                DeliveryDraft(key=key, platform="fake", workspace=WORKSPACE, channel="c", template="reply", args=args)
            )


async def states(database: Database) -> Counter[str]:
    async with database.read() as store:
        return Counter((await store.session.scalars(sa.select(Delivery.state))).all())


@asynccontextmanager
async def running(*couriers: Courier) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(courier.run_delivery_loop()) for courier in couriers]
    yield
    for courier in couriers:
        await courier.stop_courier()
    await asyncio.gather(*tasks)


async def all_sent(database: Database, clock: Clock, *couriers: Courier) -> None:
    """What a mishap left in somebody's hands comes back when its lease has run out."""
    for _ in range(6):
        clock.forward(seconds=61)
        for courier in couriers:
            await courier.sweep_unknown_outcomes()
            await courier.deliver_all_due()
    assert set(await states(database)) == {SENT}


async def until(what: Callable[[], bool]) -> None:
    await wait_until(what)


def once_each(platform: Sometimes, count: int) -> None:
    assert len(platform.posts) == count
    assert len({post.key for post in platform.posts}) == count


@pytest.fixture
def own_server() -> Iterator[Server]:
    with serve() as server:
        # what is committed must be in the log when the server goes; it need not reach the disk
        server.sql("CREATE DATABASE arena", "ALTER DATABASE arena SET synchronous_commit = on")
        yield server


async def test_postgresql_is_stopped_hard_three_times_during_a_drain(
    own_server: Server, platform: Sometimes, clock: Clock
) -> None:
    database = Database(own_server.url("arena"), clock=clock)
    await schema_migration.migrate_schema(database)
    keys = [f"k{number}" for number in range(150)]
    await promise(database, *keys)
    two = [courier_of(database, platform, clock) for _ in range(2)]
    with ExitStack() as servers:
        async with running(*two):
            for sent in (10, 50, 100):
                await until(lambda sent=sent: len(platform.posts) >= sent)
                await asyncio.to_thread(own_server.stop_hard)
                await asyncio.sleep(0.2)
                await asyncio.to_thread(servers.enter_context, own_server.again())
            while len(platform.posts) < 120:
                clock.forward(seconds=2)
                await asyncio.sleep(0.05)
        await all_sent(database, clock, *two)
        await database.close()
    once_each(platform, len(keys))


async def test_a_sqlite_file_is_locked_for_a_while_during_a_drain(
    sqlite_url: str, platform: Sometimes, clock: Clock
) -> None:
    database = Database(sqlite_url, clock=clock)
    keys = [f"k{number}" for number in range(60)]
    await promise(database, *keys)
    courier = courier_of(database, platform, clock)
    async with running(courier):
        await until(lambda: bool(platform.posts))
        async with aiosqlite.connect(sqlite_url.removeprefix("sqlite:///")) as other:
            await other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(1)
            await other.rollback()
    await all_sent(database, clock, courier)
    await database.close()
    once_each(platform, len(keys))


async def test_a_platform_is_down_for_ten_minutes(database: Database, platform: Sometimes, clock: Clock) -> None:
    """Two workers, one probe: they share the door that is shut."""
    two = [courier_of(database, platform, clock) for _ in range(2)]
    keys = [f"k{number}" for number in range(40)]
    platform.down = True
    await promise(database, *keys)
    began = clock().timestamp()
    while clock().timestamp() - began < 600:
        for courier in two:
            await courier.sweep_unknown_outcomes()
            await courier.deliver_all_due()
        clock.forward(seconds=2.5)
    shut = [call for call in platform.calls if call - platform.calls[0] > 5]
    assert len(platform.calls) - len(shut) <= couriers.BATCH
    gaps = [later - call for call, later in pairwise(shut)]
    assert min(gaps) >= 5
    assert 600 / 35 <= len(shut) <= 600 / 5
    async with database.read() as store:
        attempts = (await store.session.scalars(sa.select(Delivery.attempts))).all()
    assert sum(attempts) <= couriers.BATCH + len(shut)
    platform.down = False
    await all_sent(database, clock, *two)
    once_each(platform, len(keys))


async def test_the_clock_is_set_an_hour_forth_while_a_message_is_on_its_way(
    database: Database, platform: Sometimes, clock: Clock
) -> None:
    """Its lease has run out by the clock on the wall; it has not."""
    one, other = courier_of(database, platform), courier_of(database, platform)
    await promise(database, "k")
    platform.gate = asyncio.Event()
    await one.run_delivery_round()
    await until(lambda: bool(platform.posts))
    platform.posts.clear()  # nor can it be seen yet by those who ask
    clock.forward(hours=1)
    for courier in (one, other):
        await courier.sweep_unknown_outcomes()
        await courier.run_delivery_round()
    assert (await states(database)) == {"sending": 1}
    assert platform.posts == []
    platform.gate.set()
    await one.deliver_all_due()
    assert (await states(database)) == {SENT: 1}


async def test_the_clock_is_set_forth_and_back_during_a_drain(
    database: Database, platform: Sometimes, clock: Clock
) -> None:
    """What was put off by a clock that was ahead does not wait an hour, and the loop does not either."""
    platform.budget = {"channel": RateBudget(step=0.05, burst=2)}
    courier = courier_of(database, platform)
    keys = [f"k{number}" for number in range(30)]
    async with running(courier):
        await promise(database, *keys[:20])
        await until(lambda: len(platform.posts) >= 3)
        clock.forward(hours=1)
        await until(lambda: len(platform.posts) >= 7)
        clock.forward(hours=-1)
        await courier.sweep_unknown_outcomes()
        await promise(database, *keys[20:])
        await until(lambda: len(platform.posts) >= len(keys))
    assert (await states(database)) == {SENT: len(keys)}
    once_each(platform, len(keys))


async def test_a_worker_that_froze_past_its_lease_sends_nothing_any_more(
    database: Database, platform: Sometimes, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has said that it sends, and sleeps; another one asks, and sends; then it wakes."""
    frozen, other = courier_of(database, platform, clock), courier_of(database, platform, clock)
    await promise(database, "k")
    deliver, asleep = frozen._deliver_prepared, asyncio.Event()

    async def sleepy(parcel: Any) -> None:
        await asleep.wait()
        await deliver(parcel)

    monkeypatch.setattr(frozen, "_deliver_prepared", sleepy)
    await frozen.run_delivery_round()
    clock.forward(seconds=47)
    for _ in range(2):
        await other.sweep_unknown_outcomes()
        await other.deliver_all_due()
    once_each(platform, 1)
    asleep.set()
    await frozen.deliver_all_due()
    assert (await states(database)) == {SENT: 1}
    once_each(platform, 1)


async def test_a_worker_that_froze_in_the_middle_of_a_call_tells_what_it_knows_when_it_wakes(
    database: Database, platform: Sometimes, clock: Clock
) -> None:
    """Others have asked too early to see it, and put it back: it is not sent again."""
    frozen, other = courier_of(database, platform, clock), courier_of(database, platform, clock)
    await promise(database, "k")
    platform.gate = asyncio.Event()
    await frozen.run_delivery_round()
    await until(lambda: bool(platform.posts))
    hidden, platform.posts = platform.posts, []
    clock.forward(seconds=47)
    await other.sweep_unknown_outcomes()
    assert (await states(database)) == {READY: 1}
    platform.posts = hidden
    platform.gate.set()
    await until(lambda: not frozen.in_flight)
    await other.deliver_all_due()
    assert (await states(database)) == {SENT: 1}
    once_each(platform, 1)


async def test_a_worker_that_stops_gives_back_what_it_has_not_begun(
    database: Database, platform: Sometimes, clock: Clock
) -> None:
    courier = courier_of(database, platform, clock)
    await promise(database, "k1", "k2")
    async with database.begin() as store:
        await store.deliveries.claim_due_deliveries(courier.owner, timedelta(seconds=15), 1, ["fake"])
    await courier.stop_courier()
    assert (await states(database)) == {READY: 2}


async def test_a_row_that_nobody_runs_a_platform_for_is_left_to_others(
    database: Database, platform: Sometimes, clock: Clock
) -> None:
    async with database.begin() as store:
        args = {"card": {"title": "hei"}}
        await store.outbox.post_deliveries(
            DeliveryDraft(key="k", platform="elsewhere", workspace="W", channel="c", template="reply", args=args)
        )
    await courier_of(database, platform, clock).deliver_all_due()
    async with database.read() as store:
        row = (await store.session.scalars(sa.select(Delivery))).one()
    assert (row.state, row.claims, row.next_at) == (READY, 0, row.due_at)
