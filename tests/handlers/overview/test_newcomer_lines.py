"""Conversations of people who know no command yet, and write as they would to a colleague."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    for channel, topic in (("grid", "nett"), ("arena", "arena"), ("power", "energi")):
        await talk.carries(channel, topic)
    return talk


@pytest.fixture
async def tom(talk: Conversation) -> Someone:
    await talk.person("marit", organisation="bransjen", role="secretariat", contact=True)
    await talk.person("ida", organisation="eksempel", contact=True)
    return await talk.person("tom", organisation="eksempel")


async def hear_answer(who: Someone, text: str, markup: str = "") -> str:
    """Write to the bot alone, and return what it answers."""
    reply = await who.says(text, markup=markup)
    return (reply.card or who.last.card).fallback


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Who grinds old pipes", "Who grinds old pipes"),
        ("hvem venter på bekreftelse", "hvem venter på bekreftelse"),
        ("Hvem leverer slike rør", "Hvem leverer slike rør"),
    ],
)
async def test_a_question_that_begins_with_who_keeps_its_first_word(tom: Someone, line: str, said: str) -> None:
    assert said in await hear_answer(tom, line, markup=line)
