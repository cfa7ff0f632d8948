"""Somebody who asks to be reminded, on a Wednesday in December, at ten in Oslo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone

WEDNESDAY = datetime(2026, 12, 2, 9, tzinfo=UTC)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(WEDNESDAY)
    talk = await Conversation(database).begin()
    talk.platforms["fake"].names_chats = True
    return talk


@pytest.fixture
async def kim(talk: Conversation) -> Someone:
    kim = await talk.person("kim", organisation="eksempel")
    kim.keeps = True
    return kim


async def plans(talk: Conversation) -> None:
    """The planner of reminders, and then the courier."""
    async with talk.database.begin() as store:
        await talk.courier.router.plans["own_reminders"](store, talk.arena, store.now + timedelta(days=14))
    await talk.settle()
