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


async def test_who_belongs_nowhere_yet_is_led_to_an_organisation_from_an_offer(talk: Conversation) -> None:
    turid = await talk.person("turid")
    told = await turid.does("exchange.offer")
    assert "none yet" not in told.card.fallback
    assert "Choose your organisation" in [button.label for button in told.card.list_buttons()]


async def test_who_has_no_contact_can_write_to_the_secretariat_for_one(talk: Conversation) -> None:
    await talk.person("marit", organisation="bransjen", role="secretariat", contact=True)
    turid = await talk.person("turid", organisation="eksempel")
    for told in (await turid.does("exchange.offer"), await turid.commands("", name="who")):
        assert "Write to Marit" in [button.label for button in told.card.list_buttons()]
