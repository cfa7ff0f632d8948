"""A question counts against its asker's quota once within the hour, wherever it goes."""

from __future__ import annotations

import pytest

from handlers.notifications import sending_limits
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.questions.test_asking import GRID

REFUSED = "can be sent from"


@pytest.fixture
async def talk(database: Database, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    monkeypatch.setattr(sending_limits, "BROADCASTS", 1)
    talk = await Conversation(database, grace=20).begin()
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


async def test_a_question_that_was_undone_is_asked_after_all_with_the_share_it_had(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    undone = await kari.clicks(await kari.commands(GRID), "Undo")
    await kari.clicks(undone, "Ask after all")
    clock.forward(seconds=30)
    await talk.settle()
    assert len(talk.room("grid")) == 1


async def test_a_question_that_is_out_takes_another_share_for_more_rooms_once_the_hour_is_over(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    await kari.commands(GRID)
    clock.forward(minutes=50)
    await talk.settle()
    clock.forward(minutes=15)
    other = await kari.does("questions.write")
    await kari.submits(other, text="Hvem har bygget varmelager i fjell for overskuddsvarme?", topic="energi")
    moving = await kari.does("questions.move", "1")
    assert REFUSED in (await kari.submits(moving, topic="energi")).errors["topic"]
    wider = await kari.does("questions.further", "1")
    assert REFUSED in (await kari.submits(wider, topic="energi")).errors["topic"]
    assert REFUSED in (await kari.does("questions.everywhere", "1")).card.fallback
    assert not (await kari.submits(await kari.does("questions.reach", "1"), reach="")).errors, "no other room gets it"
    lead = await talk.person("lise", leads="nett")
    assert not (await lead.submits(moving, topic="energi")).errors, "whoever sorts it sends nothing"
    clock.forward(minutes=61)
    await talk.settle()
    assert not (await kari.submits(wider, topic="nett")).errors
