"""The pace of a channel: whose turn it is, and that two workers with one database keep to it together."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import sqlalchemy as sa

from bot.delivery.courier import Courier
from bot.delivery.rate_limiter import DeliveryRateLimiter
from bot.platforms import RateBudget
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat.turn import Arena
from storage.kit.database import Database
from storage.queue.delivery_rows import SENT, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conversation import WORKSPACE, FakePlatform

STEP = timedelta(seconds=0.12)
CHANNELS, EACH = 5, 12
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROOM = {"room": RateBudget(1.0)}


def test_whoever_comes_for_its_turn_and_finds_it_taken_stays_ahead_of_those_who_came_later() -> None:
    tails: dict[str, datetime] = {}
    first = DeliveryRateLimiter(NOW, {"room": NOW + SECOND}, tails)
    turns = [first.find_turn(ROOM, waited=False) for _ in range(5)]
    assert turns == [NOW + SECOND * n for n in range(1, 6)]
    # another worker has written meanwhile
    late = DeliveryRateLimiter(NOW + SECOND, {"room": NOW + SECOND * 1.4}, tails)
    assert late.find_turn(ROOM, waited=True) == NOW + SECOND * 1.4
    assert late.find_turn(ROOM, waited=True) == NOW + SECOND * 2.4
    assert late.find_turn(ROOM, waited=False) == NOW + SECOND * 6


def test_those_who_wait_once_more_are_not_overtaken_when_they_are_the_last() -> None:
    tails: dict[str, datetime] = {}
    pace = DeliveryRateLimiter(NOW, {"room": NOW + SECOND}, tails)
    assert [pace.find_turn(ROOM, waited=True) for _ in range(2)] == [NOW + SECOND, NOW + SECOND * 2]
    assert pace.find_turn(ROOM, waited=False) == NOW + SECOND * 3


def test_a_pace_counts_from_when_messages_leave_and_not_from_when_the_round_began() -> None:
    pace = DeliveryRateLimiter(NOW, {"paid": NOW + SECOND * 5}, {})
    for _ in range(2):
        pace.take_tokens(ROOM | {"paid": RateBudget(1.0, burst=20)})
    assert pace.compute_debts(SECOND / 2) == {"room": NOW + SECOND * 2.5, "paid": NOW + SECOND * 7}


async def test_two_workers_never_write_to_a_channel_within_its_pace(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(2)]
    await promise(databases[0])
    platform = Paced()
    couriers = [Courier(one, {"fake": platform}, build_capability_router(), Arena(), Metrics()) for one in databases]
    running = [asyncio.create_task(courier.run_delivery_loop()) for courier in couriers]
    async with asyncio.timeout(60):
        while len(platform.posts) < CHANNELS * EACH:
            for courier in couriers:
                courier.wake_courier()
            await asyncio.sleep(0.01)
    for courier in couriers:
        await courier.stop_courier()
    await asyncio.gather(*running)
    begun = await began(databases[0])
    assert {len(times) for times in begun.values()} == {EACH}
    assert [gap for times in begun.values() for gap in gaps(times) if gap < STEP] == []
    for database in databases:
        await database.close()


class Paced(FakePlatform):
    def list_budgets(self, place: object) -> dict[str, RateBudget]:
        return {place.channel: RateBudget(STEP.total_seconds())}  # type: ignore[attr-defined]


async def promise(database: Database) -> None:
    args = {"card": {"title": "hei"}}
    async with database.begin() as store:
        await store.outbox.post_deliveries(
            *(
                DeliveryDraft(
                    key=str(number),
                    platform="fake",
                    workspace=WORKSPACE,
                    channel=f"c{number % CHANNELS}",
                    template="reply",
                    args=args,
                )
                for number in range(CHANNELS * EACH)
            )
        )


async def began(database: Database) -> dict[str, list[datetime]]:
    """Channel -> when each of its messages was marked: the moment its turn was taken."""
    times: dict[str, list[datetime]] = defaultdict(list)
    async with database.read() as store:
        rows = await store.session.execute(
            sa.select(Delivery.channel, Delivery.started_at).where(Delivery.state == SENT)
        )
        for row in rows:
            times[row.channel].append(row.started_at)
    return times


def gaps(times: list[datetime]) -> list[timedelta]:
    return [later - earlier for earlier, later in pairwise(sorted(times))]
