"""Conversations about “undo” as a word: what is still unsent, and what can be done afterwards."""

from __future__ import annotations

import re

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.overview.test_newcomer_lines import hear_answer
from tests.meetings import MONDAY

QUESTION = "How long do you wait for a grid connection of 18 MW from the grid company?"


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database, grace=60).begin()
    await talk.carries("grid", "nett")
    return talk


@pytest.fixture
async def tom(talk: Conversation) -> Someone:
    return await talk.person("tom", organisation="eksempel")


@pytest.mark.parametrize("word", ["angre", "Angra!", "undo", "Undo"])
async def test_in_time_the_word_shows_the_button(talk: Conversation, tom: Someone, word: str) -> None:
    await tom.says(QUESTION)
    assert re.search(r"in \d+ seconds", await hear_answer(tom, word))
    reply = await tom.commands(word, name="lookup")
    assert "Not sent." in (await tom.clicks(reply, "Undo")).card.fallback
    assert talk.room("grid") == []


@pytest.mark.parametrize("line", ["angre spørsmålet mitt", "Trekk spørsmålet mitt!", "please undo my last question"])
async def test_a_line_that_undoes_ones_question_shows_it_with_its_button(
    talk: Conversation, tom: Someone, line: str
) -> None:
    await tom.says(QUESTION)
    assert "Your question has been received" in await hear_answer(tom, line)
    undone = await tom.clicks(tom.last, "Undo")
    assert "Not sent." in (undone.card or tom.last.card).fallback
    assert talk.room("grid") == []


async def test_after_its_time_the_word_says_what_can_still_be_done(
    talk: Conversation, tom: Someone, clock: Clock
) -> None:
    await tom.says(QUESTION)
    clock.forward(minutes=2)
    await talk.settle()
    told = await hear_answer(tom, "angre")
    assert "Question 1 has been sent, so it can no longer be undone." in told
    assert QUESTION in told
    reply = await tom.commands("undo", name="lookup")
    assert [button.label for button in reply.card.list_buttons()] == [
        "Change or report", "Edit", "Wrong topic? Move", "Home",
    ]  # fmt: skip
    menu = await tom.clicks(reply, "Change or report")
    assert "withdrawn everywhere" in (await tom.submits(menu, what="withdraw")).card.fallback
    assert "no question that can be undone" in await hear_answer(tom, "undo")


async def test_who_has_asked_nothing_is_told_where_other_things_are_changed(tom: Someone) -> None:
    told = await hear_answer(tom, "angre")
    assert "You have no question that can be undone." in told
    assert "You change that where it stands." in told


async def test_help_about_the_word(tom: Someone) -> None:
    assert "how you take it back" in await hear_answer(tom, "help undo")
