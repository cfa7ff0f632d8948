"""The full ask path: signed mention -> routing, search, question and outbox in one commit -> messages -> marked sent.

Beside it a naive bot, which stores and sends the same three messages and understands nothing, and Bolt's bare hello: on
the same aiohttp, with the same signed requests, in the same rounds. The ratio is of CPU time of the process, which
shared cores leave alone. The messages are the asker's receipt, the card in the room, and the asker's own copy. The pace
that Slack asks for is switched off (`unpaced`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.bench.benches import ENGINES, Bench, scene
from tests.bench.loads import Result, closed
from tests.bench.programs import running
from tests.bench.tables import Row, middle, us
from tests.bench.workspaces import Workspace

#: of the naive bot's CPU, and of the same on SQLite: what must be, and what is aimed at
OF_NAIVE, OF_SQLITE = (3.0, 1.2), (1.3, 1.15)


@dataclass
class Round:
    """What one program took of its processor in one round. What it refused is counted and left out."""

    #: seconds of its processor for each event that was taken
    cpu: float
    #: events a second, until the last message is sent
    rate: float
    messages: float = 0.0
    refused: int = 0


@dataclass
class Measured:
    """All rounds of one program."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        return middle([one.cpu for one in self.rounds])

    @property
    def rate(self) -> float:
        return middle([one.rate for one in self.rounds])

    def __str__(self) -> str:
        messages, refused = middle([one.messages for one in self.rounds]), sum(one.refused for one in self.rounds)
        sent = f" ({messages:.1f} messages)" if messages else ""
        return f"{us(self.cpu)} CPU{sent}, {self.rate:.0f}/s" + (f", {refused} refused" if refused else "")


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    count = 300 if bench.quick else 1000
    hello, naive, asks = Measured(), Measured(), {engine: Measured() for engine in ENGINES}
    for _ in range(bench.rounds):
        hello.rounds.append(await _hello(bench, 3 * count))
        naive.rounds.append(await _naive(bench, count))
        for engine, found in asks.items():
            found.rounds.append(await _ask(bench, engine, count))
    beside_naive = _row("full ask path, SQLite (FULL)", asks["sqlite"], "the naive bot", naive, OF_NAIVE)
    beside_sqlite = _row("the same on PostgreSQL", asks["postgresql"], "on SQLite", asks["sqlite"], OF_SQLITE)
    return [Row("a signed event of Bolt's hello", str(hello)), beside_naive, beside_sqlite]


def _row(name: str, found: Measured, other: str, beside: Measured, goal: tuple[float, float]) -> Row:
    (most, best), ratio = goal, found.cpu / beside.cpu
    figures = {"cpu_us": found.cpu * 1e6, "rate": found.rate, "ratio": ratio}
    return Row(
        name, str(found), f"{other}: {beside}", f"{ratio:.2f}", f"<= {most}", ratio <= most, f"<= {best}", figures
    )


async def _hello(bench: Bench, count: int) -> Round:
    with running("-m", "tests.bench.hello") as hello:
        await asyncio.to_thread(hello.wait)
        url = f"{hello.url}/slack/events"
        await closed(url, bench.take(100), bench.ask)
        before = hello.cpu()
        done = await closed(url, bench.take(count), bench.ask)
        return _round(count, done, hello.cpu() - before, done.seconds)


async def _naive(bench: Bench, count: int) -> Round:
    async with Workspace() as workspace:
        url = {"NAIVE_DATABASE_URL": f"sqlite+aiosqlite:///{bench.new_file()}"}
        with running("-m", "tests.bench.naive", SLACK_API_URL=workspace.api_url, **url) as naive:
            await asyncio.to_thread(naive.wait)
            url, loop = f"{naive.url}/slack/events", asyncio.get_running_loop()
            for asked in (60, count):
                before, posts, start = naive.cpu(), workspace.posts, loop.time()
                done = await closed(url, bench.take(asked), bench.ask)
                async with asyncio.timeout(120):
                    while workspace.posts - posts < 3 * (asked - len(done.refused)):  # noqa: ASYNC110 another process
                        await asyncio.sleep(0.05)
                seconds = loop.time() - start
            await asyncio.sleep(0.3)  # the last are marked as sent
            return _round(count, done, naive.cpu() - before, seconds, workspace.posts - posts)


async def _ask(bench: Bench, engine: str, count: int) -> Round:
    async with scene(bench.database(engine)) as at:
        await closed(at.events, bench.take(60), bench.ask)
        assert await at.drained()
        before, posts, start = at.bot.cpu(), at.workspace.posts, asyncio.get_running_loop().time()
        done = await closed(at.events, bench.take(count), bench.ask)
        assert await at.drained()
        seconds = asyncio.get_running_loop().time() - start
        return _round(count, done, at.bot.cpu() - before, seconds, at.workspace.posts - posts)


def _round(asked: int, done: Result, cpu: float, seconds: float, messages: int = 0) -> Round:
    taken = asked - len(done.refused)
    return Round(cpu / taken, taken / seconds, messages / taken, len(done.refused))
