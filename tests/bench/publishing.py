"""From question to card in the room, at 50 questions a second, with no grace and a Web API that answers at once."""

from __future__ import annotations

import asyncio

from tests.bench.benches import ENGINES, Bench, scene
from tests.bench.loads import steady
from tests.bench.tables import Row, middle, ms, quantile

RATE = 50
#: seconds
GOAL, BEST = 1.0, 0.1
#: seconds from each question that was taken to its card, and how many were refused
Round = tuple[list[float], int]


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    rounds: dict[str, list[Round]] = {engine: [] for engine in ENGINES}
    for _ in range(bench.rounds):
        for engine in ENGINES:
            rounds[engine].append(await _delays(bench, engine, 4 if bench.quick else 8))
    return [_row(engine, done) for engine, done in rounds.items()]


async def _delays(bench: Bench, engine: str, seconds: int) -> Round:
    async with scene(bench.database(engine)) as at:
        await steady(at.events, bench.take(50), bench.ask, 50)
        numbers = bench.take(RATE * seconds)
        done = await steady(at.events, numbers, bench.ask, RATE)
        assert await at.drained()
        taken = [number for number in numbers if number not in done.refused]
        return [at.workspace.cards[number][0] - done.sent[number] for number in taken], len(done.refused)


def _row(engine: str, rounds: list[Round]) -> Row:
    p50, p99 = (middle([quantile(delays, share) for delays, _ in rounds]) for share in (0.5, 0.99))
    refused = sum(count for _, count in rounds)
    return Row(
        f"question to card in the room, 50/s, {ENGINES[engine]}",
        f"p50 {ms(p50)}, p99 {ms(p99)}; {refused} refused",
        goal=f"p99 <= {ms(GOAL)}, none refused",
        met=p99 <= GOAL and not refused,
        best=f"<= {ms(BEST)}",
        figures={"p50_ms": p50 * 1000, "p99_ms": p99 * 1000},
    )
