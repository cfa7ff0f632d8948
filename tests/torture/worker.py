"""`python -m tests.torture.worker`: workers in a hurry, for their pauses are those of a test and not of Slack.

Each is what `python -m bot worker` starts, with shorter terms, and without the pace of a whole workspace; that of each
channel and chat it keeps. They are forked from this process, which has imported all they need and shortened the terms
before anything read them. It answers each line of stdin with one of stdout: `{"fork": true}` with the pid of a new
worker, `{"poll": PID}` with the exit code of one that has ended, or null.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import traceback
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
    _import_all()
    for line in sys.stdin:
        told = json.loads(line)
        answer = _fork() if told.get("fork") else _poll(told["poll"])
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


def _import_all() -> None:
    from sqlalchemy.orm import configure_mappers

    from bot.delivery import courier, reconciler
    from bot.maintenance import trainer  # noqa: F401 - imported before anybody is born
    from bot.platforms import slack  # noqa: F401
    from handlers import build_capability_router
    from handlers.chat.say import load_catalogue
    from handlers.language import prepare_related_words

    courier.SWEEP, reconciler.AGAIN = terms.SWEEP, timedelta(seconds=terms.AGAIN)
    configure_mappers()
    build_capability_router()
    for language in ("nb", "nn"):
        load_catalogue(language)
    prepare_related_words()


def _fork() -> int:
    """Return the pid of a new worker, which has no part in what this process is asked."""
    pid = os.fork()
    if not pid:
        try:
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.dup2(2, 1)
            random.seed()
            _lead()
        except BaseException:  # noqa: BLE001 - a child never goes on as its mother does
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return pid


def _lead() -> None:
    from bot.app import serve_until_stopped
    from bot.runtime import logs
    from bot.settings import read_settings

    settings = read_settings(os.environ)
    logs.configure_logging(settings.log_level, settings.log_format)
    asyncio.run(serve_until_stopped(make_bot(settings)))


def _poll(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


if __name__ == "__main__":
    main()
