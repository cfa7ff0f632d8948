"""The full ask path: signed mention -> routing, search, question and outbox in one commit -> messages -> marked sent.

Beside it Bolt's bare hello, on the same aiohttp, with the same signed requests, in the same rounds. The ratio is of CPU
time of the bot's process, which shared cores leave alone. One question is three messages here: the asker's receipt, the
card in the room, and the asker's own copy. The pace that Slack asks for is switched off (`unpaced`).
"""

from __future__ import annotations

import asyncio

from tests.bench.benches import ENGINES, Bench, scene
from tests.bench.loads import closed
from tests.bench.programs import running
from tests.bench.tables import Row, middle, us

#: of Bolt's hello
GOALS = {"sqlite": 0.30, "postgresql": 0.25}


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    count = 300 if bench.quick else 1000
    hellos: list[tuple[float, float]] = []
    asks: dict[str, list[tuple[float, float, float]]] = {engine: [] for engine in ENGINES}
    for _ in range(bench.rounds):
        hellos.append(await _hello(bench, 3 * count))
        for engine in ENGINES:
            asks[engine].append(await _ask(bench, engine, count))
    cpu, rate = middle([cpu for cpu, _ in hellos]), middle([rate for _, rate in hellos])
    return [_row(engine, rounds, cpu, rate) for engine, rounds in asks.items()]


def _row(engine: str, rounds: list[tuple[float, float, float]], hello_cpu: float, hello_rate: float) -> Row:
    cpu, rate, messages = (middle([one[place] for one in rounds]) for place in range(3))
    ratio = hello_cpu / cpu
    return Row(
        f"full ask path, {ENGINES[engine]}",
        f"{us(cpu)} CPU a question ({messages:.1f} messages), {rate:.0f}/s till all is sent",
        f"Bolt's hello: {us(hello_cpu)} CPU, {hello_rate:.0f}/s",
        f"{ratio:.2f}",
        f">= {GOALS[engine]:.2f}",
        ratio >= GOALS[engine],
    )


async def _hello(bench: Bench, count: int) -> tuple[float, float]:
    """CPU seconds an event, and events a second."""
    with running("-m", "tests.bench.hello") as hello:
        await asyncio.to_thread(hello.wait)
        url = f"{hello.url}/slack/events"
        await closed(url, bench.take(100), bench.ask)
        before = hello.cpu()
        done = await closed(url, bench.take(count), bench.ask)
        assert not done.refused
        return (hello.cpu() - before) / count, count / done.seconds


async def _ask(bench: Bench, engine: str, count: int) -> tuple[float, float, float]:
    """CPU seconds a question, questions a second until all is sent, messages a question."""
    async with scene(bench.database(engine)) as at:
        await closed(at.events, bench.take(60), bench.ask)
        assert await at.drained()
        before, posts, start = at.bot.cpu(), at.workspace.posts, asyncio.get_running_loop().time()
        done = await closed(at.events, bench.take(count), bench.ask)
        assert not done.refused
        assert await at.drained()
        seconds = asyncio.get_running_loop().time() - start
        return (at.bot.cpu() - before) / count, count / seconds, (at.workspace.posts - posts) / count
