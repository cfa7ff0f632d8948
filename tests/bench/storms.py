"""More at once than the database serves, on PostgreSQL: doubles of one event, and questions beside two busy loops.

A platform waits three seconds and tells again what was refused. So each copy of a question is told until it is taken,
and afterwards every question is looked for: it is there, and once.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field

import aiohttp
import sqlalchemy as sa

from storage.kit.database import Database
from storage.questions.questions import Question
from tests.bench.benches import Bench, drained
from tests.bench.programs import running
from tests.bench.tables import Row, ms, spread
from tests.bench.workspaces import Workspace

#: seconds within which a platform wants its answer, and within which what is too much is refused
ACK, REFUSAL = 3.0, 0.2
#: questions and copies of each; questions at once beside the loops; and so many that some must be refused
DOUBLES, COPIES, BUSY, FLOOD = 100, 4, 64, 400
#: seconds between two tellings at the least, and how often at the most
AGAIN, MOST = 1.0, 30
LOOPS = 2


@dataclass
class Storm:
    """What came of one."""

    #: seconds from each telling to its answer, by whether it was taken
    taken: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    #: copies that were never taken
    lost: int = 0
    #: questions that are there, and messages and cards that went out twice
    kept: int = 0
    twice: int = 0


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    rows = []
    for processes in (1, 2):
        done = await _blow(bench, DOUBLES, COPIES, processes)
        goal = f"{DOUBLES} questions, none refused, slowest ack <= {ACK:.0f} s"
        met = not done.refused and max(done.taken) <= ACK
        name = (
            f"{DOUBLES} questions in {COPIES} copies at once, PostgreSQL, {processes} process{'es' * (processes > 1)}"
        )
        rows.append(_row(name, DOUBLES, done, goal, met=met))
    for count in (BUSY, FLOOD):
        done = await _blow(bench, count, 1, 1, busy=True)
        goal = f"taken <= {ACK:.0f} s or refused <= {ms(REFUSAL)}, all taken in the end, once"
        met = max(done.taken) <= ACK and max(done.refused, default=0.0) <= REFUSAL
        rows.append(_row(f"{count} questions at once, PostgreSQL, {LOOPS} busy loops", count, done, goal, met=met))
    return rows


def _row(name: str, count: int, done: Storm, goal: str, *, met: bool) -> Row:
    whole = done.kept == count and not done.lost and not done.twice
    told = f"acks p50 / p99 / worst {spread(done.taken)}; {len(done.refused)} refused"
    if done.refused:
        told += f" ({spread(done.refused)})"
    return Row(name, f"{told}; {done.kept} there, {done.lost} lost, {done.twice} double", goal=goal, met=met and whole)


async def _blow(bench: Bench, count: int, copies: int, processes: int, *, busy: bool = False) -> Storm:
    async with _bots(bench, processes) as (url, addresses, workspace):
        storm, database = Storm(), Database(url)
        # connections are there already, as a platform's are
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            await asyncio.gather(*(_warm(session, bench, address) for address in addresses))
            await drained(url, 30)
            before = await _count(database)
            numbers = bench.take(count) * copies
            told = [
                _tell(session, addresses[turn // count % processes], bench, number, storm)
                for turn, number in enumerate(numbers)
            ]
            with _busy_loops() if busy else nullcontext():
                await asyncio.gather(*told)
        await drained(url, 60)
        storm.kept, storm.twice = await _count(database) - before, workspace.twice
        await database.close()
    return storm


async def _tell(session: aiohttp.ClientSession, address: str, bench: Bench, number: int, storm: Storm) -> None:
    """One copy, until it is taken."""
    body, headers = bench.ask(number)
    for _ in range(MOST):
        begun = time.perf_counter()
        async with session.post(address, data=body, headers=headers) as answer:
            await answer.read()
        seconds = time.perf_counter() - begun
        if answer.status == 200:
            storm.taken.append(seconds)
            return
        storm.refused.append(seconds)
        await asyncio.sleep(max(AGAIN, float(answer.headers.get("Retry-After", 0))))
    storm.lost += 1


async def _warm(session: aiohttp.ClientSession, bench: Bench, address: str) -> None:
    for number in bench.take(20):
        await _tell(session, address, bench, number, Storm())


async def _count(database: Database) -> int:
    async with database.read() as store:
        return await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) or 0


@asynccontextmanager
async def _bots(bench: Bench, processes: int) -> AsyncIterator[tuple[str, Sequence[str], Workspace]]:
    url = bench.database("postgresql")
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace())
        programs = [
            stack.enter_context(running("-m", "tests.bench.unpaced", DATABASE_URL=url, **workspace.settings()))
            for _ in range(processes)
        ]
        for program in programs:
            await asyncio.to_thread(program.wait, "/health/ready")
        yield url, [f"{program.url}/slack/events" for program in programs], workspace


@contextmanager
def _busy_loops() -> Iterator[None]:
    """One for each core of a small machine."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(LOOPS)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
