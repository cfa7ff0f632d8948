"""Two web processes on one PostgreSQL beside one: questions accepted a second, and the CPU time of each.

They share nothing but the database, so the second should add what the first one does. That needs a core for each, one
for the server and one for whoever asks: with fewer the rate says how many cores there are, and the CPU time a question
takes says whether the two are in each other's way.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack

from tests.bench.benches import Bench
from tests.bench.loads import closed
from tests.bench.programs import running
from tests.bench.tables import Row, middle, us
from tests.bench.workspaces import Workspace

#: of one process
GOAL, BEST = 1.6, 1.8
#: two processes, the server, whoever asks
CORES = 4


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    count = 300 if bench.quick else 1000
    rounds = [[await _asked(bench, webs, count) for webs in (1, 2)] for _ in range(bench.rounds)]
    (one, one_cpu), (two, two_cpu) = (
        tuple(middle([both[which][what] for both in rounds]) for what in (0, 1)) for which in (0, 1)
    )
    return [
        Row(
            "two web processes, PostgreSQL",
            f"{two:.0f} questions/s, {us(two_cpu)} CPU a question, on {os.cpu_count()} cores",
            f"one process: {one:.0f} questions/s, {us(one_cpu)} CPU",
            f"{two / one:.2f}",
            f">= {GOAL} on {CORES} cores",
            two / one >= GOAL if (os.cpu_count() or 1) >= CORES else None,
            best=f">= {BEST}",
            figures={"rate": two, "of_one": two / one},
        )
    ]


async def _asked(bench: Bench, webs: int, count: int) -> tuple[float, float]:
    """Questions a second, and the CPU seconds of the web processes for each."""
    url = bench.database("postgresql")
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace())
        programs = [
            stack.enter_context(running("-m", "bot", "web", DATABASE_URL=url, **workspace.settings()))
            for _ in range(webs)
        ]
        for program in programs:
            await asyncio.to_thread(program.wait)
        addresses = [f"{program.url}/slack/events" for program in programs]
        await asyncio.gather(*(closed(address, bench.take(50), bench.ask) for address in addresses))
        before = sum(program.cpu() for program in programs)
        done = await asyncio.gather(*(closed(address, bench.take(count // webs), bench.ask) for address in addresses))
        cpu = sum(program.cpu() for program in programs) - before
        assert not any(result.refused for result in done)
        return count / max(result.seconds for result in done), cpu / count
