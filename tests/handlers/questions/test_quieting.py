"""Conversations about questions in which nothing moves: asked about once, marked, and never closed in silence."""

from __future__ import annotations

import pytest

from storage.access.audiences import OUTSIDE
from storage.kit.database import Database
from storage.questions.questions import CLOSED, OPEN, STALE, Question
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Post, Someone
from tests.handlers.questions.conftest import GRID, asks_about, until
from tests.waiting import complaints


@pytest.fixture
async def per(talk: Conversation) -> Someone:
    return await talk.person("per", organisation="tenktnes")


async def question(database: Database) -> Question:
    async with database.read() as store:
        found = await store.questions.find(1)
        assert found is not None
        return found


def asks(who: Someone) -> list[Post]:
    return [post for post in who.sees if any(b.do == "questions.still_open" for b in post.card.list_buttons())]


async def answers(who: Someone) -> None:
    form = await who.does("answers.write", "1")
    await who.submits(form, text="Ask for their plan of priorities.")


async def test_after_thirty_quiet_days_its_asker_is_asked_and_after_a_fortnight_it_is_marked(
    talk: Conversation, clock: Clock, kari: Someone, per: Someone
) -> None:
    await asks_about(kari)
    await until(talk, clock, 11, 12)
    await answers(per)
    await until(talk, clock, 9, 12, month=4)
    assert asks(kari) == []
    await until(talk, clock, 12, 13, month=4)
    (card,) = asks(kari)
    assert card.labels == ["This solved it", "Still open", "Close"]
    await until(talk, clock, 24, 12, month=4)
    assert (await question(talk.database)).resting == ""
    await until(talk, clock, 28, 12, month=4)
    assert (await question(talk.database)).resting == STALE
    assert "no activity" in talk.room("grid")[0].text
    assert "no activity" in card.text
    assert card.labels == ["Still open"]
    await until(talk, clock, 20, 12, month=8)
    assert asks(kari) == [card]
    assert (await question(talk.database)).state == "answered"
    assert await complaints(talk) == []


async def test_a_word_from_the_asker_begins_the_time_anew(
    talk: Conversation, clock: Clock, kari: Someone, per: Someone
) -> None:
    await asks_about(kari)
    await answers(per)
    await until(talk, clock, 2, 12, month=4)
    (card,) = asks(kari)
    await kari.clicks(card, "Still open")
    assert "open" in card.text
    await until(talk, clock, 29, 12, month=4)
    assert (await question(talk.database)).resting == ""
    assert asks(kari) == []
    await until(talk, clock, 4, 12, month=5)
    assert len(asks(kari)) == 1
    await kari.clicks(asks(kari)[0], "This solved it")
    assert (await question(talk.database)).state == "solved"
    await until(talk, clock, 20, 12, month=6)
    assert asks(kari) == []


async def test_what_is_closed_says_so_and_a_new_answer_opens_it_again(
    talk: Conversation, clock: Clock, kari: Someone, per: Someone
) -> None:
    await asks_about(kari)
    await until(talk, clock, 2, 12, month=4)
    await kari.clicks(asks(kari)[0], "Close")
    assert (await question(talk.database)).resting == CLOSED
    assert "closed without a solution" in talk.room("grid")[0].text
    async with talk.database.read() as store:
        topics = [topic.id for topic in await store.topics.list_all_topics()]
        assert await store.questions.list_unanswered_questions(topics, OUTSIDE) == []
    await answers(per)
    assert (await question(talk.database)).resting == ""
    assert "closed" not in talk.room("grid")[0].text


async def test_it_opens_again_by_one_tap_and_waits_for_an_answer_as_before(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    closed = await kari.does("questions.close", "1")
    await kari.clicks(closed, "Reopen")
    await until(talk, clock, 2, 10, 10)
    assert any("No answer yet" in post.card.title for post in lead.sees)


async def test_what_is_edited_after_it_was_closed_waits_for_an_answer_as_before(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    await kari.does("questions.close", "1")
    await until(talk, clock, 2, 12)
    assert lead.sees == []
    await kari.submits(await kari.does("questions.edit", "1"), text=f"{GRID} Det haster.")
    assert (await question(talk.database)).resting == ""
    await until(talk, clock, 4, 12)
    assert any("No answer yet" in post.card.title for post in lead.sees)


async def test_what_was_closed_stays_closed_when_it_is_hidden_and_shown_again(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    sara = await talk.person("sara", role="secretariat")
    await asks_about(kari)
    await kari.does("questions.close", "1")
    await sara.submits(await sara.does("moderation.hide", "question:1"), ground="tone")
    await sara.does("moderation.restore", "question:1")
    found = await question(talk.database)
    assert (found.state, found.resting) == (OPEN, CLOSED)
    await until(talk, clock, 4, 12)
    assert not any("No answer yet" in post.card.title for post in lead.sees)


async def test_only_the_asker_the_lead_and_the_secretariat_close_it(
    talk: Conversation, kari: Someone, per: Someone
) -> None:
    await asks_about(kari)
    for value in ("1", "99", "x", "9" * 30):
        for do in ("questions.close", "questions.still_open"):
            reply = await per.does(do, value)
            assert reply.card is not None
            assert reply.card.fallback == f"I cannot find that question. {GONE}"
    assert (await question(talk.database)).resting == ""


async def test_the_list_of_ones_own_questions_shows_how_they_rest(talk: Conversation, kari: Someone) -> None:
    await asks_about(kari)
    await kari.does("questions.close", "1")
    home = await kari.does("home.show")
    assert "closed without a solution" in repr(home.card)
