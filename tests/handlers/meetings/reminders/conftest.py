"""An arena with members, early on a Monday in February, and a planner that looks when it is told to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from storage.kit.database import Database
from storage.queue.delivery_rows import READY, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone

OSLO = ZoneInfo("Europe/Oslo")


def oslo(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """In 2027."""
    return datetime(2027, month, day, hour, minute, tzinfo=OSLO)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(oslo(2, 1, 6))
    return await Conversation(database).begin()


async def plan(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await talk.courier.router.plans["reminders"](store, talk.arena, store.now + timedelta(days=14))


async def next_due(talk: Conversation) -> datetime | None:
    """When the courier has something to do next."""
    ready = sa.select(sa.func.min(Delivery.next_at, type_=Delivery.next_at.type))
    async with talk.database.read() as store:
        return await store.session.scalar(ready.where(Delivery.state == READY, Delivery.told_in_id.is_(None)))


Until = Callable[[datetime], Awaitable[None]]


@pytest.fixture
def until(talk: Conversation, clock: Clock) -> Until:
    """Time passes: the planner looks every day, and what is due is sent when it is."""

    async def passes(when: datetime) -> None:
        while True:
            await plan(talk)
            due = await next_due(talk)
            step = min(due or when, clock() + timedelta(days=1), when)
            clock.set(max(step, clock()) + timedelta(seconds=1))
            await talk.settle()
            if clock() >= when:
                return

    return passes


def titles(someone: Someone) -> list[str]:
    return [title_of(post) for post in someone.sees]


def title_of(post: Post) -> str:
    return post.card.title
