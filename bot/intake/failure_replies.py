"""Answer an event that failed: tell its sender what to do, or have its platform send it again.

Every refusal leaves one line in the log: the kind of event (bound by the dispatcher), why, and where in
the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import structlog

from bot.intake.identify_sender import identify_event_sender
from bot.platforms import TellAgain
from bot.runtime.logs import describe_error_place
from bot.runtime.metrics import Metrics
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.command_retries import draw_begun_words, draw_retry_card, draw_typed_words
from handlers.chat.errors import GuestRefused, Missing, UserError
from handlers.chat.events import TOLD, Click, Command, Event, Submission
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()


class FailureReplies:
    """Reply to events of which nothing was stored."""

    def __init__(self, database: Database, arena: Arena, metrics: Metrics) -> None:
        self.database = database
        self.arena = arena
        self.metrics = metrics

    async def answer_failed_event(self, event: Event, error: Exception) -> Reply | None:
        """Return what the sender is told.

        Raise TellAgain where the platform is to send the event again.
        """
        try:
            if isinstance(error, UNAVAILABLE):
                return self._put_off_event(event, error)
            if isinstance(error, UserError):
                return await self._reply_to_user_error(event, error)
            return await self._reply_to_bug(event, error)
        except UNAVAILABLE as away:
            return self._put_off_event(event, away)

    async def _reply_to_user_error(self, event: Event, error: UserError) -> Reply | None:
        """Tell the person what to do. Nothing else of the failed try is kept."""
        self._count_event_outcome(event, "refused")
        log.info("event refused", name=event.name, where=describe_error_place(error))
        if error.fields and isinstance(event, Submission):
            return Reply(errors=error.fields)
        if isinstance(error, GuestRefused):
            return await self._deliver_failure_notice(event, _draw_guest_card(event, error), brief=False)
        text = f"{error.text} {error.elsewhere}" if isinstance(error, Missing) else error.text
        return await self._deliver_failure_notice(event, _draw_refusal_card(event, text))

    async def _reply_to_bug(self, event: Event, error: Exception) -> Reply | None:
        """Answer an event that met a bug.

        Another try would meet the bug again, so the event counts as answered.
        """
        self._count_event_outcome(event, "failed")
        number = uuid4().hex[:8]
        log.error("event failed", number=number, where=describe_error_place(error), exc_info=error)
        text = self._describe_failure(event, number)
        if isinstance(event, Submission):
            return self._build_retry_reply(event, text)
        return await self._deliver_failure_notice(event, self._draw_failure_card(event, text))

    def _put_off_event(self, event: Event, error: Exception) -> Reply | None:
        """Refuse an event while the database is away. Platforms send events again; a person is asked to try again."""
        self._count_event_outcome(event, "put off")
        number = uuid4().hex[:8]
        log.warning("event put off", why=str(error), number=number, where=describe_error_place(error))
        if isinstance(event, TOLD):
            raise TellAgain(str(error)) from error
        return self._build_retry_reply(event, self._describe_failure(event, number))

    def turn_away_event(self, event: Event, error: TellAgain) -> Reply | None:
        """Refuse an event because too many are being answered.

        Only the event itself is read, for a refusal must cost nothing.
        """
        if isinstance(event, TOLD):
            raise error
        say = self._guess_texts(event)
        return self._build_retry_reply(event, say("Too much is happening right now. Try again in a moment."))

    def _build_retry_reply(self, event: Event, text: str) -> Reply:
        if isinstance(event, Submission):
            return Reply(errors={next(iter(event.values), ""): text})  # the form stays open with its values
        return Reply(self._draw_failure_card(event, text), brief=True)

    def _draw_failure_card(self, event: Event, text: str) -> Card:
        return draw_retry_card(self._guess_texts(event), text, event)

    def _guess_texts(self, event: Event) -> Say:
        return Say(event.sender.language or self.arena.language, self.arena.zone)

    def _describe_failure(self, event: Event, number: str) -> str:
        say = self._guess_texts(event)
        if isinstance(event, Submission) or (isinstance(event, Command) and not event.message):
            return say(
                "That did not work. Nothing that you wrote is lost: try again in a little while. Error {number}.",
                number=number,
            )
        return say(
            "That did not work. Your text is still in the chat: try again in a little while. Error {number}.",
            number=number,
        )

    async def _deliver_failure_notice(self, event: Event, card: Card, *, brief: bool = True) -> Reply | None:
        if event.reply_to is None or (event.inline and brief):
            return Reply(card, brief=brief)
        async with self.database.begin() as store:
            if not await store.inbox.try_claim_event(event.id):
                return None
            person, _ = await identify_event_sender(store, event.sender, self.arena)
            await store.outbox.post_deliveries(
                outgoing.build_reply_draft(store, event.id, event.reply_to, person, card)
            )
        return None

    def _count_event_outcome(self, event: Event, outcome: str) -> None:
        self.metrics.count_event(type(event).__name__, outcome)


def _draw_refusal_card(event: Event, text: str) -> Card:
    """Draw why it is refused; a form that closes gives its words back."""
    return Card("", (Text(text), *(draw_typed_words(event) if isinstance(event, Submission) else ())))


@contextmanager
def add_where_to_go(say: Say) -> Iterator[None]:
    """Add where to go instead to an error about a missing record, in the language of the person."""
    try:
        yield
    except Missing as error:
        error.elsewhere = say("It no longer exists, or you do not have access. Write “home” to me for the latest.")
        raise


def _draw_guest_card(event: Event, error: GuestRefused) -> Card:
    """Draw why a guest is refused, what they wrote, and the button that asks to be let in."""
    words = draw_begun_words(event)
    parts: list[Part] = [Text(error.text), *((Text(error.gives_back, "subtle"), *words) if words else ())]
    if error.ask_in:
        parts.append(Buttons((Button(error.ask_in, "members.ask_in", style="primary"),)))
    return Card("", tuple(parts))


def reply_to_outdated_control(event: Event, say: Say) -> Reply | None:
    """Tell the person that this button or form of an earlier version no longer works, and where to go."""
    if not isinstance(event, Click | Submission):
        return None
    text = say("That button no longer works. Write “home” to me to see what you can do.")
    return Reply(_draw_refusal_card(event, text), brief=True)
