"""Two workers and one database: together they keep to the pace of each channel."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import sqlalchemy as sa

from bot.courier import Courier
from bot.metrics import Metrics
from bot.platforms import Budget
from handlers import capabilities
from handlers.chat.turn import Arena
from storage.database import Database
from storage.delivery_rows import SENT, Delivery
from storage.outbox import Draft
from tests.conversation import WORKSPACE, FakePlatform

STEP = timedelta(seconds=0.12)
CHANNELS, EACH = 5, 12


async def test_two_workers_never_write_to_a_channel_within_its_pace(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(2)]
    await promise(databases[0])
    platform = Paced()
    couriers = [Courier(one, {"fake": platform}, capabilities(), Arena(), Metrics()) for one in databases]
    running = [asyncio.create_task(courier.run()) for courier in couriers]
    async with asyncio.timeout(60):
        while len(platform.posts) < CHANNELS * EACH:
            for courier in couriers:
                courier.wake()
            await asyncio.sleep(0.01)
    for courier in couriers:
        await courier.stop()
    await asyncio.gather(*running)
    begun = await began(databases[0])
    assert {len(times) for times in begun.values()} == {EACH}
    assert [gap for times in begun.values() for gap in gaps(times) if gap < STEP] == []
    for database in databases:
        await database.close()


class Paced(FakePlatform):
    def budgets(self, place: object) -> dict[str, Budget]:
        return {place.channel: Budget(STEP.total_seconds())}  # type: ignore[attr-defined]


async def promise(database: Database) -> None:
    args = {"card": {"title": "hei"}}
    async with database.begin() as store:
        await store.outbox.post(
            *(
                Draft(
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
