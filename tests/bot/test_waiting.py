"""A card may say «not now»: it waits untried, and is over when that is too late for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from handlers.chat.cards import Card
from handlers.chat.routing import Later
from handlers.chat.turn import View
from storage.kit.database import Database
from storage.queue.delivery_rows import EXPIRED, READY, REMINDER, SENT, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import Conversation


class Sleeper:
    """A reader who sleeps until a moment."""

    until: datetime

    async def draw(self, view: View) -> Card | None:
        if view.now < self.until:
            raise Later(self.until)
        return Card("good morning")


@pytest.fixture
def sleeper(clock: Clock) -> Sleeper:
    reader = Sleeper()
    reader.until = clock() + timedelta(hours=8)
    return reader


@pytest.fixture
async def talk(database: Database, sleeper: Sleeper) -> Conversation:
    talk = await Conversation(database).begin()
    talk.courier.router.cards["test.sleeper"] = sleeper.draw
    return talk


async def promise(talk: Conversation, expires_at: datetime | None = None) -> None:
    async with talk.database.begin() as store:
        await store.outbox.post_deliveries(
            DeliveryDraft(
                key="k", platform="fake", workspace="W1", user="kari", template="test.sleeper", args={}, kind=REMINDER,
                expires_at=expires_at,
            )
        )  # fmt: skip


async def row_of(talk: Conversation) -> Delivery:
    async with talk.database.read() as store:
        return (await store.session.scalars(sa.select(Delivery))).one()


async def test_what_comes_in_the_night_waits_untried_until_the_morning(
    talk: Conversation, clock: Clock, sleeper: Sleeper
) -> None:
    await promise(talk)
    await talk.settle()
    row = await row_of(talk)
    assert (row.state, row.attempts, row.next_at) == (READY, 0, sleeper.until)
    clock.forward(hours=7, minutes=59)
    await talk.settle()
    assert talk.posts == []
    clock.forward(minutes=2)
    await talk.settle()
    assert [post.card.title for post in talk.posts] == ["good morning"]
    assert (await row_of(talk)).state == SENT


async def test_what_is_of_no_use_in_the_morning_waits_until_it_expires(talk: Conversation, clock: Clock) -> None:
    """Its reader may end the pause, or change their hours, while it is of use."""
    await promise(talk, expires_at=clock() + timedelta(hours=3))
    await talk.settle()
    assert (await row_of(talk)).state == READY
    clock.forward(hours=3, minutes=5)
    await talk.settle()
    assert (await row_of(talk)).state == EXPIRED
    assert talk.posts == []


async def test_what_waits_for_its_reader_is_told_when_they_are_back_in_time(
    talk: Conversation, clock: Clock, sleeper: Sleeper
) -> None:
    await promise(talk, expires_at=clock() + timedelta(hours=3))
    await talk.settle()
    sleeper.until = clock()
    async with talk.database.begin() as store:
        row = (await store.session.scalars(sa.select(Delivery))).one()
        row.next_at = clock()
    await talk.settle()
    assert [post.card.title for post in talk.posts] == ["good morning"]
