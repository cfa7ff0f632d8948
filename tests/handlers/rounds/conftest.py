"""An arena with a secretariat and parks and clusters that each have a contact; a round that asks all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    """On SQLite alone: what engines make different is tested where they meet."""
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    """The contact of a park."""
    return await talk.person("kari", organisation="eksempel", contact=True)


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    """The contact of another park, on another platform."""
    return await talk.person("ola", organisation="dømeøyra", contact=True, platform="other")


@pytest.fixture
async def nils(talk: Conversation, kari: Someone) -> Someone:
    """Of the first park, without a mandate."""
    return await talk.person("nils", organisation="eksempel")
