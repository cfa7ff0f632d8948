"""After `/health/ready`: the first command, form, home and question, beside the tenth, with both processors busy.

Each start has a database of its own and is asked by people it does not know, each of them once. It hears one
platform only: behind another's first question, a first command would wait for what that question sends.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import aiohttp
import msgspec

from tests.bench.benches import Bench
from tests.bench.programs import Program, running
from tests.bench.start import teams_settings
from tests.bench.tables import Row, middle, ms, quantile
from tests.platforms.slack import payloads
from tests.standins import slack as standin
from tests.standins.slack import BOT, SlackStandIn
from tests.standins.teams import Microsoft, activity

STARTS, ROUNDS, BUSY = 6, 10, 2
#: how much longer the first may take, and the seconds in which Slack must be answered
TIMES, SLACK_WAITS = 2.0, 3.0
#: seconds until a bot is ready that has little of the processors
PATIENCE = 120.0
GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"
SPIN = "while True: pass"
Send = Callable[[int], Awaitable[None]]
#: kind of event -> seconds of each round, in order
Times = dict[str, list[float]]


def measure(bench: Bench) -> list[Row]:
    starts = 3 if bench.quick else STARTS
    rows = []
    with busy():
        for semantic, way in (("0", "by words"), ("1", "by meaning too")):
            for platform in ("Slack", "Teams"):
                times = [asyncio.run(_start(bench, platform, semantic)) for _ in range(starts)]
                rows += [_row(f"{kind}, {way}, {starts} starts", [one[kind] for one in times]) for kind in times[0]]
    return rows


def _row(name: str, rounds: list[list[float]]) -> Row:
    firsts, later = [one[0] for one in rounds], [one[-1] for one in rounds]
    first, tenth = middle(firsts), middle(later)
    over = sum(one > TIMES * other for one, other in zip(firsts, later, strict=True))
    return Row(
        f"first {name}",
        f"p50 {ms(first)}, worst {ms(max(firsts))}; {over} starts over {TIMES:.0f} x",
        f"tenth: p50 {ms(tenth)}, p95 {ms(quantile(later, 0.95))}",
        f"{first / tenth:.2f} x",
        f"<= {TIMES:.0f} x, none over {SLACK_WAITS:.0f} s",
        first <= TIMES * tenth and max(firsts) < SLACK_WAITS,
        figures={"first_ms": first * 1000, "ratio": first / tenth},
    )


@contextmanager
def busy(loops: int = BUSY) -> Iterator[None]:
    """As many processes that do nothing else than being in the way."""
    spinning = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(loops)]
    try:
        yield
    finally:
        for one in spinning:
            one.kill()
            one.wait()


async def _start(bench: Bench, platform: str, semantic: str) -> Times:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackStandIn())
        microsoft = await stack.enter_async_context(Microsoft().listening())
        http = await stack.enter_async_context(aiohttp.ClientSession())
        settings = {"SLACK_BOT_TOKEN": "xoxb-first", "SLACK_SIGNING_SECRET": payloads.SECRET}
        settings |= {"SLACK_API_URL": slack.api_url, "ARENA_SEMANTIC": semantic} | teams_settings(microsoft)
        url = bench.database("sqlite")
        bot = stack.enter_context(running("-m", "bot", "run", DATABASE_URL=url, **settings))
        await asyncio.to_thread(bot.wait, "/health/ready", PATIENCE)
        kinds = slack_events(bot, slack, http) if platform == "Slack" else _teams_events(bot, microsoft, http)
        times: Times = {kind: [] for kind in kinds}
        for number in range(ROUNDS):
            for kind, send in kinds.items():
                begun = time.perf_counter()
                await send(number)
                times[kind].append(time.perf_counter() - begun)
        return times


def slack_events(bot: Program, slack: SlackStandIn, http: aiohttp.ClientSession) -> dict[str, Send]:
    async def post(payload: dict[str, Any]) -> None:
        body, kind = payloads.encoded(payload)
        headers = payloads.signed(body, content_type=kind)
        async with http.post(f"{bot.url}/slack/events", data=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            await answer.read()

    def someone(kind: str, number: int) -> str:
        user = f"U{kind}{number:03d}"
        standin.PEOPLE.setdefault(user, {"real_name": f"{kind} {number}", "locale": "nb-NO"})
        return user

    async def command(number: int) -> None:
        await post(payloads.command("hjelp", user=someone("COMMAND", number)))

    async def form(number: int) -> None:
        """Until the form stands in the modal."""
        before = len(slack.called("views.update"))
        person = {"id": someone("FORM", number), "username": "f", "name": "f", "team_id": "T1"}
        await post(payloads.click("questions.write") | {"user": person})
        await slack.until(lambda: len(slack.called("views.update")) > before, 20)

    async def home(number: int) -> None:
        before = len(slack.called("views.publish"))
        await post(payloads.event("app_home_opened", user=someone("HOME", number), channel="D1", tab="home"))
        await slack.until(lambda: len(slack.called("views.publish")) > before, 20)

    async def question(number: int) -> None:
        text, ts = f"<@{BOT}> {GRID} ({number})", f"100.{number:06d}"
        await post(payloads.message(text, kind="app_mention", user=someone("ASKER", number), ts=ts))

    return {"Slack command": command, "Slack form": form, "Slack home": home, "Slack question": question}


def _teams_events(bot: Program, microsoft: Microsoft, http: aiohttp.ClientSession) -> dict[str, Send]:
    async def post(**fields: Any) -> None:
        sent = activity(**fields, serviceUrl=microsoft.service_url)
        headers = {"Content-Type": "application/json", "Authorization": microsoft.bearer()}
        async with http.post(f"{bot.url}/api/messages", data=msgspec.json.encode(sent), headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            await answer.read()

    def where(kind: str, number: int) -> dict[str, str]:
        return {"user": f"29:{kind}{number}", "conversation": f"a:chat-of-29:{kind}{number}"}

    async def command(number: int) -> None:
        await post(text="hjelp", **where("command", number))

    async def form(number: int) -> None:
        value = {"data": {"do": "questions.write", "id": "", "msteams": {"type": "task/fetch"}}}
        await post(kind="invoke", name="task/fetch", value=value, **where("form", number))

    async def home(number: int) -> None:
        await post(text="hjem", **where("home", number))

    async def question(number: int) -> None:
        await post(text=f"{GRID} ({number})", **where("asker", number))

    return {"Teams command": command, "Teams form": form, "Teams home": home, "Teams question": question}
