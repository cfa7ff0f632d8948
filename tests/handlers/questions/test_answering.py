"""Conversations about answers: carried to the asker and the other rooms, accepted, undone, reopened."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from storage.questions.questions import ANSWERED, OPEN, SOLVED
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.questions.test_asking import GRID, state


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("elsewhere", "nett", platform="other")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands(GRID)
    return kari


async def test_a_reply_reaches_the_asker_the_followers_and_the_other_room(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola", organisation="dømeøyra")
    per = await talk.person("per", platform="other")
    await per.clicks(talk.room("elsewhere", "other")[0], "Follow")
    await ola.replies(talk.room("grid")[0], "Be om skriftlig svar innen fire uker.")
    assert "Be om skriftlig svar" in kari.last.text
    assert "Be om skriftlig svar" in per.last.text
    mirrored = talk.room("elsewhere", "other")[-1]
    assert mirrored.place.thread == talk.room("elsewhere", "other")[0].id
    (quote,) = [part for part in mirrored.card.parts if hasattr(part, "by")]
    assert quote.by == "Ola, Dømeøyra, from Fake"
    assert await state(talk) == ANSWERED
    assert "1 answer" in talk.room("grid")[0].text
    assert len(talk.room("grid")) == 1, "the room it was written in needs no copy"


async def test_the_form_does_the_same_where_no_replies_are_heard(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    form = await ola.clicks(talk.room("grid")[0], "Answer")
    empty = await ola.submits(form, text="  ")
    assert "text" in empty.errors
    await ola.submits(form, text="Ring dem.")
    assert "Ring dem." in kari.last.text
    assert [post.text.split(": ")[-1] for post in (talk.room("grid")[-1], talk.room("elsewhere", "other")[-1])] == [
        "Ring dem."
    ] * 2


async def test_the_form_counts_who_reads_it_as_the_question_does(database: Database, clock: Clock) -> None:
    talk = await Conversation(database, grace=20).begin()
    await talk.carries("grid", "nett")
    kari, ola = [await talk.person(one, organisation=f"park {one}") for one in ("kari", "ola")]
    asked = await kari.commands(GRID)
    clock.forward(seconds=30)
    await talk.settle()
    form = await ola.clicks(talk.room("grid")[0], "Answer")
    seen = form.form.fields[0].hint.removeprefix("It reaches the asker and every room that has the question. ")
    assert seen == "Visible to 2 organisations."
    assert seen in asked.card.fallback


async def test_only_asker_lead_and_secretariat_can_solve(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    await ola.replies(talk.room("grid")[0], "Ring dem.")
    refused = await ola.does("answers.solved", "1")
    assert refused.card is not None
    assert await state(talk) == ANSWERED
    lead = await talk.person("lise", leads="nett")
    await lead.does("answers.solved", "1")
    assert await state(talk) == SOLVED


async def test_solved_stands_on_every_card_and_others_hear_of_it_after_the_minute(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    ola = await talk.person("ola")
    await ola.replies(talk.room("grid")[0], "Ring dem.")
    await kari.clicks(kari.last, "This solved it")
    assert kari.last.labels == ["Save as solution", "Write the outcome", "Undo", "Report"]
    assert all("✅" in room[0].text for room in (talk.room("grid"), talk.room("elsewhere", "other")))
    assert not any("solved" in post.text for post in ola.sees)
    clock.forward(seconds=61)
    await talk.settle()
    assert "Your answer solved" in ola.last.text


async def test_undo_within_the_minute_tells_nobody(talk: Conversation, kari: Someone, clock: Clock) -> None:
    ola = await talk.person("ola")
    await ola.replies(talk.room("grid")[0], "Ring dem.")
    await kari.does("answers.solved", "q1")
    await kari.clicks(kari.last, "Undo")
    clock.forward(seconds=61)
    await talk.settle()
    assert not any("solved" in post.text for post in ola.sees)
    assert await state(talk) == ANSWERED
    assert "✅" not in talk.room("grid")[0].text


async def test_a_check_mark_by_the_asker_solves_and_one_by_others_does_not(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    reply = await ola.replies(talk.room("grid")[0], "Ring dem.")
    await ola.reacts(reply, "✅", "grid")
    assert await state(talk) == ANSWERED
    await kari.reacts(reply, "✅", "grid")
    assert await state(talk) == SOLVED
    await kari.reacts(reply, "✅", "grid", added=False)
    assert await state(talk) == ANSWERED


async def test_thanks_does_not_reopen_but_a_real_reply_does(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    card = talk.room("grid")[0]
    await ola.replies(card, "Ring dem.")
    await kari.does("answers.solved", "1")
    await kari.replies(card, "Tusen takk!")
    assert await state(talk) == SOLVED
    await ola.replies(card, "Forresten: de har flyttet fristen til fredag, så dette gjelder ikke lenger.")
    assert await state(talk) == ANSWERED
    again = next(post for post in kari.sees if "Still solved" in post.labels)
    await kari.clicks(again, "Still solved")
    assert await state(talk) == SOLVED


async def test_thanks_of_others_hold_no_question_answered_whose_answer_is_gone(
    talk: Conversation, kari: Someone
) -> None:
    per, pia = [await talk.person(name, organisation=f"house of {name}") for name in ("per", "pia")]
    for who, text in ((per, "Ask for their plan."), (pia, "Takk!")):
        await who.submits(await who.does("answers.write", "1"), text=text)
    assert await state(talk) == ANSWERED
    await per.does("answers.delete", "1")
    assert await state(talk) == OPEN, "its leads and helpers are asked again"


async def test_edits_and_deletions_of_a_reply_travel(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    reply = await ola.replies(talk.room("grid")[0], "Ring dem.")
    await ola.edits(reply, "Skriv til dem.", "grid")
    assert "Skriv til dem." in talk.room("elsewhere", "other")[-1].text
    await ola.deletes(reply, "grid")
    assert len(talk.room("elsewhere", "other")) == 1
    assert not any("Skriv til dem." in post.text for post in talk.posts)
    assert await state(talk) == OPEN


async def test_the_asker_is_told_that_what_solved_it_was_deleted(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    ola, per = await talk.person("ola"), await talk.person("per")
    card = talk.room("grid")[0]
    await per.clicks(card, "Follow")
    reply = await ola.replies(card, "Ring dem.")
    await kari.does("answers.solved", "1")
    clock.forward(minutes=2)
    await talk.settle()
    async with talk.database.begin() as store:  # the message that would show it can no longer be changed
        receipt = await store.posted_copies.find_live_copy("question:1", "questions.published")
        assert receipt is not None
        await store.outbox.record_copy_gone(receipt.id)
    await ola.deletes(reply, "grid")
    assert await state(talk) == OPEN
    assert kari.last.card.fallback.startswith("The answer that solved question 1 was deleted, so it is open again.")
    assert per.last.text.startswith("Question 1 is no longer solved.\n"), "and which question that is"


async def test_a_room_that_comes_late_gets_what_was_said_meanwhile(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    await talk.carries("late", "energi")
    await ola.replies(talk.room("grid")[0], "Ring dem.")
    form = await kari.does("questions.move", "1")
    await kari.submits(form, topic="energi")
    assert talk.room("late")[-1].text.endswith("Ring dem.")
