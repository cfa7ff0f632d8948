"""Route an event to its handler in one transaction.

Skip a repeated event, identify the sender, answer, commit.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.delivery import lost_answer_copies, overlapping_redraws
from bot.intake.addressed_messages import convert_to_command
from bot.intake.event_entrance import EventEntrance
from bot.intake.failure_replies import FailureReplies, add_where_to_go, reply_to_outdated_control
from bot.intake.identify_sender import choose_sender_language, identify_event_sender
from bot.intake.late_mentions import convert_late_mention
from bot.intake.person_limits import KEPT, PersonRateLimiter
from bot.intake.posted_replies import post_reply_card
from bot.intake.query_meaning import QueryMeaning
from bot.intake.repeated_acts import RepeatedActs, build_act_key
from bot.platforms import PATIENCE, Overloaded, TellAgain
from bot.runtime.metrics import Metrics
from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Event, HomeOpened, Knocked, Message, Query, Submission, Uninstalled
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.departures.departed_member_gate import is_closed_to_departed, refuse_departed_member
from handlers.language import TopicClassifier
from handlers.language.text_embeddings import TextEmbeddings
from handlers.moderation.review_queue import overflow
from handlers.notifications import sending_limits
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store, is_crossed_transaction
from storage.queue.inbox import EventInProgress

log = structlog.get_logger()
#: Events that change nothing and may be repeated, so the inbox does not record them.
#: Of rejected workspaces nothing is stored, not even the event.
_UNREMEMBERED = (Query, HomeOpened, Knocked)
#: maximum number of tries after conflicts
TRIES = 3
#: seconds that an event waits for another process that handles it, and between two checks
IN_PROGRESS, LOOK = 10.0, 0.1


class Dispatcher(EventEntrance):
    """Answer each event that platforms bring; implements the `Dispatch` protocol."""

    def __init__(
        self,
        database: Database,
        router: Router,
        arena: Arena,
        classifier: TopicClassifier,
        metrics: Metrics,
        wake: Callable[[], None],
        meanings: TextEmbeddings | None = None,
    ) -> None:
        super().__init__(database, arena, metrics)
        self.router = router
        self.classifier = classifier
        self.wake = wake
        self.meanings = meanings
        self.query_meaning = QueryMeaning(router.searches, metrics)
        self.limits = PersonRateLimiter()
        self.apologies = FailureReplies(database, arena, metrics)
        self.same_acts = RepeatedActs()
        #: what the first events wait for, when the listener opens before it is done
        self.before: asyncio.Future[None] | None = None

    async def __call__(self, event: Event, *, patience: float = PATIENCE) -> Reply | None:
        kind = type(event).__name__
        with structlog.contextvars.bound_contextvars(event_id=event.id, kind=kind), self.metrics.time_event(kind):
            if isinstance(event, _UNREMEMBERED):
                return await self._admit_and_answer(event, patience)
            # A form opens for each click, because the platform has opened its frame already.
            opens = isinstance(event, Click) and self.is_form_button(event.name)
            # Each copy of a click on an outdated button is answered.
            keys = () if self.router.is_outdated_control(event) else (event.id, "" if opens else build_act_key(event))
            if self.doubles.is_any_in_flight(*keys):
                self.metrics.count_event(kind, "repeated")
            return await self.doubles.answer_first_copy(keys, lambda: self._admit_and_answer(event, patience))

    async def _admit_and_answer(self, event: Event, patience: float) -> Reply | None:
        try:
            with self.admit_event(event.id, type(event).__name__, patience):
                over = self.limits.count_excess_events(event)
                reply = await (self._answer_limited_event(event, over) if over else self._answer_or_apologise(event))
        except Overloaded as error:
            return self.apologies.turn_away_event(event, error)
        self.wake()
        return reply

    def is_form_button(self, name: str) -> bool:
        return self.router.is_form_click(name)

    async def withdraw_duplicate_copy(self, place: Place, delivery: str, message: str, pressed_at: datetime) -> None:
        if await lost_answer_copies.withdraw_lost_answer_copy(self.database, place, delivery, message, pressed_at):
            self.metrics.count_duplicate_message(place.platform)
            self.wake()

    async def is_message_redrawn(self, place: Place, message: str, since: datetime) -> bool:
        return await overlapping_redraws.is_message_redrawn(self.database, place, message, since)

    async def repeat_overlapping_redraw(self, place: Place, message: str, since: datetime) -> None:
        if await overlapping_redraws.repeat_overlapping_redraw(self.database, place, message, since):
            self.wake()

    async def _answer_or_apologise(self, event: Event) -> Reply | None:
        try:
            return await self._answer_event(event)
        except TellAgain:
            self.metrics.count_event(type(event).__name__, "early")
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, somebody is told
            return await self.apologies.answer_failed_event(event, error)

    async def _answer_limited_event(self, event: Event, over: int) -> Reply | None:
        """Refuse an event over the person's rate limit: once in chat, and on every press.

        Typed text is kept, or stays in the open form.
        """
        self.metrics.count_event(type(event).__name__, "limited")
        if isinstance(event, Submission) or (isinstance(event, Click) and over > 1):
            return sending_limits.build_rate_limit_reply(
                event, Say(await self.resolve_sender_language(event), self.arena.zone)
            )
        if over > KEPT:
            return None
        async with self.database.begin() as store:
            opened = await self._open_turn(store, event) if await store.inbox.try_claim_event(event.id) else None
            if opened is None:
                return None
            event, turn = opened
            if is_closed_to_departed(event, turn.person):
                reply = refuse_departed_member(event, turn) if over == 1 else None
            else:
                reply = await overflow.hold_overflow(event, turn, tell=over == 1)
            return await post_reply_card(store, event, turn.person, reply)

    async def _answer_event(self, event: Event) -> Reply | None:
        if self.before is not None:
            await asyncio.shield(self.before)
        place = event.place
        if isinstance(event, Message) and event.addressed and place.thread:
            await self.is_bot_message(
                place.move_to_thread(""), place.thread
            )  # otherwise an answer would be handled as a question
        return await self.query_meaning.answer_with_meaning(event, self.meanings, self._answer_with_retries)

    async def _answer_with_retries(self, event: Event, meanings: TextEmbeddings | None) -> Reply | None:
        crossings, end = 0, time.monotonic() + IN_PROGRESS
        while True:
            try:
                return await self.answer_in_transaction(event, meanings)
            except EventInProgress:
                if time.monotonic() > end:
                    log.warning("event put off", why="another process answers it")
                    raise TellAgain("another process answers it") from None
                await asyncio.sleep(LOOK)
            except (Conflict, *UNAVAILABLE) as error:
                crossings += 1
                if crossings == TRIES or not is_crossed_transaction(error):
                    raise
                # Two first messages of one person, or two claims to one record: the next try sees the first.
                log.info("event retried after a conflict")

    async def answer_in_transaction(self, event: Event, meanings: TextEmbeddings | None) -> Reply | None:
        """Answer an event in a unit of work of its own."""
        async with self.database.begin() as store:
            if not isinstance(event, _UNREMEMBERED) and not await store.inbox.claim_event(
                event.id, self.same_acts.build_claim(event)
            ):
                self.metrics.count_event(type(event).__name__, "repeated")
                return await self._answer_repeated_event(store, event)
            return await self.answer_in_store(store, event, meanings)

    async def answer_in_store(self, store: Store, event: Event, meanings: TextEmbeddings | None) -> Reply | None:
        """Answer an event that is not repeated, in the caller's unit of work."""
        opened = await self._open_turn(store, event, meanings)
        if opened is None:
            return None
        event, turn = opened
        handler = self.router.handlers.get((type(event), event.name))
        if handler is None:
            self.metrics.count_event(type(event).__name__, "unanswered")
            log.info("no handler", name=event.name)
            return reply_to_outdated_control(event, turn.say)
        if is_closed_to_departed(event, turn.person):
            return await post_reply_card(store, event, turn.person, refuse_departed_member(event, turn))
        with add_where_to_go(turn.say):
            await rights.check_right_at_entry(turn, turn.action)
            if await self.same_acts.is_repeated_act(store, event):
                self.metrics.count_event(type(event).__name__, "the same")
                return None
            reply = await self.router.ask_gates(event, turn)
            if reply is None:
                reply = await handler(event, turn)
                await rights.verify_right_checked(turn)
                await audit_trail.record_action(turn, event, reply)
            await self.same_acts.keep_act(store, event, reply)
        self.metrics.count_event(type(event).__name__, "answered")
        return await post_reply_card(store, event, turn.person, reply)

    async def _answer_repeated_event(self, store: Store, event: Event) -> Reply | None:
        """Return to a repeated event the reply of its first copy, if the control no longer works.

        A platform that shows each answer at once would take no reply for success.
        """
        if not (event.inline and self.router.is_outdated_control(event)):
            return None
        return reply_to_outdated_control(
            event, Say(await choose_sender_language(store, event.sender, self.arena), self.arena.zone)
        )

    async def _open_turn(
        self, store: Store, event: Event, meanings: TextEmbeddings | None = None
    ) -> tuple[Event, Turn] | None:
        """Return the event, as a command where it is one, and its sender's turn; None from a workspace shut out."""
        sender = event.sender
        known = await store.senders.find_sender(sender.platform, sender.workspace, sender.user)
        if known.blocked and not isinstance(event, Uninstalled):
            self.metrics.count_event(type(event).__name__, "shut out")
            return None
        event = await convert_to_command(store, await convert_late_mention(store, event))
        said = event.text if isinstance(event, Command | Message) else ""
        person, account = await identify_event_sender(store, sender, self.arena, said)
        return event, Turn(
            store=store,
            person=person,
            account=account,
            say=Say(person.language, self.arena.zone),
            arena=self.arena,
            classifier=self.classifier,
            meanings=meanings,
            action=rights.find_action(event),
            handlers=self.router.handlers,
            gates=self.router.gates,
        )
