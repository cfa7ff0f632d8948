"""An arena in which organisations keep their sites and say what they offer and need."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, THERE, contact_of
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
async def kari(talk: Conversation, sara: Someone) -> Someone:
    """The contact of an organisation with one site, where there is somebody of the secretariat."""
    return await contact_of(talk, "kari", "eksempel", HERE)


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    """The contact of another one, a kilometre away."""
    return await contact_of(talk, "ola", "dømeøyra", THERE)
