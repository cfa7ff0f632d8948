"""Start and rest: until /health/live answers, beside the bare imports; memory; Slack alone beside everything."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from contextlib import AsyncExitStack

from tests.bench.benches import Bench
from tests.bench.programs import environment, running
from tests.bench.tables import Row, middle
from tests.bench.workspaces import Workspace
from tests.standins.teams import APP, SECRET, TENANT, Microsoft

IMPORTS = "import slack_bolt.async_app, aiohttp, sqlalchemy.ext.asyncio"
#: of the bare imports, and megabytes: what must be, and what is aimed at; Slack alone of everything
TIMES_IMPORTS, BEST_IMPORTS = 1.5, 1.3
MEGABYTES, BEST_MEGABYTES, OF_EVERYTHING = 140.0, 130.0, 0.8


def measure(bench: Bench) -> list[Row]:
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Row]:
    imports, alone, everything = [], [], []
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace())
        microsoft = await stack.enter_async_context(Microsoft().listening())
        slack, teams = workspace.settings(), teams_settings(microsoft)
        for _ in range(bench.rounds + 2):
            imports.append(await asyncio.to_thread(_imports))
            alone.append(await asyncio.to_thread(_start, bench.database("sqlite"), slack))
            everything.append(await asyncio.to_thread(_start, bench.database("sqlite"), slack | teams))
    bare = middle(imports)
    seconds, memory = middle([one for one, _ in alone]), middle([one for _, one in alone])
    all_seconds, all_memory = middle([one for one, _ in everything]), middle([one for _, one in everything])
    return [
        Row(
            "cold start, Slack only",
            f"{seconds:.2f} s till /health/live",
            f"bare imports: {bare:.2f} s",
            f"{seconds / bare:.2f}",
            f"<= {TIMES_IMPORTS}",
            seconds / bare <= TIMES_IMPORTS,
            f"<= {BEST_IMPORTS}",
            {"seconds": seconds, "ratio": seconds / bare},
        ),
        Row(
            "memory at rest, Slack and Teams",
            f"{all_memory:.0f} MB",
            goal=f"<= {MEGABYTES:.0f} MB",
            met=all_memory <= MEGABYTES,
            best=f"<= {BEST_MEGABYTES:.0f} MB",
            figures={"memory_mb": all_memory},
        ),
        Row(
            "Slack only of everything, start",
            f"{seconds:.2f} s",
            f"with Teams: {all_seconds:.2f} s",
            f"{seconds / all_seconds:.2f}",
            f"<= {OF_EVERYTHING}",
            seconds / all_seconds <= OF_EVERYTHING,
            figures={"ratio": seconds / all_seconds},
        ),
        Row(
            "Slack only of everything, memory",
            f"{memory:.0f} MB",
            f"with Teams: {all_memory:.0f} MB",
            f"{memory / all_memory:.2f}",
            f"<= {OF_EVERYTHING}",
            memory / all_memory <= OF_EVERYTHING,
            figures={"memory_mb": memory, "ratio": memory / all_memory},
        ),
    ]


def _imports() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True, env=environment())
    return time.perf_counter() - start


def _start(url: str, settings: dict[str, str]) -> tuple[float, float]:
    """Seconds until it answers, and megabytes when it has learnt what it learns at the start."""
    with running("-m", "bot", "run", DATABASE_URL=url, **settings) as bot:
        seconds = bot.wait()
        time.sleep(3)
        return seconds, bot.memory()


def teams_settings(microsoft: Microsoft) -> dict[str, str]:
    return {
        "TEAMS_APP_ID": APP,
        "TEAMS_APP_PASSWORD": SECRET,
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_OPENID_URL": microsoft.openid_url,
        "TEAMS_LOGIN_URL": microsoft.url,
        "TEAMS_SERVICE_URLS": microsoft.service_url,
    }
