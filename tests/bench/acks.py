"""Acks under load: questions at a rate that waits for nobody, and a Web API that takes 300 ms a message.

Afterwards every question is looked for: its card reached its room, and once. The pace that Slack asks for is switched
off for that (three messages a question at five a second would take ten minutes); a second line keeps to it, and then
the messages pile up while the acks are measured.
"""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from storage.kit.database import Database
from tests.bench.benches import ENGINES, Bench, scene
from tests.bench.loads import Result, steady
from tests.bench.programs import running
from tests.bench.tables import Row, ms, quantile, spread

WEB_API = 0.3
#: seconds of the middle and of p99 at 50 questions a second: what must be, and what is aimed at
MUST, BEST = (0.05, 0.5), (0.01, 0.1)
#: the same of p99 in a burst; and as a multiple of hello's
GOAL, TIMES_HELLO = 0.025, 5.0
#: questions a second from which that is the goal
SWIFT = 200


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    rows, seconds = [], 5 if bench.quick else 20
    for engine in ENGINES:
        hello = await _hello(bench, 50, 5)
        rows += [await _unpaced(bench, engine, 50, seconds, hello), await _paced(bench, engine, 50, seconds, hello)]
        hello = await _hello(bench, 200, 3)
        rows.append(await _unpaced(bench, engine, 200, 2 if bench.quick else 5, hello))
    return rows


async def _hello(bench: Bench, rate: float, seconds: int) -> Result:
    with running("-m", "tests.bench.hello") as hello:
        await asyncio.to_thread(hello.wait)
        url = f"{hello.url}/slack/events"
        await steady(url, bench.take(50), bench.ask, 100)
        return await steady(url, bench.take(int(rate * seconds)), bench.ask, rate)


async def _unpaced(bench: Bench, engine: str, rate: float, seconds: int, hello: Result) -> Row:
    async with scene(bench.database(engine), delay=WEB_API) as at:
        await steady(at.events, bench.take(20), bench.ask, 20)
        numbers = bench.take(int(rate * seconds))
        done = await steady(at.events, numbers, bench.ask, rate)
        drained = await at.drained()
        lost = sum(number not in at.workspace.cards for number in numbers if number not in done.refused)
        return _row(
            f"acks, {rate:.0f} questions/s, {ENGINES[engine]}",
            done,
            hello,
            f"{lost} lost, {at.workspace.twice} double" + ("" if drained else ", not drained"),
            whole=drained and not lost + at.workspace.twice,
            swift=rate >= SWIFT,
        )


async def _paced(bench: Bench, engine: str, rate: float, seconds: int, hello: Result) -> Row:
    url = bench.database(engine)
    async with scene(url, paced=True, delay=WEB_API) as at:
        numbers = bench.take(int(rate * seconds))
        done = await steady(at.events, numbers, bench.ask, rate)
        before, twice = at.bot.cpu(), at.workspace.twice
        await asyncio.sleep(3)
        busy = (at.bot.cpu() - before) / 3
    kept = await _kept(url) + len(done.refused)
    return _row(
        f"the same at Slack's pace, with what waits, {ENGINES[engine]}",
        done,
        hello,
        f"{len(numbers) - kept} lost, {twice} double; {busy:.0%} CPU while messages wait",
        whole=kept == len(numbers) and not twice,
        swift=False,
    )


async def _kept(url: str) -> int:
    """Questions whose card was sent or is promised."""
    database = Database(url)
    async with database.read() as store:
        asked = "SELECT count(DISTINCT subject) FROM deliveries WHERE template = 'questions.card' AND state <> 'dead'"
        kept = (await store.session.execute(sa.text(asked))).scalar_one()
    await database.close()
    return int(kept)


def _row(name: str, done: Result, hello: Result, outcome: str, *, whole: bool, swift: bool) -> Row:
    """`swift`: the goal is that of a burst."""
    p50, p99 = quantile(done.latencies, 0.5), quantile(done.latencies, 0.99)
    ceiling = quantile(hello.latencies, 0.99)
    met = whole and not done.late and not done.refused
    goal = "none over 1 s, refused, lost or double"
    if swift:
        met = met and p99 <= GOAL and p99 <= TIMES_HELLO * ceiling
        goal = f"p99 <= {ms(GOAL)} and <= {TIMES_HELLO:.0f} x; {goal}"
    else:
        met = met and p50 <= MUST[0] and p99 <= MUST[1]
        goal = f"p50 / p99 <= {ms(MUST[0])} / {ms(MUST[1])}; {goal}"
    return Row(
        name,
        f"p50 / p99 / worst {spread(done.latencies)}; {done.late} over 1 s, {len(done.refused)} refused, {outcome}",
        f"Bolt's hello: {spread(hello.latencies)}",
        f"{p99 / ceiling:.1f} x",
        goal,
        met,
        best="" if swift else f"<= {ms(BEST[0])} / {ms(BEST[1])}",
        figures={"p50_ms": p50 * 1000, "p99_ms": p99 * 1000},
    )
