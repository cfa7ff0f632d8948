"""Questions for 120 rooms in 60 houses on both platforms: when the last card is there, the pace, and acks meanwhile.

What was forecast to the askers is read from what they were told. Meanwhile others ask for help, twenty times a second.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

from tests.bench.benches import ENGINES, Bench, drained
from tests.bench.houses import ROOMS, Houses, move_in
from tests.bench.loads import Request, Result, steady
from tests.bench.programs import running
from tests.bench.tables import Row, ms, quantile, spread
from tests.bench.workspaces import ASKERS
from tests.limits import windows, worst
from tests.platforms.slack.payloads import command, encoded, signed

#: questions, one after the other; and requests a second of others
QUESTIONS, RATE = 5, 20
#: seconds
ACK = 1.0


def measure(bench: Bench) -> list[Row]:
    return [asyncio.run(_measure(bench, engine)) for engine in ENGINES]


async def _measure(bench: Bench, engine: str) -> Row:
    url, questions = bench.database(engine), 2 if bench.quick else QUESTIONS
    async with AsyncExitStack() as stack:
        houses = await stack.enter_async_context(Houses())
        await move_in(url, f"{houses.url}/emea/")
        bot = stack.enter_context(running("-m", "bot", "run", DATABASE_URL=url, **houses.settings()))
        await asyncio.to_thread(bot.wait)
        events = f"{bot.url}/slack/events"
        await steady(events, range(20), _help, 20)
        numbers = bench.take(questions)
        others = asyncio.create_task(steady(events, range(RATE * 10 * questions), _help, RATE))
        asked = {number: time.monotonic() + turn for turn, number in enumerate(numbers)}
        await steady(events, numbers, bench.ask, 1)
        there = await drained(url)
        return _row(engine, houses, asked, await others, there=there)


def _help(number: int) -> Request:
    """Somebody asks what the bot can do, which is answered at once."""
    body, content_type = encoded(command("hjelp", user=ASKERS[number % len(ASKERS)]))
    return body, signed(body, content_type=content_type)


def _row(engine: str, houses: Houses, asked: dict[int, float], others: Result, *, there: bool) -> Row:
    took = {number: max(houses.cards.get(number, [0.0])) - at for number, at in asked.items()}
    whole = there and all(len(houses.cards.get(number, ())) == ROOMS for number in asked)
    kept = all(took[number] <= houses.forecasts.get(number, 0.0) for number in asked)
    found = list(windows(houses.sendings))
    ack = quantile(others.latencies, 0.99)
    pairs = ", ".join(f"{took[number]:.1f} of {houses.forecasts.get(number, 0.0):.0f} s" for number in asked)
    return Row(
        f"{len(asked)} questions, each to {ROOMS} rooms in 60 houses, {ENGINES[engine]}",
        f"last card after {pairs} forecast; fullest windows: {worst(found)};"
        f" acks meanwhile p50 / p99 / worst {spread(others.latencies)}",
        goal=f"every card once, within its forecast and all limits; ack p99 <= {ms(ACK)}",
        met=whole and kept and all(one.count <= one.most for one in found) and ack <= ACK and not others.refused,
    )
