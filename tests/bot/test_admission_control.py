"""More than can be answered in time: who comes is refused at once, nobody waits with a connection, delivery goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from bot.intake.admission_control import GUESS, LATEST, WIDTH, AdmissionControl
from bot.platforms import PATIENCE, Overloaded, TellAgain
from handlers.chat.cards import Reply
from handlers.chat.events import Arrived, Click, Command, Event, Message, Sender, Submission
from handlers.chat.places import Place
from handlers.chat.turn import Turn
from storage.kit.concurrency_limits import ConcurrencyLimit
from storage.kit.database import Database, Store, Unavailable
from storage.kit.schema_revisions import is_schema_at_head
from tests.conversation import WORKSPACE, Conversation
from tests.patience import BOUND

BY: dict[str, Any] = {
    "sender": Sender("fake", WORKSPACE, "kari", language="nn"),
    "place": Place("fake", WORKSPACE, "Dkari"),
    "direct": True,
}


class Hand:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def open_door() -> tuple[AdmissionControl, Hand, Hand]:
    """A door with the clock and the processor time of its process."""
    clock, processor = Hand(), Hand()
    return AdmissionControl(clock=clock, processor=processor), clock, processor


def serve(door: AdmissionControl, clock: Hand, processor: Hand, cost: float, count: int, share: float = 1.0) -> None:
    """In a short line that is never empty; each costs these seconds of a processor, of which there is this share."""
    line = [_entered(door, f"waiting {number}") for number in range(WIDTH - 1)]
    for one in line:
        one.__enter__()
    for number in range(count + WIDTH - 1):
        if number < count:
            line.append(_entered(door, f"served {number}"))
            line[-1].__enter__()
        clock.now += cost / share
        processor.now += cost
        line.pop(0).__exit__()


def crowd(door: AdmissionControl, stack: ExitStack, most: int = 1000) -> int:
    """As many as are let in."""
    for number in range(most):
        try:
            # each is a happening of its own
            stack.enter_context(_entered(door, f"crowd {number}"))
        except Overloaded:
            return number
    return most


def _entered(door: AdmissionControl, id: str) -> Any:
    from contextvars import copy_context

    class Inside:
        def __enter__(self) -> None:
            self.context, self.within = copy_context(), door.admit_once(id)
            self.context.run(self.within.__enter__)

        def __exit__(self, *_: object) -> None:
            self.context.run(self.within.__exit__, None, None, None)

    return Inside()


def test_as_many_are_let_in_as_are_answered_in_time_and_the_next_one_is_told_when_to_come() -> None:
    door, clock, processor = open_door()
    with ExitStack() as stack:
        assert crowd(door, stack) == pytest.approx(PATIENCE / GUESS, abs=1)
    serve(door, clock, processor, 0.1, 100)
    with ExitStack() as stack:
        assert crowd(door, stack) == pytest.approx(PATIENCE / 0.1, abs=2)
        with pytest.raises(Overloaded) as refused, door.admit_once("one more"):
            pass
        assert refused.value.after == pytest.approx(PATIENCE, abs=1)
    assert door.expected_wait == 0


def test_what_very_many_were_told_is_not_told_to_the_few_who_come_a_minute_later() -> None:
    door, clock, _ = open_door()
    with ExitStack() as stack:
        crowd(door, stack)
        for _ in range(20_000):
            with pytest.raises(Overloaded) as refused:
                door.refuse_overload()
        assert refused.value.after == LATEST
        clock.now += LATEST
        with pytest.raises(Overloaded) as refused:
            door.refuse_overload()
        assert refused.value.after <= door.expected_wait + 2


def test_whose_platform_waits_longer_may_wait_longer_for_a_turn() -> None:
    door = open_door()[0]
    with ExitStack() as stack:
        crowd(door, stack)
        with pytest.raises(Overloaded), door.admit_once("another one"):
            pass
        with door.admit_once("Teams waits for fifteen seconds", most=3 * PATIENCE):
            pass


def test_however_slow_it_is_as_many_are_let_in_as_are_served_at_once() -> None:
    door, clock, processor = open_door()
    serve(door, clock, processor, 60.0, 200)
    with ExitStack() as stack:
        assert crowd(door, stack) == WIDTH


def test_one_that_comes_alone_shows_only_what_it_costs_at_the_most() -> None:
    """Between it and the one before, other work was done."""
    door, clock, processor = open_door()
    for number in range(50):
        processor.now += 0.1
        with door.admit_once(f"alone {number}"):
            clock.now += 0.03
            processor.now += 0.03
    assert door.pace.seconds_per_answer == GUESS
    for number in range(50):
        with door.admit_once(f"cheap {number}"):
            clock.now += 0.01
            processor.now += 0.01
    assert door.pace.seconds_per_answer == pytest.approx(0.01, rel=0.1)


def test_one_that_costs_much_says_little_of_the_others() -> None:
    door, clock, processor = open_door()
    serve(door, clock, processor, 60.0, 1)
    assert door.pace.seconds_per_answer < 1.2 * GUESS


def test_where_others_work_too_fewer_are_let_in_as_soon_as_that_is_seen() -> None:
    """A tenth of a second after the first one came, half a processor is there."""
    door, clock, processor = open_door()
    with ExitStack() as stack:
        stack.enter_context(_entered(door, "the first one"))
        for _ in range(10):
            clock.now += 0.02
            processor.now += 0.01
            door.refuse_overload()
        assert crowd(door, stack) == pytest.approx(PATIENCE / GUESS / 2, abs=2)
        # what they cost says no more than what it was taken for
    serve(door, clock, processor, GUESS, 50)
    with ExitStack() as stack:
        assert crowd(door, stack) == pytest.approx(PATIENCE / GUESS, abs=2), "what was seen in one crowd is forgotten"


def test_those_who_wait_for_something_else_side_by_side_are_counted_by_the_time_between_them() -> None:
    """Five that take half a second and little of a processor each, of which one ends every tenth of a second."""
    door, clock, processor = open_door()
    inside = [_entered(door, f"first {number}") for number in range(WIDTH)]
    for one in inside:
        one.__enter__()
    for turn in range(100):
        clock.now += 0.1
        processor.now += 0.001
        inside.pop(0).__exit__()
        inside.append(_entered(door, f"next {turn}"))
        inside[-1].__enter__()
    pace = door.expected_wait / WIDTH
    for one in inside:
        one.__exit__()
    assert pace == pytest.approx(0.1, rel=0.05)


async def test_a_copy_of_what_is_inside_is_not_refused_before_it_is_read(full: Conversation) -> None:
    with ExitStack() as stack:
        let_in = crowd(full.dispatcher.admission, stack)
        full.dispatcher.validate_capacity()
        with full.dispatcher.admit_event(f"crowd {let_in - 1}"):
            pass
        with pytest.raises(Overloaded), full.dispatcher.admit_event("another one"):
            pass


def test_copies_of_one_event_count_once_and_who_is_inside_does_not_enter_again() -> None:
    door = open_door()[0]
    with ExitStack() as stack:
        for _ in range(1000):
            stack.enter_context(_entered(door, "the same"))
        assert door.expected_wait == GUESS
    alone = open_door()[0]
    with alone.admit_once("one"), alone.admit_once("another"):
        assert alone.expected_wait == GUESS


async def test_a_lane_serves_in_order_and_gives_up_whom_it_cannot_serve() -> None:
    lane, served = ConcurrencyLimit(2, BOUND), []

    async def one(number: int) -> None:
        async with lane.wait_for_turn():
            served.append(number)
            await asyncio.sleep(0.001)

    await asyncio.gather(*map(one, range(20)))
    assert served == list(range(20))
    lane._patience = 0.05
    async with lane.wait_for_turn(), lane.wait_for_turn():
        with pytest.raises(Unavailable, match="no turn"):
            await one(20)
    await one(21)
    assert served[-1] == 21


@pytest.fixture
async def full(database: Database) -> Conversation:
    """A bot that answers nobody, with as many inside as it lets in."""
    talk = await Conversation(database).begin()
    await talk.person("kari", organisation="eksempel")
    return talk


@pytest.fixture
def lines() -> Iterator[list[MutableMapping[str, Any]]]:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        yield lines


async def test_who_is_turned_away_hears_of_it_without_the_database_and_is_counted(
    full: Conversation, lines: list[MutableMapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(**_: object) -> None:
        raise AssertionError("to refuse must cost nothing")

    sentence = "Akkurat no er det for mykje på ein gong. Prøv igjen om eit augeblikk."
    with ExitStack() as stack:
        crowd(full.dispatcher.admission, stack)
        with monkeypatch.context() as patch:
            patch.setattr(full.database, "begin", nobody)
            patch.setattr(full.database, "read", nobody)
            pressed = await full.dispatcher(Click(id="1", name="home.show", **BY))
            typed = await full.dispatcher(Command(id="2", name="help", **BY))
            sent = await full.dispatcher(Submission(id="3", name="questions.send", values={"text": "Lang"}, **BY))
            for told in (Message(id="4", text="hei", message="m", addressed=True, **BY), Arrived(id="5", **BY)):
                with pytest.raises(TellAgain) as refused:
                    await full.dispatcher(told)
                assert refused.value.after >= 1
    assert pressed is not None
    assert typed is not None
    assert sent is not None
    assert (pressed.card.fallback, typed.card.fallback, sent.errors) == (sentence, sentence, {"text": sentence})
    away = [line for line in lines if line["event"] == "event turned away"]
    assert [line["kind"] for line in away] == ["Click", "Command", "Submission", "Message", "Arrived"]
    count = full.dispatcher.metrics.registry.get_sample_value
    assert count("arena_events_total", {"kind": "Message", "outcome": "overloaded"}) == 1
    again = await full.happens(Command(id="2", name="help", **BY))
    assert again.card.title, "told again, it is taken"


@asynccontextmanager
async def held(unit: Callable[[], AbstractAsyncContextManager[Store]]) -> AsyncIterator[None]:
    """By somebody else, who does not let go until the end."""
    inside, over = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with unit():
            inside.set()
            await over.wait()

    holding = asyncio.create_task(hold())
    await inside.wait()
    yield
    over.set()
    await holding


async def test_delivery_and_health_have_connections_of_their_own(postgres_url: str) -> None:
    """While everything that people ask for is held up."""
    opened = Database(postgres_url)
    talk = await Conversation(opened).begin()
    people = [await talk.person(f"p{number}", organisation="eksempel") for number in range(20)]
    shown = await people[0].commands("", name="help")
    async with AsyncExitStack() as stack:
        for unit in 5 * (opened.begin, opened.read):
            await stack.enter_async_context(held(unit))
        # each of their own: what one person does twice at once is answered once
        queue = [asyncio.create_task(who.commands("", name="help")) for who in people]
        async with asyncio.timeout(BOUND):
            await talk.courier.run_delivery_round()
            await talk.courier.sweep_unknown_outcomes()
            assert await is_schema_at_head(opened)
            assert b"arena_database_up 1.0" in await talk.dispatcher.metrics.render_metrics(opened)
        assert not any(task.done() for task in queue)
    async with asyncio.timeout(BOUND):
        replies = await asyncio.gather(*queue)
    assert [reply.card for reply in replies] == [shown.card] * 20, "they waited in line, and were served"
    await opened.close()


async def test_no_pool_is_used_up_by_what_people_ask_for(postgres_url: str) -> None:
    """However many units of work begin at once, connections are taken in turn."""
    opened = Database(postgres_url)
    most = 0

    async def look(writes: bool) -> None:
        nonlocal most
        async with opened.begin() if writes else opened.read() as store:
            await store.session.execute(sa.text("SELECT pg_sleep(0.002)"))
            most = max(most, opened.engine.pool.checkedout())  # type: ignore[attr-defined]  # of a queue pool

    async with asyncio.timeout(BOUND):
        await asyncio.gather(*(look(number % 2 == 0) for number in range(200)))
    assert most <= 10
    await opened.close()


async def test_one_that_takes_long_does_not_keep_the_door_shut(postgres_url: str) -> None:
    """It says nothing of how fast the others are answered."""
    opened = Database(postgres_url)
    talk = await Conversation(opened).begin()
    await talk.person("kari", organisation="eksempel")

    async def slow(_event: Event, turn: Turn) -> Reply | None:
        await turn.store.session.execute(sa.text("SELECT pg_sleep(2)"))
        return None

    talk.dispatcher.router.handlers[Command, "help"] = slow
    slowly = asyncio.create_task(talk.dispatcher(Command(id="h", name="help", **BY)))
    for number in range(20):
        assert await talk.dispatcher(Click(id=f"c{number}", name="home.show", **BY)) is not None
    assert talk.dispatcher.admission.expected_wait < PATIENCE
    await slowly
    await opened.close()
