"""Ten thousand reminders due in the same minute: how fast they leave, how late the loop is, and who waits meanwhile.

The Web API takes 20 to 100 ms a message. Alone in its process, the bot is asked questions all the while; then one, two
and four workers share the database. A last line keeps to Slack's pace: then nearly all of them wait.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from storage.kit.database import Database
from storage.queue.delivery_rows import PENDING, Delivery
from tests.bench.benches import ENGINES, Bench
from tests.bench.loads import Result, steady
from tests.bench.programs import Program, running
from tests.bench.tables import Row, middle, ms, spread
from tests.bench.workspaces import Workspace
from tests.reminders import promise

#: seconds
WEB_API, UNTIL_DUE, PATIENCE = (0.02, 0.1), 12.0, 300.0
#: seconds; and what two and four processes do of one
LAG, ACK, TIMES = 0.25, 1.0, {1: None, 2: 1.4, 4: 2.0}
#: each has several of them
PEOPLE = [f"U1DUE{number:04d}" for number in range(1000)]
#: questions a second meanwhile, and seconds at Slack's pace
RATE, LOOK = 10, 15
#: the rest is what the bot has to say by itself
OURS = Delivery.dedupe_key.startswith("reminder:")


@dataclass
class Drain:
    """One run: bots that are there before it is due."""

    url: str
    workspace: Workspace
    count: int
    due: datetime
    bots: list[Program] = field(default_factory=list)
    rate: float = 0.0
    #: seconds the loop was late at worst, in the worst of the processes
    lag: float = 0.0
    #: CPU seconds of all processes
    cpu: float = 0.0
    missing: int = 0
    double: int = 0
    asked: Result = field(default_factory=Result)


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    count = 3_000 if bench.quick else 10_000
    rows = [_alone(engine, await _drain(bench, engine, count, "--lag")) for engine in ENGINES]
    rows += [_paced(engine, await _drain(bench, engine, count, "--paced", "--lag")) for engine in ENGINES]
    shared: dict[int, list[Drain]] = {workers: [] for workers in TIMES}
    for _ in range(bench.rounds):
        for workers, drains in shared.items():
            drains.append(await _drain(bench, "postgresql", count, "--worker", "--lag", workers=workers))
    one = middle([drain.rate for drain in shared[1]])
    assert one, "no message of a single worker was recognised"
    return rows + [_shared(workers, drains, one) for workers, drains in shared.items()]


async def _drain(bench: Bench, engine: str, count: int, *flags: str, workers: int = 1) -> Drain:
    url = bench.database(engine)
    lags = [bench.folder / f"lag{number}" for number in range(workers)]
    async with Workspace(*WEB_API) as workspace:
        drain = Drain(url, workspace, count, datetime.now(UTC) + timedelta(seconds=UNTIL_DUE))
        await _promise(drain)
        with ExitStack() as stack:
            for lag in lags:
                program = ("-m", "tests.bench.unpaced", *flags, str(lag))
                bot = stack.enter_context(running(*program, DATABASE_URL=url, **workspace.settings()))
                drain.bots.append(bot)
            await asyncio.sleep((drain.due - datetime.now(UTC)).total_seconds())
            await (_work(drain) if "--worker" in flags else _work_and_answer(bench, drain, paced="--paced" in flags))
        drain.lag = max(float(lag.read_text()) for lag in lags)
        await _count(drain)
    return drain


async def _promise(drain: Drain) -> None:
    database = Database(drain.url)
    await promise(database, drain.count, PEOPLE, drain.due)
    await database.close()
    assert datetime.now(UTC) < drain.due - timedelta(seconds=4), "the machine is too slow for this line"


async def _work(drain: Drain) -> None:
    """Until the last of the reminders is over."""
    before, database = sum(bot.cpu() for bot in drain.bots), Database(drain.url)
    waiting = sa.select(sa.func.count()).where(OURS, Delivery.state.in_(PENDING))
    async with asyncio.timeout(PATIENCE):
        while await _count_of(database, waiting):  # noqa: ASYNC110 another process tells no event
            await asyncio.sleep(0.2)
    await database.close()
    drain.cpu = sum(bot.cpu() for bot in drain.bots) - before


async def _count_of(database: Database, which: sa.Select[tuple[int]]) -> int:
    async with database.read() as store:
        return await store.session.scalar(which) or 0


async def _work_and_answer(bench: Bench, drain: Drain, *, paced: bool) -> None:
    """Questions are asked until nothing waits any more; at Slack's pace, for a while."""
    drain_over = asyncio.create_task(asyncio.sleep(LOOK) if paced else _work(drain))
    (bot,) = drain.bots
    before = bot.cpu()
    while not drain_over.done():
        asked = await steady(f"{bot.url}/slack/events", bench.take(2 * RATE), bench.ask, RATE)
        drain.asked.latencies += asked.latencies
        drain.asked.refused |= asked.refused
    drain.cpu = bot.cpu() - before
    await drain_over


