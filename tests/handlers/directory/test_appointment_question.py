"""Conversations of people who want to act for their organisation: who does now, and who decides."""

from __future__ import annotations

import pytest

from handlers.language.bot_request_model import find_bot_request
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.overview.test_newcomer_lines import hear_answer
from tests.meetings import MONDAY


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database).begin()


@pytest.fixture
async def tom(talk: Conversation) -> Someone:
    await talk.person("marit", organisation="bransjen", role="secretariat")
    return await talk.person("tom", organisation="eksempel")


@pytest.mark.parametrize(
    "line",
    [
        "kan jeg være kontakt?",
        "Kan jeg bli kontaktperson for organisasjonen vår?",
        "hvordan blir jeg kontaktperson",
        "Kan eg vere kontakt for oss",
        "korleis kan eg bli kontaktperson for bedrifta",
        "can I be the contact person for our organisation?",
        "How do I become contact",
        "who can be the contact for us",
        "jeg vil gjerne være vara for parken",
    ],
)
async def test_it_is_asked_in_many_ways(line: str) -> None:
    assert find_bot_request(line) == ("appointment", "")


@pytest.mark.parametrize(
    "line",
    [
        "Hvem kan være kontakt for kommunen i en konsesjonssak?",
        "Kan vi være kontakt mellom nettselskapet og parken?",
        "er jeg kontaktperson?",
    ],
)
async def test_other_questions_are_not_taken_for_it(line: str) -> None:
    assert find_bot_request(line)[0] != "appointment"


async def test_where_nobody_acts_the_secretariat_is_asked_with_one_button(talk: Conversation, tom: Someone) -> None:
    told = await hear_answer(tom, "kan jeg være kontakt for organisasjonen?")
    assert "Nobody can answer for Eksempel yet. The secretariat appoints contacts and deputies (Marit)." in told
    assert tom.last.labels == ["Write to Marit", "Ask the network anyway"]
    form = await tom.clicks(tom.last, "Write to Marit")
    await tom.submits(form, text="I would like to be our contact.")
    marit = next(post for post in talk.posts if post.place.user == "marit")
    assert "I would like to be our contact." in marit.text


async def test_whoever_acts_now_is_named_and_knows_it_of_themselves(talk: Conversation, tom: Someone) -> None:
    ida = await talk.person("ida", organisation="eksempel", contact=True)
    assert "Ida can answer for Eksempel now." in await hear_answer(tom, "can I be the contact person for us?")
    assert "You are already the contact for Eksempel." in await hear_answer(ida, "can I be the contact?")


async def test_who_belongs_nowhere_yet_chooses_first(talk: Conversation, tom: Someone) -> None:
    new = await talk.person("turid")
    assert "Yours must have confirmed that you belong to it first." in await hear_answer(new, "can I be the contact?")
    assert "Choose your organisation" in new.last.labels
