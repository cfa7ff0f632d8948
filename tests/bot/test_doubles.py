"""One event that is told many times at once: answered once, the copies wait for that and hold nothing meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.dispatcher import Dispatcher
from bot.intake.person_limits import COMMANDS, PersonRateLimiter
from bot.platforms import TellAgain
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat.cards import Reply
from handlers.chat.events import Command, Event, Message, Sender
from handlers.chat.places import Place
from handlers.chat.turn import Turn
from storage.kit.database import Database, Unavailable
from storage.questions.questions import Question
from storage.queue.inbox import EventInProgress
from tests.conversation import WORKSPACE, Conversation
from tests.patience import wait_until

GRID = "Hvordan fordeler dere nettkapasitet mellom bedriftene når kapasitetskøen er lang, spørsmål {n}?"
#: seconds; a shared machine is no clock
BOUND = 60


def asked(n: int, user: str = "kari") -> Message:
    return Message(
        id=f"q{n}",
        sender=Sender("fake", WORKSPACE, user),
        place=Place("fake", WORKSPACE, f"D{user}"),
        direct=True,
        reply_to=Place("fake", WORKSPACE, user=user),
        text=GRID.format(n=n),
        message=f"u{n}",
        addressed=True,
    )


@pytest.fixture
async def talk(postgres_url: str) -> AsyncIterator[Conversation]:
    opened = Database(postgres_url)
    talk = await Conversation(opened).begin()
    await talk.carries("grid", "nett")
    yield talk
    await opened.close()


@pytest.fixture
async def other(talk: Conversation, postgres_url: str) -> AsyncIterator[Dispatcher]:
    """Another process: it shares nothing but the database."""
    opened = Database(postgres_url)
    made = Dispatcher(opened, build_capability_router(), talk.arena, talk.classifier, Metrics(), lambda: None)
    made.limits = talk.dispatcher.limits
    yield made
    await opened.close()


async def tell(dispatch: Dispatcher, event: Message) -> None:
    """Tell again what was put off, as a platform does: on a slow machine the other process takes its time."""
    while True:
        try:
            await dispatch(event)
            return
        except TellAgain as error:
            await asyncio.sleep(max(error.after, 0.1))


async def questions(talk: Conversation) -> list[str]:
    async with talk.database.read() as store:
        return list((await store.session.scalars(sa.select(Question.text))).all())


async def test_twenty_questions_in_four_copies_each_are_twenty_questions(talk: Conversation, other: Dispatcher) -> None:
    """More copies than the pools have connections, here and in another process."""
    people = [await talk.person(f"p{n}", organisation="eksempel") for n in range(20)]
    events = [asked(n, who.user) for n, who in enumerate(people)]
    async with asyncio.timeout(BOUND):
        await asyncio.gather(
            *(tell(dispatch, event) for event in events for dispatch in 2 * (talk.dispatcher, other)),
        )
    assert sorted(await questions(talk)) == sorted(event.text for event in events)


async def test_a_copy_waits_for_the_first_without_a_connection(talk: Conversation, other: Dispatcher) -> None:
    """While one is answered, copies take nothing from others: reads and writes go on."""
    await talk.person("kari", organisation="eksempel")
    held, over = asyncio.Event(), asyncio.Event()

    async def slow(_event: Event, turn: Turn) -> Reply | None:
        held.set()
        while not over.is_set():
            await turn.store.session.execute(sa.text("SELECT pg_sleep(0.02)"))
        return None

    talk.dispatcher.router.handlers[Command, "help"] = slow
    event = Command(id="c1", sender=Sender("fake", WORKSPACE, "kari"), place=Place("fake", WORKSPACE, "D"), name="help")
    first = asyncio.create_task(talk.dispatcher(event))
    await held.wait()
    copies = [asyncio.create_task(talk.dispatcher(event)) for _ in range(50)]
    elsewhere = [asyncio.create_task(other(event)) for _ in range(50)]
    async with asyncio.timeout(BOUND):
        for database in (talk.database, other.database):
            for _ in range(3):
                async with database.begin() as store:
                    await store.session.execute(sa.text("SELECT 1"))
    assert not any(task.done() for task in (first, *copies, *elsewhere))
    over.set()
    assert await asyncio.gather(first, *copies, *elsewhere) == [None] * 101


async def test_a_copy_in_the_same_process_asks_the_database_nothing(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows what is being answered, and waits for what comes of it."""
    await talk.person("kari", organisation="eksempel")
    held, over, begun = asyncio.Event(), asyncio.Event(), 0

    async def slow(_event: Event, turn: Turn) -> Reply | None:
        held.set()
        while not over.is_set():
            await turn.store.session.execute(sa.text("SELECT pg_sleep(0.02)"))
        return None

    talk.dispatcher.router.handlers[Command, "help"] = slow
    event = Command(id="c1", sender=Sender("fake", WORKSPACE, "kari"), place=Place("fake", WORKSPACE, "D"), name="help")
    first = asyncio.create_task(talk.dispatcher(event))
    await held.wait()
    for name in ("begin", "read"):
        unit = getattr(talk.database, name)

        def count(*, unit: Any = unit, **options: Any) -> Any:
            nonlocal begun
            begun += 1
            return unit(**options)

        monkeypatch.setattr(talk.database, name, count)
    copies = [asyncio.create_task(talk.dispatcher(event)) for _ in range(50)]
    seen = talk.dispatcher.metrics.registry.get_sample_value
    await wait_until(lambda: seen("arena_events_total", {"kind": "Command", "outcome": "repeated"}) == 50)
    over.set()
    assert await asyncio.gather(first, *copies) == [None] * 51
    assert begun == 0


