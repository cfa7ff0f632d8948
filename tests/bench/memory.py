"""Memory of the bot while questions come at 50 a second: what is kept of each when all is sent."""

from __future__ import annotations

import asyncio

from tests.bench.benches import Bench, scene
from tests.bench.loads import steady
from tests.bench.tables import Row

RATE = 50
#: seconds until caches and pools have the size they keep
WARM = 10
#: megabytes
GOAL, BEST = 10.0, 3.0


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench, 10 if bench.quick else 60))


async def _measure(bench: Bench, seconds: int) -> list[Row]:
    async with scene(bench.database("sqlite")) as at:
        await steady(at.events, bench.take(RATE * WARM), bench.ask, RATE)
        assert await at.drained()
        before = at.bot.memory()
        await steady(at.events, bench.take(RATE * seconds), bench.ask, RATE)
        assert await at.drained()
        growth = at.bot.memory() - before
    return [
        Row(
            f"memory after {seconds} s at {RATE} questions/s",
            f"{growth:+.1f} MB",
            f"{before:.0f} MB before",
            goal=f"<= {GOAL:.0f} MB",
            met=growth <= GOAL,
            best=f"<= {BEST:.0f} MB",
            figures={"growth_mb": growth},
        )
    ]
