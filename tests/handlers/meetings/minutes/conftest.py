"""A meeting that has been held."""

from __future__ import annotations

import pytest

from tests.conftest import Clock
from tests.conversation import Conversation, Someone


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
