"""`python -m tests.torture.worker`: a worker in a hurry, for its pauses are those of a test and not of Slack.

What `python -m bot worker` starts, with shorter terms, and without the pace of a whole workspace; that of each channel
and chat it keeps.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery import delivery_protocol
from tests.torture import terms

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.settings import Settings

#: set: the real terms, where what is tested is not what comes after them
PATIENT = "TORTURE_PATIENT"


def _hurry() -> None:
    """Before anything reads them."""
    shorter = {name: getattr(terms, name) for name in ("CALL", "SETTLE", "DELAY", "LEASE", "CLAIM_LEASE", "ASK")}
    for name, seconds in {**shorter, "HTTP_TIMEOUT": terms.CALL, "ASK_LEASE": terms.ASK_LEASE}.items():
        assert hasattr(delivery_protocol, name)
        setattr(delivery_protocol, name, timedelta(seconds=seconds))
    assert delivery_protocol.LEASE >= delivery_protocol.DELAY + delivery_protocol.CALL + delivery_protocol.SETTLE
    assert delivery_protocol.ASK < delivery_protocol.ASK_LEASE


def make_bot(settings: Settings, *, web: bool = False) -> Bot:
    """One half of the bot, in the pace of a test."""
    from bot.app import Bot
    from bot.maintenance.trainer import Learner
    from bot.platforms import Budget
    from bot.platforms.slack import Slack
    from handlers.chat.places import Place

    class Hurried(Slack):
        """Slack's pace in each channel and chat."""

        def budgets(self, place: Place) -> Mapping[str, Budget]:
            return {name: budget for name, budget in super().budgets(place).items() if name != "workspace"}

    class Untaught(Learner):
        """No message needs what is learnt of topics, and it takes half of the time that a worker needs to begin."""

        async def follow(self) -> None:
            pass

        async def run(self) -> None:
            await asyncio.Event().wait()

    bot = Bot.build(settings, web=web, worker=not web)
    bot.platforms["slack"].__class__ = Hurried
    bot.learner.__class__ = Untaught
    return bot


def main() -> None:
    if PATIENT not in os.environ:
        _hurry()
    from bot.app import serve
    from bot.delivery import courier, reconciler
    from bot.runtime import logs
    from bot.settings import read

    courier.SWEEP, reconciler.AGAIN = terms.SWEEP, timedelta(seconds=terms.AGAIN)
    settings = read(os.environ)
    logs.configure(settings.log_level, settings.log_format)
    asyncio.run(serve(make_bot(settings)))


if __name__ == "__main__":
    main()
