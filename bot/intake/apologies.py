"""What becomes of an event that was not answered: its sender is told what to do, or its platform tells it again.

Every refusal leaves one line in the log: the kind of event (bound by the dispatcher), why, and where in the code.
"""

from __future__ import annotations

from uuid import uuid4

import structlog

from bot.intake.identify_sender import language_of, meet
from bot.platforms import TellAgain
from bot.runtime.logs import name_place
from bot.runtime.metrics import Metrics
from handlers.chat import outgoing
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import TOLD, Click, Event, Submission
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()


class Apologies:
    """Nothing of the event was stored when these are asked."""

    def __init__(self, database: Database, arena: Arena, metrics: Metrics) -> None:
        self.database = database
        self.arena = arena
        self.metrics = metrics

    async def answer_failure(self, event: Event, error: Exception) -> Reply | None:
        """Return what the sender is told. Raises TellAgain where the platform is to send the event again."""
        try:
            if isinstance(error, UNAVAILABLE):
                return self._put_off(event, error)
            if isinstance(error, UserError):
                return await self._correct(event, error)
            return await self._apologise(event, error)
        except UNAVAILABLE as away:
            return self._put_off(event, away)

    async def _correct(self, event: Event, error: UserError) -> Reply | None:
        """Nothing of the try is kept but this: the person is told what to do."""
        self._count(event, "refused")
        log.info("event refused", name=event.name, where=name_place(error))
        if error.fields and isinstance(event, Submission):
            return Reply(errors=error.fields)
        if not isinstance(error, Missing):
            return await self._tell(event, error.text)
        async with self.database.read() as store:
            say = Say(await language_of(store, event.sender, self.arena), self.arena.zone)
        elsewhere = say("It is gone, or not for you. Write «home» to me to see what holds.")
        return await self._tell(event, f"{error.text} {elsewhere}")

    async def _apologise(self, event: Event, error: Exception) -> Reply | None:
        """A bug: another try would bring it again, so the event counts as answered."""
        self._count(event, "failed")
        number = uuid4().hex[:8]
        log.error("event failed", number=number, where=name_place(error), exc_info=error)
        return await self._tell(event, self._sorry(event, number))

    def _put_off(self, event: Event, error: Exception) -> Reply | None:
        """The database is away: what a platform tells it tells again, a person tries again."""
        self._count(event, "put off")
        number = uuid4().hex[:8]
        log.warning("event put off", why=str(error), number=number, where=name_place(error))
        if isinstance(event, TOLD):
            raise TellAgain(str(error)) from error
        return self._try_again(event, self._sorry(event, number))

    def turn_away(self, event: Event, error: TellAgain) -> Reply | None:
        """Too many are inside: asked of nobody but the event itself, for that must cost nothing."""
        if isinstance(event, TOLD):
            raise error
        say = Say(event.sender.language or self.arena.language, self.arena.zone)
        return self._try_again(event, say("Too much is going on just now. Try again in a moment."))

    def _try_again(self, event: Event, text: str) -> Reply:
        if isinstance(event, Submission):
            return Reply(errors={next(iter(event.values), ""): text})  # the form stays open with what was typed
        return Reply(_note(text), brief=True)

    def _sorry(self, event: Event, number: str) -> str:
        say = Say(event.sender.language or self.arena.language, self.arena.zone)
        return say(
            "That did not work. Your text is not lost in the chat: try again in a little while. Error {number}.",
            number=number,
        )

    async def _tell(self, event: Event, text: str) -> Reply | None:
        card = _note(text)
        if event.reply_to is None or event.inline:
            return Reply(card, brief=True)
        async with self.database.begin() as store:
            if not await store.inbox.first_time(event.id):
                return None
            person, _ = await meet(store, event.sender, self.arena)
            await store.outbox.post(outgoing.reply(store, event.id, event.reply_to, person, card))
        return None

    def _count(self, event: Event, outcome: str) -> None:
        self.metrics.event(type(event).__name__, outcome)


def _note(text: str) -> Card:
    return Card("", (Text(text),))


def tell_bygone(event: Event, say: Say) -> Reply | None:
    """Tell whoever pressed a button or sent a form of an earlier version so, and where to go."""
    if not isinstance(event, Click | Submission):
        return None
    return Reply(_note(say("That button no longer works. Write «home» to me to see what you can do.")), brief=True)
