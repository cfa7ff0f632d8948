"""What a platform shows itself is not lost with the process: a spare copy waits until it has been shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from bot.intake import spare_copies
from bot.intake.spare_copies import SHOWN_WITHIN
from handlers.chat.cards import Reply
from handlers.chat.events import Click
from handlers.chat.outgoing import REPLY_EXPIRES
from handlers.chat.places import Place
from storage.kit.database import Database, Unavailable
from storage.queue.delivery_rows import EXPIRED, LEASED, Delivery
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Post, Someone
from tests.patience import wait_until
from tests.statement_meter import statements

ROOM = Place("fake", WORKSPACE, "grid")
KARI_THERE = ROOM.narrow_to_user("kari")
#: seconds until a copy is due that nobody has discarded
DUE = SHOWN_WITHIN.total_seconds() + 1


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_copies, "PAUSE", 0.01)


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


async def press(
    talk: Conversation, who: Someone, name: str, value: str = "", spare_at: Place | None = KARI_THERE
) -> Reply:
    """A button in a room, whose answer the platform shows to this person alone."""
    click = Click(
        id=talk.next_id(), sender=who.sender, place=ROOM, ephemeral=True, spare_at=spare_at,
        name=name, value=value,
    )  # fmt: skip
    reply = await talk.dispatcher(click)
    assert reply is not None
    assert reply.card is not None
    return reply


async def follow(talk: Conversation, who: Someone) -> Reply:
    reply = await press(talk, who, "topics.follow", "nett")
    assert reply.spare
    return reply


async def copies(talk: Conversation) -> Sequence[Any]:
    """State and words of each copy."""
    async with talk.database.read() as store:
        return (await store.session.execute(sa.select(Delivery.state, Delivery.args))).all()


async def later(talk: Conversation, clock: Clock, seconds: float = DUE) -> list[Post]:
    """What a courier has sent by then: the one of another process, which knows of nothing but the database."""
    clock.forward(seconds=seconds)
    await talk.settle()
    return talk.posts


async def test_an_answer_that_nobody_got_to_show_is_sent_to_who_pressed(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    reply = await follow(talk, kari)
    (sent,) = await later(talk, clock)
    assert (sent.place, sent.text) == (KARI_THERE, reply.card.fallback)
    assert len(await later(talk, clock)) == 1, "told once"


async def test_another_process_does_not_take_an_answer_that_is_being_shown(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    await follow(talk, kari)
    assert await later(talk, clock, 0) == []
    assert await later(talk, clock, DUE - 2) == []


async def test_an_answer_that_was_shown_is_not_told_again(talk: Conversation, kari: Someone, clock: Clock) -> None:
    talk.dispatcher.confirm_shown_answer(await follow(talk, kari))
    await talk.dispatcher.spare_copies.finish_discarding()
    assert await copies(talk) == []
    assert await later(talk, clock) == []


async def test_copies_are_discarded_together_and_after_the_events(talk: Conversation, kari: Someone) -> None:
    shown = [await follow(talk, kari), await press(talk, kari, "topics.unfollow", "nett")]
    for reply in shown:
        talk.dispatcher.confirm_shown_answer(reply)
    assert len(await copies(talk)) == 2
    task = talk.dispatcher.spare_copies._task
    assert task is not None
    await wait_until(task.done)
    assert await copies(talk) == []


async def test_whoever_only_looks_costs_no_copy(talk: Conversation, kari: Someone) -> None:
    assert not (await press(talk, kari, "help.show")).spare
    assert await copies(talk) == []


async def test_a_copy_costs_one_statement_of_the_event(talk: Conversation, kari: Someone) -> None:
    """And none that anybody waits for: copies are deleted together, later."""
    cost = []
    with statements(talk.database) as said:
        for place in (None, KARI_THERE):
            for name in ("topics.follow", "topics.unfollow"):
                said.clear()
                reply = await press(talk, kari, name, "nett", spare_at=place)
                cost.append(len(said))
                talk.dispatcher.confirm_shown_answer(reply)
                await talk.dispatcher.spare_copies.finish_discarding()
    assert cost[3] == cost[1] + 1


async def test_an_answer_that_comes_too_late_is_forgotten(talk: Conversation, kari: Someone, clock: Clock) -> None:
    await follow(talk, kari)
    assert await later(talk, clock, REPLY_EXPIRES.total_seconds() + 1) == []
    assert [state for state, _ in await copies(talk)] == [EXPIRED]


async def test_a_copy_that_a_courier_has_begun_with_stays(talk: Conversation, kari: Someone) -> None:
    reply = await follow(talk, kari)
    async with talk.database.begin() as store:
        await store.session.execute(sa.update(Delivery).values(state=LEASED))
    talk.dispatcher.confirm_shown_answer(reply)
    await talk.dispatcher.spare_copies.finish_discarding()
    assert [state for state, _ in await copies(talk)] == [LEASED]


async def test_a_copy_is_discarded_once_the_database_is_back(
    talk: Conversation, kari: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = await follow(talk, kari)
    refused: list[int] = []

    def away(**_: object) -> None:
        refused.append(1)
        raise Unavailable("ConnectionResetError")

    with monkeypatch.context() as patch:
        patch.setattr(talk.database, "begin", away)
        talk.dispatcher.confirm_shown_answer(reply)
        await wait_until(lambda: refused)
    task = talk.dispatcher.spare_copies._task
    assert task is not None
    await wait_until(task.done)
    assert await copies(talk) == []
