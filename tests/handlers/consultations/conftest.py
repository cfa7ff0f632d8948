"""An arena with a secretariat, contacts of two parks, and rooms for the grid and for power."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.conftest import Clock
from tests.consultations import MONDAY
from tests.conversation import Conversation, Someone


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    """On SQLite alone: what engines make different is tested where they meet."""
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi", platform="other")
    yield talk
    await database.close()


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    """The contact of a park."""
    return await talk.person("kari", organisation="eksempel", contact=True)


@pytest.fixture
async def nils(talk: Conversation, kari: Someone) -> Someone:
    """Of the same park, without a mandate."""
    return await talk.person("nils", organisation="eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    """The contact of another park."""
    return await talk.person("ola", organisation="dømeøyra", contact=True, platform="other")
