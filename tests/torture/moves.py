"""Changes of mind in the middle of a drain: no message with an old time once the change is committed.

What was on its way at the commit (its marker was committed before) may arrive with the old time, and is put right.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import sqlalchemy as sa

from bot.delivery.courier import Courier
from bot.platforms import Sent
from bot.runtime.metrics import Metrics
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from storage.directory.rooms import Room
from storage.kit.database import UNAVAILABLE, Database, Store, is_crossed_transaction
from storage.queue.delivery_rows import PENDING, POST, SENDING, UNKNOWN, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import FakePlatform, Post

SUBJECTS, COPIES = 25, 2
#: seconds in which the changes of a wave fall: about what its drain takes
DRAIN = 0.35
#: takes a microsecond or so per row: the database is what a card may wait for, and others commit in between
_SLOW = sa.text(
    "WITH RECURSIVE one(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM one WHERE i < :rows) SELECT count(*) FROM one"
)


@dataclass
class Change:
    """The `hour` from now on; None: called off."""

    subject: str
    hour: int | None
    #: once the commit has returned
    at: float = 0.0
    #: posts, and posts that a change was being made to, whose marker was committed before
    on_their_way: set[str] = field(default_factory=set)

    def forbids(self, arrival: Arrival) -> bool:
        old = self.hour is None or arrival.hour < self.hour
        return old and arrival.at > self.at and arrival.post not in self.on_their_way


@dataclass
class Arrival:
    subject: str
    post: str
    hour: int
    at: float


@dataclass
class Watchful(FakePlatform):
    """Takes its time, loses some answers, and keeps when what arrived."""

    chance: random.Random = field(default_factory=random.Random)
    arrivals: list[Arrival] = field(default_factory=list)

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        await asyncio.sleep(self.chance.uniform(0.001, 0.02))
        self._arrived(place, key, card)
        if self.chance.random() < 0.03:
            self.fail_after.append(ConnectionResetError())
        return await super().send(place, card, key=key)

    async def update(self, place: Place, message: str, card: Card) -> None:
        await asyncio.sleep(self.chance.uniform(0.001, 0.02))
        self._arrived(place, self.post(message, place.workspace).key, card)
        await super().update(place, message, card)

    def _arrived(self, place: Place, marks: str, card: Card) -> None:
        post, *_ = marks.split()  # the first word by which a message is found again is the id of its delivery
        self.arrivals.append(Arrival(place.channel, post, int(card.title), time.monotonic()))

    def shown(self, subject: str) -> list[Post]:
        return [post for post in self.posts if post.place.channel == subject and not post.deleted]


@dataclass
class Day:
    """Rooms are the subjects here, and the hour of each is its name."""

    database: Database
    platform: Watchful
    chance: random.Random
    changes: list[Change] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    async def promise(self) -> list[str]:
        subjects = [f"c{next(self._numbers)}" for _ in range(SUBJECTS)]
        async with self.database.begin() as store:
            for subject in subjects:
                room = Room(platform="fake", workspace="W", channel=subject, name="0", language="en")
                id = (await store.rooms.add(room)).id
                await store.outbox.post_deliveries(*(_draft(subject, id, copy) for copy in range(COPIES)))
        return subjects

    async def changes_twice(self, subject: str) -> None:
        """At random moments: moved, and then moved again or called off."""
        first, second = sorted(self.chance.uniform(0, DRAIN) for _ in range(2))
        await asyncio.sleep(first)
        await self._change(Change(subject, 1))
        await asyncio.sleep(second - first)
        await self._change(Change(subject, self.chance.choice((2, 2, None))))

    async def _change(self, change: Change) -> None:
        try:
            await self._commit(change)
        except UNAVAILABLE as error:
            if not is_crossed_transaction(error):
                raise
            await self._commit(change)  # as the dispatcher does: nothing was stored
        change.at = time.monotonic()
        self.changes.append(change)

    async def _commit(self, change: Change) -> None:
        async with self.database.begin() as store:
            if change.hour is None:
                await store.outbox.withdraw_copies(change.subject)
            else:
                here = (Room.platform == "fake", Room.workspace == "W", Room.channel == change.subject)
                await store.session.execute(sa.update(Room).where(*here).values(name=str(change.hour)))
                await store.outbox.refresh_copies(change.subject)
            change.on_their_way = await _on_their_way(store, change.subject)

    @property
    def on_their_way(self) -> int:
        """How many changes caught something that had been marked before."""
        return sum(bool(change.on_their_way) for change in self.changes)

    def faults(self) -> list[str]:
        arrived, last = defaultdict(list), {change.subject: change.hour for change in self.changes}
        for arrival in self.platform.arrivals:
            arrived[arrival.subject].append(arrival)
        found = [
            f"{arrival} after {change}"
            for change in self.changes
            for arrival in arrived[change.subject]
            if change.forbids(arrival)
        ]
        for subject, hour in last.items():
            shown = [int(post.card.title) for post in self.platform.shown(subject)]
            if shown != [] if hour is None else shown != [hour] * COPIES:
                found.append(f"{subject} shows {shown} at the end instead of {hour}")
        times = Counter(post.key for post in self.platform.posts)
        return found + [f"{key} was sent twice" for key, sent in times.items() if sent > 1]


async def change_minds(database: Database, clock: Clock, waves: int, seed: int = 5) -> Day:
    """Run the waves, each of `SUBJECTS` that are changed twice, and what the couriers do until nothing is left."""
    chance = random.Random(seed)
    day = Day(database, Watchful(chance=chance), chance)
    async with _couriers(day) as couriers:
        for _ in range(waves):
            subjects = await day.promise()
            for courier in couriers:
                courier.wake_courier()
            await asyncio.gather(*(day.changes_twice(subject) for subject in subjects))
        for _ in range(100):
            clock.forward(seconds=31)
            await couriers[0].asking.reconcile_unknown_deliveries()
            couriers[0].wake_courier()
            await asyncio.sleep(0.1)
            if not await _left(database):
                break
    return day


@asynccontextmanager
async def _couriers(day: Day) -> AsyncIterator[list[Courier]]:
    """Two workers on one database, as if they were processes of their own."""
    router = Router()

    async def draw(view: View) -> Card:
        room = await view.store.rooms.find(view.delivery.args["room"])
        await view.store.session.execute(_SLOW, {"rows": day.chance.randint(1, 2000)})
        assert room is not None
        return Card(room.name)

    router.cards["an hour"] = draw

    databases = [Database(str(day.database.engine.url.render_as_string(hide_password=False)), clock=day.database.clock)]
    boot = lambda: day.database.clock().timestamp()  # noqa: E731 - time passes, the clock is not set
    couriers = [
        Courier(database, {"fake": day.platform}, router, Arena(), Metrics(), boot)
        for database in (day.database, *databases)
    ]
    running = [asyncio.create_task(courier.run_delivery_loop()) for courier in couriers]
    yield couriers
    for courier in couriers:
        await courier.stop_courier()
    await asyncio.gather(*running)
    for database in databases:
        await database.close()


async def _on_their_way(store: Store, subject: str) -> set[str]:
    """Seen by the one who changes it, who holds what has not been marked yet."""
    mine = sa.select(Delivery.id).where(Delivery.subject == subject, Delivery.op == POST)
    going = Delivery.state.in_((SENDING, UNKNOWN))
    posts = await store.session.scalars(mine.where(going))
    changes = await store.session.scalars(sa.select(Delivery.target_id).where(Delivery.target_id.in_(mine), going))
    return {id for id in (*posts, *changes) if id}


async def _left(database: Database) -> int:
    async with database.read() as store:
        return await store.session.scalar(
            sa.select(sa.func.count()).select_from(Delivery).where(Delivery.state.in_(PENDING))
        )


def _draft(subject: str, room: int, copy: int) -> DeliveryDraft:
    return DeliveryDraft(
        key=f"{subject}:{copy}",
        subject=subject,
        platform="fake",
        workspace="W",
        channel=subject,
        template="an hour",
        args={"room": room},
    )