async def test_the_claim_of_another_process_is_tried_for_and_not_waited_for(talk: Conversation) -> None:
    async with talk.database.begin() as one:
        assert await one.inbox.claim_event("e1")
        async with asyncio.timeout(BOUND), talk.database.begin() as two:
            with pytest.raises(EventInProgress):
                await two.inbox.claim_event("e1")
            assert not await two.inbox.try_claim_event("e1")
            assert await two.inbox.claim_event("e2")
    async with talk.database.begin() as three:
        assert not await three.inbox.claim_event("e1")
        assert not await three.inbox.claim_event("e2")


async def test_what_the_first_copy_was_refused_the_others_are_refused_too(talk: Conversation) -> None:
    """So that all of them are told again, and the next one is answered."""
    gate = asyncio.Event()
    answer = talk.dispatcher._answer_event

    async def away(event: Event) -> Reply | None:
        await gate.wait()
        raise Unavailable("test")

    talk.dispatcher._answer_event = away  # type: ignore[method-assign]
    copies = [asyncio.create_task(talk.dispatcher(asked(1))) for _ in range(5)]
    await asyncio.sleep(0.05)
    gate.set()
    done = await asyncio.gather(*copies, return_exceptions=True)
    assert [type(error) for error in done] == [TellAgain] * 5
    talk.dispatcher._answer_event = answer  # type: ignore[method-assign]
    await talk.dispatcher(asked(1))
    assert len(await questions(talk)) == 1


async def test_where_the_first_copy_was_cancelled_the_next_one_is_answered(talk: Conversation) -> None:
    await talk.person("kari", organisation="eksempel")
    first, second = (asyncio.create_task(talk.dispatcher(asked(1))) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await second
    assert len(await questions(talk)) == 1


async def test_repeats_of_one_event_count_once_against_the_allowance(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    talk.dispatcher.limits = PersonRateLimiter()
    for n in range(COMMANDS - 1):
        for _ in range(4):
            await talk.dispatcher(replace(asked(n), text="help"))
    reply = await kari.commands("", name="help")
    assert reply.card is not None
    assert "at once" not in reply.card.fallback
    reply = await kari.commands("", name="help")
    assert "You are sending more than I can handle at once" in reply.card.fallback


def test_a_repeat_of_what_was_too_much_is_not_told_twice() -> None:
    limits = PersonRateLimiter(commands=1)
    first, second = (Command(id=f"c{n}", sender=asked(1).sender, place=asked(1).place, name="help") for n in (1, 2))
    assert [limits.count_excess_events(event) for event in (first, first, second, second, first)] == [0, 0, 1, 1, 0]
