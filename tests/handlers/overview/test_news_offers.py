"""Conversations of people who tell the bot what has happened: it is sent to nobody before they say so."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from storage.kit.database import Database
from storage.questions.questions import Question
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY

NEWS = "Varmen er tilbake i hall 3 nå"


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("heat", "energi")
    return talk


@pytest.fixture
async def tom(talk: Conversation) -> Someone:
    await talk.person("marit", organisation="bransjen", role="secretariat")
    return await talk.person("tom", organisation="eksempel")


async def count_questions(talk: Conversation) -> int:
    async with talk.database.read() as store:
        return await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) or 0


@pytest.mark.parametrize(
    "line", [NEWS, "Da er pumpen byttet.", "porten er frosset fast, igjen!!", "Brannøvelsen gikk fint i dag"]
)
@pytest.mark.parametrize("channel", ["", "heat"])
async def test_news_is_offered_back_with_one_button(talk: Conversation, tom: Someone, line: str, channel: str) -> None:
    await tom.says(line, channel)
    assert f"Ask the network about “{line}”?" in tom.last.text
    assert "I see no question in it, so I have not sent it to anybody." in tom.last.text
    assert tom.last.labels == ["Ask the network"]
    assert await count_questions(talk) == 0
    await tom.clicks(tom.last, "Ask the network")
    assert await count_questions(talk) == 1


@pytest.mark.parametrize(
    "line", ["noen som har en pumpe til overs", "vi sliter med korrosjon i returvann", "spør " + NEWS]
)
async def test_a_question_without_its_mark_is_asked_at_once(talk: Conversation, tom: Someone, line: str) -> None:
    await tom.says(line)
    assert await count_questions(talk) == 1


async def test_a_guest_asks_nobody(talk: Conversation) -> None:
    gunn = await talk.person("gunn", role="guest")
    await gunn.says(NEWS)
    assert "Ask the network" not in gunn.last.labels
    assert await count_questions(talk) == 0
