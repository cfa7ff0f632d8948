"""An arena on a Monday in March with a secretariat and members of two organisations; a meeting in a fortnight."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY, meets


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database).begin()


@pytest.fixture
async def two_rooms(talk: Conversation) -> None:
    """One for a topic, one for another on another platform."""
    await talk.carries("grid", "nett")
    await talk.carries("energy", "energi", platform="other")


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="dømeøyra")


@pytest.fixture
async def meeting(talk: Conversation, sara: Someone) -> int:
    """On Tuesday 16 March 2027 from 10 to 15, as sara runs it."""
    return await meets(talk.database, sara.person_id)
