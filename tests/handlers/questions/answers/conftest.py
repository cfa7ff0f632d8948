"""A question that stands in two rooms, one on each platform."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.handlers.questions.test_asking import GRID


@pytest.fixture
def url(sqlite_url: str) -> str:
    """On SQLite, unless what is tested needs another engine."""
    return sqlite_url


@pytest.fixture
async def talk(url: str, clock: Clock) -> AsyncIterator[Conversation]:
    opened = Database(url, clock=clock)
    talk = await Conversation(opened).begin()
    await talk.carries("grid", "nett")
    await talk.carries("elsewhere", "nett", platform="other")
    yield talk
    await opened.close()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands(GRID)
    return kari


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="dømeøyra")


@pytest.fixture
def card(talk: Conversation, kari: Someone) -> Post:
    """In the room where it is answered."""
    return talk.room("grid")[0]
