"""`python -m tests.bench.unpaced`: the bot as `run` starts it, but that it does not keep to the platforms' pace.

Slack takes about five messages a second from one app: what the bot itself can do would not be seen behind that.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping

from bot import logs
from bot.app import Bot, serve
from bot.platforms import Budget, Platform
from bot.settings import read
from handlers.chat.places import Place


def _unhurried(platform: Platform) -> None:
    kind = type(platform)
    platform.__class__ = type(f"Unpaced{kind.__name__}", (kind,), {"budgets": _no_budgets})


def _no_budgets(platform: Platform, place: Place) -> Mapping[str, Budget]:
    return {}


def main() -> None:
    settings = read(os.environ)
    logs.configure(settings.log_level, settings.log_format)
    bot = Bot.build(settings)
    for platform in bot.platforms.values():
        _unhurried(platform)
    asyncio.run(serve(bot))


if __name__ == "__main__":
    main()
