"""Conversations about what is internal: it stays in its room, and others are told who reads the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from handlers.questions.answers.thread_replies import is_internal_message
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, OPEN
from storage.queue.early_changes import EarlyChange
from tests.conversation import Conversation, Post, Someone
from tests.handlers.questions.test_asking import GRID, state

MARKS = ("🔒", "🔒 ", "intern:", "Intern: ", "INTERN :", "internt: ", "internal:", "*intern:* ", ":lock: ", "«intern:")
#: texts with marks as records store them, which say that they are internal
MARKED = (
    "\\*intern:\\* nei",
    "**intern:** nei",
    "- intern: nei",
    "1) 🔒 nei",
    "> Når?\n\nintern: nei",
    "```\nintern: nei\n```",
)


def there(talk: Conversation) -> list[str]:
    return [post.text for post in talk.room("elsewhere", "other")[1:]]


async def texts(talk: Conversation) -> list[str]:
    async with talk.database.read() as store:
        rows = await store.session.scalars(sa.select(Answer.text))
        return [*rows, *await store.session.scalars(sa.select(EarlyChange.text))]


@given(st.sampled_from(MARKS), st.text())
def test_a_mark_makes_it_internal_whatever_follows(mark: str, text: str) -> None:
    assert is_internal_message(mark + text)


@pytest.mark.parametrize(
    "text", ["internt hos oss:", "Internett: sjekk linja", "Er dette internt?", "a 🔒", "", "intern"]
)
def test_other_words_are_for_everybody(text: str) -> None:
    assert not is_internal_message(text)


@pytest.mark.parametrize("text", MARKED)
def test_marks_around_it_change_nothing(text: str) -> None:
    assert is_internal_message(text)


async def test_it_is_neither_kept_nor_carried_nor_counted(talk: Conversation, card: Post, ola: Someone) -> None:
    for mark in MARKS:
        await ola.replies(card, f"{mark}ikke si dette til noen")
    assert there(talk) == []
    assert await texts(talk) == []
    assert await state(talk) == OPEN
    assert ola.sees == []


async def test_an_edit_puts_the_mark_on_and_takes_it_away(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    now = talk.database.get_time()
    said = await ola.replies(card, "Ring dem.")
    for minutes, text, seen in (
        (1, "🔒 Ring dem.", []),
        (3, "Skriv til dem.", ["Skriv til dem."]),
        (2, "intern: for sent", ["Skriv til dem."]),
        (4, "intern: igjen", []),
        (5, "Nå så.", ["Nå så."]),
    ):
        await ola.edits(said, text, "grid", card.id, at=now + timedelta(minutes=minutes))
        assert there(talk) == seen
        assert await state(talk) == (ANSWERED if seen else OPEN)
    assert [text for text in await texts(talk) if text] == ["Nå så."]
    first = await ola.replies(card, "🔒 bare oss")
    await ola.edits(first, "Eller alle.", "grid", card.id)
    assert there(talk) == ["Nå så.", "Eller alle."]


async def test_a_form_has_no_room_in_which_it_could_stay(talk: Conversation, card: Post, ola: Someone) -> None:
    form = await ola.clicks(card, "Answer")
    assert form.form.fields[0].hint.endswith("every room that has the question. Visible to 2 organisations.")
    refused = await ola.submits(form, text="Intern: ikke send")
    assert "in the thread itself" in refused.errors["text"]
    await ola.submits(form, text="Send.")
    assert there(talk) == ["Send."]


async def test_whoever_replies_is_told_once_who_reads_it(talk: Conversation, card: Post, ola: Someone) -> None:
    await ola.replies(card, "Ring dem.")
    told = "What is written in this thread is read in other rooms, too. Visible to 2 organisations."
    assert told in ola.last.text
    assert "Begin with 🔒" in ola.last.text
    assert "Question 1 · Grid" in ola.last.text
    assert GRID not in ola.last.text, "its words stand above, as long as they are to be read"
    assert (ola.last.place.channel, ola.last.place.thread) == ("grid", card.id)
    await ola.replies(card, "Eller skriv.")
    assert len(ola.sees) == 1


async def test_a_question_that_becomes_internal_is_taken_back(talk: Conversation, ola: Someone) -> None:
    await ola.says("Nettselskapet svarer ikke om tilknytning av 18 MW, hva gjør vi?", channel="lobby")
    (asked,) = talk.room("grid")
    async with talk.database.read() as store:
        question = await store.questions.find(1)
        assert question is not None
    await ola.edits(question.source.rpartition("/")[2], "intern: " + asked.text, "lobby")
    assert talk.room("grid") == talk.room("elsewhere", "other") == []
