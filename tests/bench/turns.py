"""A turn in Teams: a signed activity in, a reply through the connector out, in the bot and in botbuilder's own adapter.

The adapter answers unsigned activities with an echo, remembers nothing and asks for no token: less than half the work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count

import msgspec

from tests.bench.benches import Bench
from tests.bench.loads import CONNECTIONS, Request, closed
from tests.bench.programs import Program, running
from tests.bench.start import teams_settings
from tests.bench.tables import Row, middle, us
from tests.standins.teams import Microsoft, activity

#: of the adapter's CPU: what must be, and what is aimed at
MOST, BEST = 1.2, 0.65
#: people who write in turn: the same words of one person at the same moment are one act, and get one reply
ASKERS = 4 * CONNECTIONS


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    turns, echoes = [], []
    for _ in range(bench.rounds):
        turns.append(await _bot(bench, 200 if bench.quick else 600))
        echoes.append(await _adapter(200))
    turn, echo = middle(turns), middle(echoes)
    return [
        Row(
            "Teams turn with reply, SQLite (FULL)",
            f"{us(turn)} CPU",
            f"BotFrameworkAdapter's echo: {us(echo)} CPU",
            f"{turn / echo:.2f}",
            f"<= {MOST}",
            turn / echo <= MOST,
            f"<= {BEST}",
            {"cpu_us": turn * 1e6, "ratio": turn / echo},
        )
    ]


async def _bot(bench: Bench, count: int) -> float:
    async with Microsoft().listening() as microsoft:
        with running(
            "-m", "tests.bench.unpaced", DATABASE_URL=bench.database("sqlite"), **teams_settings(microsoft)
        ) as bot:
            await asyncio.to_thread(bot.wait)
            return await _cpu(bot, count, _said(microsoft.service_url, microsoft.bearer()), microsoft)


async def _adapter(count: int) -> float:
    async with Microsoft().listening() as microsoft:
        microsoft.issued.add("")
        with running("-m", "tests.bench.echo") as bot:
            await asyncio.to_thread(bot.wait)
            return await _cpu(bot, count, _said(microsoft.service_url, ""), microsoft)


async def _cpu(bot: Program, count: int, say: Callable[[int], Request], microsoft: Microsoft) -> float:
    """Seconds of CPU for each of these turns, until the last reply is out."""
    for turns in (ASKERS, count):
        before, start = _replies(microsoft), bot.cpu()
        done = await closed(f"{bot.url}/api/messages", range(turns), say)
        assert not done.refused
        async with asyncio.timeout(60):
            while _replies(microsoft) - before < turns:  # noqa: ASYNC110 another process tells no event
                await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)  # the replies are marked as sent
    return (bot.cpu() - start) / count


def _replies(microsoft: Microsoft) -> int:
    return sum(call.method == "POST" and "/activities" in call.path for call in microsoft.calls)


def _said(service_url: str, bearer: str) -> Callable[[int], Request]:
    numbers = count(1)

    def say(number: int) -> Request:
        user, id = f"29:asker{number % ASKERS}", f"bench-{next(numbers)}"
        sent = activity(user=user, conversation=f"a:chat-of-{user}", id=id, text="hjelp", serviceUrl=service_url)
        headers = {"Content-Type": "application/json"} | ({"Authorization": bearer} if bearer else {})
        return msgspec.json.encode(sent), headers

    return say
