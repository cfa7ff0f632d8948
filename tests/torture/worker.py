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
    from bot.maintenance.trainer import TopicTrainer
    from bot.platforms import RateBudget
    from bot.platforms.slack import SlackPlatform
    from handlers.chat.places import Place

    class Hurried(SlackPlatform):
        """Slack's pace in each channel and chat."""

        def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
            return {name: budget for name, budget in super().list_budgets(place).items() if name != "workspace"}

    class Untaught(TopicTrainer):
        """No message needs what is learnt of topics, and it takes half of the time that a worker needs to begin."""

        async def train_current_topics(self) -> None:
            pass

        async def run_training_loop(self) -> None:
            await asyncio.Event().wait()

    bot = Bot.from_settings(settings, web=web, worker=not web)
    bot.platforms["slack"].__class__ = Hurried
    bot.topic_trainer.__class__ = Untaught
    return bot


def main() -> None:
    if PATIENT not in os.environ:
        _hurry()
    from bot.app import serve_until_stopped
    from bot.delivery import courier, reconciler
    from bot.runtime import logs
    from bot.settings import read_settings

    courier.SWEEP, reconciler.AGAIN = terms.SWEEP, timedelta(seconds=terms.AGAIN)
    settings = read_settings(os.environ)
    logs.configure_logging(settings.log_level, settings.log_format)
    asyncio.run(serve_until_stopped(make_bot(settings)))


if __name__ == "__main__":
    main()
