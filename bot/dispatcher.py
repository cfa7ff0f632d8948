"""From event to handler, in one transaction: skip a repeat, find out who it is, answer, commit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog

from bot.delivery import lost_answer_copies
from bot.intake.apologies import Apologies, tell_bygone
from bot.intake.entrance import Entrance
from bot.intake.identify_sender import language_of, meet
from bot.intake.person_limits import KEPT, Limits
from bot.intake.query_meaning import QueryMeaning
from bot.intake.same_acts import SameActs, find_act_key
from bot.platforms import Overloaded, TellAgain
from bot.runtime.metrics import Metrics
from handlers.access import rights
from handlers.access.rights import trail
from handlers.chat import outgoing, verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Event, HomeOpened, Knocked, Message, Query, Submission, Uninstalled
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.departures.gate import refuse, shut
from handlers.language import Mind
from handlers.language.meanings import Meanings
from handlers.moderation.holding import overflow
from handlers.notifications import limits
from storage.directory.people import Person
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store, crossed
from storage.queue.inbox import InProgress

log = structlog.get_logger()
#: asked as often as the person likes, changing nothing: no need to remember that they happened.
#: Of those who knock nothing is kept, not even that
_UNREMEMBERED = (Query, HomeOpened, Knocked)
#: how often an event is tried that crosses others
TRIES = 3
#: seconds that an event waits for another process that answers it, and between two looks
IN_PROGRESS, LOOK = 10.0, 0.1


class Dispatcher(Entrance):
    """What platforms call with each event (the `Dispatch` protocol)."""

    def __init__(
        self,
        database: Database,
        router: Router,
        arena: Arena,
        mind: Mind,
        metrics: Metrics,
        wake: Callable[[], None],
        meanings: Meanings | None = None,
    ) -> None:
        super().__init__(database, metrics)
        self.router = router
        self.arena = arena
        self.mind = mind
        self.wake = wake
        self.meanings = meanings
        self.query_meaning = QueryMeaning(router.searches, metrics)
        self.limits = Limits()
        self.apologies = Apologies(database, arena, metrics)
        self.same_acts = SameActs()
        #: what the first events wait for, when the door is open before it is done
        self.before: asyncio.Future[None] | None = None

    async def __call__(self, event: Event) -> Reply | None:
        kind = type(event).__name__
        with structlog.contextvars.bound_contextvars(event_id=event.id, kind=kind), self.metrics.timed(kind):
            if isinstance(event, _UNREMEMBERED):
                return await self._entered(event)
            # a form opens for each press: the platform has opened its frame already
            opens = isinstance(event, Click) and self.opens(event.name)
            # and a button that nobody answers any more says so to each copy
            keys = () if self._is_bygone(event) else (event.id, "" if opens else find_act_key(event))
            if self.doubles.has(*keys):
                self.metrics.event(kind, "repeated")
            return await self.doubles.answer_once(keys, lambda: self._entered(event))

    async def _entered(self, event: Event) -> Reply | None:
        try:
            with self.admit(event.id, type(event).__name__):
                over = self.limits.over(event)
                reply = await (self._limited(event, over) if over else self._answered(event))
        except Overloaded as error:
            return self.apologies.turn_away(event, error)
        self.wake()
        return reply

    def opens(self, name: str) -> bool:
        return self.router.opens(name)

    async def take_back_copy(self, place: Place, delivery: str, message: str) -> None:
        if await lost_answer_copies.take_back_copy(self.database, place, delivery, message):
            self.metrics.duplicate(place.platform)
            self.wake()

    async def language(self, event: Event) -> str:
        try:
            async with self.database.read() as store:
                return await language_of(store, event.sender, self.arena)
        except UNAVAILABLE as error:  # what was answered is shown all the same
            log.info("language not looked up", why=str(error))
            return event.sender.language or self.arena.language

    async def _answered(self, event: Event) -> Reply | None:
        try:
            return await self._answer(event)
        except TellAgain:
            self.metrics.event(type(event).__name__, "early")
            raise
        except Exception as error:  # noqa: BLE001 whatever it was: somebody hears of it
            return await self.apologies.answer_failure(event, error)

    async def _limited(self, event: Event, over: int) -> Reply | None:
        """Told once, and beside each press. What was typed is kept, or stays in the form that is open."""
        self.metrics.event(type(event).__name__, "limited")
        if isinstance(event, Submission) or (isinstance(event, Click) and over > 1):
            return limits.refuse(event, Say(await self.language(event), self.arena.zone))
        if over > KEPT:
            return None
        async with self.database.begin() as store:
            if not await store.inbox.first_time(event.id):
                return None
            event = await self._as_command(store, event)
            turn = await self._turn(store, event)
            reply = await overflow.too_much(event, turn, tell=over == 1)
            return await self._hand_over(store, event, turn.person, reply)

    async def _answer(self, event: Event) -> Reply | None:
        if self.before is not None:
            await asyncio.shield(self.before)
        place = event.place
        if isinstance(event, Message) and event.addressed and place.thread:
            await self.ours(place.in_thread(""), place.thread)  # else an answer would be taken for a question
        return await self.query_meaning.answer(event, self.meanings, self._retried)

    async def _retried(self, event: Event, meanings: Meanings | None) -> Reply | None:
        crossings, end = 0, time.monotonic() + IN_PROGRESS
        while True:
            try:
                return await self._once(event, meanings)
            except InProgress:
                if time.monotonic() > end:
                    log.warning("event put off", why="another process answers it")
                    raise TellAgain("another process answers it") from None
                await asyncio.sleep(LOOK)
            except (Conflict, *UNAVAILABLE) as error:
                crossings += 1
                if crossings == TRIES or not crossed(error):
                    raise
                # two first messages of one person, or two claims to one record: the next try sees the first
                log.info("event retried after a conflict")

    async def _once(self, event: Event, meanings: Meanings | None) -> Reply | None:
        async with self.database.begin() as store:
            if not isinstance(event, _UNREMEMBERED) and not await store.inbox.claim_event(event.id):
                self.metrics.event(type(event).__name__, "repeated")
                return await self._answer_copy(store, event)
            if not isinstance(event, Uninstalled) and await store.workspaces.blocked(
                event.sender.platform, event.sender.workspace
            ):
                self.metrics.event(type(event).__name__, "shut out")
                return None
            return await self.answer_within(store, event, meanings)

    async def answer_within(self, store: Store, event: Event, meanings: Meanings | None) -> Reply | None:
        """Answer an event that is no repeat, in the caller's unit of work."""
        event = await self._as_command(store, event)
        turn = await self._turn(store, event, meanings)
        handler = self.router.handlers.get((type(event), event.name))
        if handler is None:
            self.metrics.event(type(event).__name__, "unanswered")
            log.info("no handler", name=event.name)
            return tell_bygone(event, turn.say)
        if shut(event, turn.person):
            return await self._hand_over(store, event, turn.person, refuse(event, turn))
        await rights.enter(turn, turn.action)
        if await self.same_acts.is_repeated(store, event):
            self.metrics.event(type(event).__name__, "the same")
            return None
        reply = await self.router.stopped(event, turn)
        if reply is None:
            reply = await handler(event, turn)
            await rights.settle(turn)
            await trail.note(turn, event, reply)
        await self.same_acts.settle(store, event, reply)
        self.metrics.event(type(event).__name__, "answered")
        return await self._hand_over(store, event, turn.person, reply)

    async def _answer_copy(self, store: Store, event: Event) -> Reply | None:
        """What shows each answer at once would take silence for success: it is told what the first copy was told."""
        if not (event.inline and self._is_bygone(event)):
            return None
        return tell_bygone(event, Say(await language_of(store, event.sender, self.arena), self.arena.zone))

    def _is_bygone(self, event: Event) -> bool:
        """Return True for a button or a form of an earlier version."""
        return isinstance(event, Click | Submission) and (type(event), event.name) not in self.router.handlers

    async def _hand_over(self, store: Store, event: Event, person: Person, reply: Reply | None) -> Reply | None:
        """A card that the platform cannot show at once becomes a delivery, in the same transaction."""
        if reply is None or reply.card is None or event.reply_to is None:
            return reply
        if event.inline and (reply.brief or (reply.replace and event.direct)):
            return reply
        await store.outbox.post(outgoing.reply(store, event.id, event.reply_to, person, reply.card))
        return Reply(form=reply.form, errors=reply.errors)

    async def _as_command(self, store: Store, event: Event) -> Event:
        """A line to the bot is a command, unless it continues a thread that the bot opened."""
        if not isinstance(event, Message) or not event.addressed or event.orphaned:
            return event
        place = event.place
        if place.thread and await store.outbox.of_message(place.platform, place.workspace, place.channel, place.thread):
            return event
        name, rest = verbs.parse(event.text)
        return Command(
            id=event.id,
            sender=event.sender,
            place=place,
            direct=event.direct,
            reply_to=event.reply_to,
            name=name or "ask",
            text=rest,
            message=event.message,
            files=event.files,
        )

    async def _turn(self, store: Store, event: Event, meanings: Meanings | None = None) -> Turn:
        person, account = await meet(store, event.sender, self.arena)
        say = Say(person.language, self.arena.zone)
        return Turn(
            store=store,
            person=person,
            account=account,
            say=say,
            arena=self.arena,
            mind=self.mind,
            meanings=meanings,
            action=rights.action_of(event),
            handlers=self.router.handlers,
        )
