"""Conversations in which people say which topic a question belongs to: what routing learns, and whose word it is."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conversation import Conversation, Someone

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"
UNSURE = "Hvor lenge må vi vente på svar fra dem nå?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi")
    await talk.carries("desk", triage=True)
    return talk


async def confirmed(talk: Conversation) -> list[tuple[str, int]]:
    """Topic, and who says so."""
    async with talk.database.read() as store:
        return [(one.slug, one.by) for one in await store.training_runs.list_confirmed_questions(10)]


async def asked(talk: Conversation, kari: Someone, topic: str) -> None:
    """A question that Kari sends by one of the buttons."""
    reply = await kari.commands(UNSURE)
    assert reply.card is not None
    id = next(button.value for button in reply.card.list_buttons() if button.do == "questions.send").split(":")[0]
    await kari.does("questions.send", f"{id}:{topic}")


async def test_a_guess_that_nobody_confirmed_is_nothing_to_learn_from(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.commands(GRID)
    assert len(talk.room("grid")) == 1
    assert await confirmed(talk) == []


async def test_a_choice_counts_until_somebody_moves_the_question_or_takes_it_back(talk: Conversation) -> None:
    kari, siri = await talk.person("kari"), await talk.person("siri", role="secretariat")
    await asked(talk, kari, "nett")
    assert await confirmed(talk) == [("nett", kari.person_id)]
    await siri.submits(await siri.does("questions.move", "1"), topic="energi")
    assert await confirmed(talk) == [("energi", siri.person_id)]
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert await confirmed(talk) == []


async def test_none_of_these_says_nothing_and_where_the_secretariat_puts_it_counts(talk: Conversation) -> None:
    kari, siri = await talk.person("kari"), await talk.person("siri", role="secretariat")
    await asked(talk, kari, "")
    assert await confirmed(talk) == []
    await siri.submits(await siri.clicks(talk.room("desk")[0], "Choose a topic"), topic="energi")
    assert await confirmed(talk) == [("energi", siri.person_id)]


async def test_an_accepted_answer_confirms_the_topic_and_does_not_when_it_is_undone(talk: Conversation) -> None:
    kari, ola = await talk.person("kari"), await talk.person("ola")
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], "Be om skriftlig svar.")
    await kari.does("answers.solved", "1")
    assert await confirmed(talk) == [("nett", kari.person_id)]
    await kari.clicks(kari.last, "Undo")
    assert await confirmed(talk) == []