async def _count(drain: Drain) -> None:
    """What the platform was sent, for each of the reminders."""
    database = Database(drain.url)
    async with database.read() as store:
        found = await store.session.scalars(sa.select(Delivery.id).where(OURS))
        ids = [id.encode() for id in found]
    await database.close()
    sent = [id for id in ids if id in drain.workspace.keys]
    drain.missing, drain.double = drain.count - len(sent), sum(drain.workspace.keys[id] > 1 for id in sent)
    last = max((drain.workspace.times[id] for id in sent), default=time.time())
    drain.rate = len(sent) / (last - drain.due.timestamp())


def _alone(engine: str, drain: Drain) -> Row:
    return _asked(f"{drain.count} reminders due at once, run, {ENGINES[engine]}", drain, whole=not drain.missing)


def _paced(engine: str, drain: Drain) -> Row:
    busy = drain.cpu / LOOK
    return _asked(
        f"the same at Slack's pace, {ENGINES[engine]}", drain, whole=True, more=f"; {busy:.0%} CPU while they wait"
    )


def _asked(name: str, drain: Drain, *, whole: bool, more: str = "") -> Row:
    missing = f"{drain.missing} lost, " if not more else ""
    latencies, late = drain.asked.latencies, drain.asked.late
    return Row(
        name,
        f"{drain.rate:.0f} messages/s, {missing}{drain.double} double; loop late {ms(drain.lag)} at worst; "
        f"{len(latencies)} questions acked in {spread(latencies)} (p50 / p99 / worst){more}",
        goal=f"loop <= {ms(LAG)} late, none over {ACK:.0f} s, lost or double",
        met=whole and not (drain.double or late or drain.asked.refused) and drain.lag <= LAG,
        figures={"rate": drain.rate, "lag_ms": drain.lag * 1000},
    )


def _shared(workers: int, drains: list[Drain], one: float) -> Row:
    rate, cpu = middle([drain.rate for drain in drains]), middle([drain.cpu / drain.count for drain in drains])
    wrong, goal = sum(drain.missing + drain.double for drain in drains), TIMES[workers]
    lag = max(drain.lag for drain in drains)
    return Row(
        f"{drains[0].count} reminders due at once, workers: {workers}, PostgreSQL",
        f"{rate:.0f} messages/s, {cpu * 1e6:.0f} us CPU each, {wrong} lost or double; loop late {ms(lag)} at worst",
        "" if goal is None else f"one worker: {one:.0f}/s",
        "" if goal is None else f"{rate / one:.2f}",
        f"loop <= {ms(LAG)} late" + ("" if goal is None else f"; >= {goal}"),
        not wrong and lag <= LAG and (goal is None or rate / one >= goal),
        figures={"rate": rate, "cpu_us": cpu * 1e6, "of_one_worker": rate / one},
    )
