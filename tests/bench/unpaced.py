"""`python -m tests.bench.unpaced [--worker] [--paced] [--lag FILE]`: the bot as `run` or `worker` starts it, in haste.

Slack takes about five messages a second from one app: what the bot itself can do would not be seen behind that, so the
platforms' pace is not kept to. How late the loop was is written to a file at the end: the worst, in seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path

from bot.app import Bot, serve_until_stopped
from bot.intake.person_limits import ENDLESS, PersonRateLimiter
from bot.platforms import Platform, RateBudget
from bot.runtime import logs
from bot.settings import read_settings
from handlers.chat.places import Place
from handlers.notifications import sending_limits

#: seconds between two looks at the clock
TICK = 0.01


def unhurried(platform: Platform) -> None:
    kind, paces = type(platform), (Platform.list_budgets, Platform.list_reaction_budgets)
    unpaced = dict.fromkeys([pace.__name__ for pace in paces], _list_no_budgets)
    platform.__class__ = type(f"Unpaced{kind.__name__}", (kind,), unpaced)


def _list_no_budgets(platform: Platform, place: Place) -> Mapping[str, RateBudget]:
    return {}


async def _serve(bot: Bot) -> float:
    """Seconds the loop was late at worst."""
    worst = [0.0]
    watch = asyncio.create_task(_watch(worst))
    await serve_until_stopped(bot)
    watch.cancel()
    return worst[0]


async def _watch(worst: list[float]) -> None:
    """Once the bot is started: what happens before is nobody's wait."""
    await asyncio.sleep(3)
    while True:
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        worst[0] = max(worst[0], time.perf_counter() - before - TICK)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.unpaced", description=__doc__)
    parser.add_argument("--worker", action="store_true", help="without the web half")
    parser.add_argument("--paced", action="store_true", help="at the platforms' pace after all")
    parser.add_argument("--lag", type=Path, help="where to write how late the loop was")
    options = parser.parse_args()
    settings = read_settings(os.environ)
    logs.configure_logging(settings.log_level, settings.log_format)
    bot = Bot.from_settings(settings, web=not options.worker)
    bot.dispatcher.limits = PersonRateLimiter(ENDLESS, ENDLESS)
    sending_limits.BROADCASTS = ENDLESS
    for platform in () if options.paced else bot.platforms.values():
        unhurried(platform)
    worst = asyncio.run(_serve(bot))
    if options.lag:
        options.lag.write_text(f"{worst:.6f}")


if __name__ == "__main__":
    main()
