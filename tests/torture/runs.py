"""One run: reminders due at once, three workers, a Slack that is no friend, and kills at random moments of it all."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa

from storage.kit.database import UNAVAILABLE, Database
from storage.queue.delivery_rows import PENDING, SENT, Delivery
from tests.reminders import promise
from tests.torture.crew import WORKERS, Crew
from tests.torture.terms import CALL, SETTLE
from tests.torture.unfriendly import LATE, Unfriendly

#: half of them channels, half of them people: each takes a message in 1.1 seconds, and so the whole has its pace
PLACES = [f"{'CU'[number % 2]}{number:04d}" for number in range(160)]
#: by this share of the drain the last one has been killed
LAST_KILL = 0.9


@dataclass
class Run:
    """What came of it, judged by what the platform has accepted."""

    reminders: int
    kills: int = 0
    seconds: float = 0.0
    lost: int = 0
    double: int = 0
    #: deliveries that are not over, or not as they should be: sent, with the message that was accepted
    unresolved: list[str] = field(default_factory=list)
    posts: int = 0
    questions: int = 0
    mishaps: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        wrong = ", ".join(f"{count} {name}" for name, count in sorted(self.mishaps.items()) if name)
        return (
            f"{self.reminders} reminders, {self.kills} kills, {self.seconds:.0f} s: {self.lost} lost, "
            f"{self.double} double, {len(self.unresolved)} unresolved; {self.posts} posts ({wrong}), "
            f"{self.questions} looks at history"
        )


async def torture(url: str, *, reminders: int, kills: int, seed: int, patience: float) -> Run:
    """On an empty database at head; everything must be over within `patience` seconds."""
    chance, run = random.Random(seed), Run(reminders)
    database = Database(url)
    await promise(database, reminders, PLACES, datetime.now(UTC))
    start = time.monotonic()
    async with Unfriendly(random.Random(seed + 1), patience=CALL) as slack:
        with Crew({"DATABASE_URL": url, **slack.settings()}) as crew:
            await _kill(crew, slack, run, kills, chance, start + patience)
            while await _left(database) and time.monotonic() < start + patience:
                crew.look()
                await asyncio.sleep(0.1)
            await asyncio.sleep(CALL + LATE[1] + SETTLE)  # whatever is still to arrive, and whoever would send again
        run.seconds = time.monotonic() - start
        await _judge(database, slack, run)
    await database.close()
    return run


async def _kill(crew: Crew, slack: Unfriendly, run: Run, kills: int, chance: random.Random, end: float) -> None:
    """Each at a random moment of the drain."""
    moments = sorted(chance.uniform(0, LAST_KILL * run.reminders) for _ in range(kills))
    for moment in moments:
        while len(slack.accepted) < moment and time.monotonic() < end:
            crew.look()
            await asyncio.sleep(0.01)
        await asyncio.sleep(chance.uniform(0, 0.1))
        await asyncio.to_thread(crew.replace, chance.randrange(WORKERS))
        run.kills += 1


async def _left(database: Database) -> int:
    try:
        async with database.read() as store:
            counts = await store.deliveries.count_deliveries_by_state()
    except UNAVAILABLE:
        return 1
    return sum(counts.get(state, 0) for state in PENDING)


async def _judge(database: Database, slack: Unfriendly, run: Run) -> None:
    async with database.read() as store:
        rows = (await store.session.execute(sa.select(Delivery.id, Delivery.state, Delivery.message))).all()
    assert len(rows) == run.reminders
    run.lost = sum(slack.accepted[row.id] == 0 for row in rows)
    run.double = sum(count > 1 for count in slack.accepted.values())
    run.unresolved = [
        f"{row.id} {row.state}" for row in rows if row.state != SENT or row.message not in slack.stamps.get(row.id, ())
    ]
    run.posts, run.questions = slack.calls["chat.postMessage"], slack.calls["conversations.history"]
    run.mishaps = dict(slack.mishaps)
