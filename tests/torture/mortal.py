"""`python -m tests.torture.mortal`: processes of the bot that kill themselves at the point they are told.

Each line of stdin is a life. It is led by a process that is forked from this one, which has imported all it needs: to
begin takes a tenth of what a new interpreter would take. What happens is told in lines of stdout.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import configure_mappers

from tests.torture import points

if TYPE_CHECKING:
    from bot.app import Bot
    from handlers.chat.routing import Router
    from handlers.chat.turn import View

#: the card that is sent, what follows from it, and how far a clock is set back
TEMPLATE, FOLLOWED, BACK = "torture.card", "torture.followed", timedelta(hours=1)
#: of a reaction, and what Slack calls it
REACTION, EYES = "torture.reaction", "eyes"


class Life:
    """From fork to death."""

    def __init__(self, told: dict[str, Any]) -> None:
        #: where it dies, where it is asked to stop, and where its clock is set back
        self.die_at, self.stop_at, self.back_at = told["die_at"], told["stop_at"], told["back_at"]
        self.web: bool = told["web"]
        #: lines that a person may write to the bot in a minute
        self.lines: int = told["lines"]
        self.ahead = timedelta(seconds=told["ahead"])
        self.seen: set[str] = set()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def reached(self, point: str) -> None:
        if point not in self.seen:
            tell(point=point)
            self.seen.add(point)
            if point == self.back_at:
                self.ahead -= BACK
            if point == self.stop_at:
                os.kill(os.getpid(), signal.SIGTERM)
        if point == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def lead(self) -> None:
        from bot import app
        from bot.intake.person_limits import PersonRateLimiter
        from bot.runtime import logs
        from bot.settings import read_settings
        from storage.kit.database import Database
        from tests.torture.worker import make_bot

        random.seed()
        points.reached = self.reached
        settings = read_settings(os.environ)
        logs.configure_logging(settings.log_level, settings.log_format)
        # the same, an hour later, whatever clock the bot would give it
        app.Database = lambda url, **given: Database(url, **given | {"clock": self.now})  # type: ignore[misc,assignment]
        bot = make_bot(settings, web=self.web)
        bot.dispatcher.limits = PersonRateLimiter(commands=self.lines)
        leave_out_chores(bot)
        add_cards(bot.router)
        asyncio.run(_serve(bot))


def leave_out_chores(bot: Bot) -> None:
    """What a worker does beside sending is no part of the protocol, and takes most of so short a life."""
    bot.chores.start_scheduler = lambda: None  # type: ignore[method-assign]
    bot.chores.stop_scheduler = lambda: None  # type: ignore[method-assign]
    bot.queue_auditor.run_audit_loop = asyncio.Event().wait  # type: ignore[method-assign,assignment]
    bot.index_repairer.run_repair_loop = asyncio.Event().wait  # type: ignore[method-assign,assignment]
    bot.source_poller.run_polling_loop = asyncio.Event().wait  # type: ignore[method-assign,assignment]
    bot.embedding_worker.run_embedding_loop = bot.embedding_worker.load_model_and_vectors = _nothing  # type: ignore[assignment]


async def _nothing(*_: object, **__: object) -> None:
    pass


def add_cards(router: Router) -> None:
    """A card that says what its delivery says, and something that follows from it."""
    import sqlalchemy as sa

    from handlers.chat.cards import Card, OwnReaction
    from storage.queue.outbox import DeliveryDraft

    async def draw(view: View) -> Card:
        if view.delivery.args["text"] == "broken":
            await view.store.session.rollback()  # whatever comes next in this unit of work is refused
            await view.store.session.execute(sa.text("SELECT 1"))
        return Card(view.delivery.args["text"])

    async def follow(view: View) -> None:
        row = view.delivery
        where = {"platform": row.platform, "workspace": row.workspace, "channel": f"{row.channel}F"}
        await view.store.outbox.post_deliveries(
            DeliveryDraft(key=f"followed:{row.id}", template=FOLLOWED, args={"text": "so"}, **where)
        )

    async def react(view: View) -> OwnReaction:
        return OwnReaction(view.delivery.args["message"], "👀")

    router.cards[TEMPLATE] = router.cards[FOLLOWED] = draw
    router.reactions[REACTION] = react
    router.followers[TEMPLATE] = follow


async def _serve(bot: Bot) -> None:
    from bot.app import serve_until_stopped

    telling = asyncio.create_task(_tell_warm(bot))
    await serve_until_stopped(bot)
    telling.cancel()


async def _tell_warm(bot: Bot) -> None:
    while not bot.health.warm:  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.005)
    tell(warm=True, port=bot.port)


def tell(**what: Any) -> None:
    """In one write, for several processes do it."""
    os.write(1, json.dumps(what).encode() + b"\n")


def main() -> None:
    points.mark_modules()
    from bot import app  # noqa: F401
    from bot.delivery import circuit_breaker
    from bot.platforms.slack import SlackPlatform  # noqa: F401
    from bot.runtime import logs  # noqa: F401 - imported before anybody is born
    from bot.runtime.rehearsal import Rehearsal
    from handlers import build_capability_router
    from handlers.chat.say import load_catalogue
    from handlers.language import prepare_related_words

    # what waits for a real minute here tells nothing more than what waits for a tenth of it
    circuit_breaker.FIRST_PAUSE, circuit_breaker.LAST_PAUSE = 0.55, 3.0
    Rehearsal.rehearse_first_events = _nothing  # type: ignore[method-assign]  # its events would come to the points
    configure_mappers()
    build_capability_router()
    for language in ("nb", "nn"):
        load_catalogue(language)
    prepare_related_words()
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            Life(json.loads(line)).lead()
            os._exit(0)
        tell(pid=pid)
        tell(ended=os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


if __name__ == "__main__":
    main()
