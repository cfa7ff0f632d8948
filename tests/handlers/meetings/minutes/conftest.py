"""An arena on a Monday in March, with a meeting in a fortnight that has an agenda."""

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


@pytest.fixture
async def held(talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int, clock: Clock) -> int:
    """The meeting when it is over: two items, kari and ola said that they come, nora sends Nils."""
    for title, kind in (("Queue for the grid", "V"), ("Heat that is left over", "D")):
        await sara.submits(await sara.does("agenda.add", str(meeting)), title=title, kind=kind)
    await kari.does("meetings.going", str(meeting))
    await ola.does("meetings.online", str(meeting))
    nora = await talk.person("nora", organisation="eksempel")
    await nora.submits(await nora.does("meetings.substitute", str(meeting)), name="Nils Prøve")
    clock.forward(days=15, hours=6)
    return meeting
