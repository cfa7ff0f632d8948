"""An arena with a secretariat, two parks and a cluster with contacts, and rooms for the grid and for power."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.parks import kari, nils, ola, sara

__all__ = ["kari", "nils", "ola", "sara"]


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
async def eva(talk: Conversation) -> Someone:
    """The contact of a cluster."""
    eva = await talk.person("eva", organisation="prøvedal", contact=True)
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("prøvedal")
        assert house is not None
        house.kind = "cluster"
    return eva
