"""What was told in private of a question is hidden with it, and comes back with it."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Card
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.handlers.questions.conftest import GRID, asked, asks_about, helper, until

ANSWER = "Be om et møte, og ta med målt effekt."
WORDS = "riktig neste steg"
HIDDEN = "The secretariat has hidden question 1."


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


async def hides(sara: Someone) -> None:
    await sara.submits(await sara.does("moderation.hide", "question:1"), ground="competition")


def told(*people: Someone) -> list[tuple[Post, Card]]:
    """What is on their screens, as it is now."""
    return [(post, post.card) for who in people for post in who.sees if WORDS in post.text]


async def test_leads_followers_and_helpers_see_it_hidden_and_see_it_again(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, lead: Someone
) -> None:
    ola, far = await helper(talk, "ola"), await talk.person("anna", platform="other", leads="nett")
    now, daily = [await talk.person(who, organisation="eksempel") for who in ("nina", "dina")]
    await now.commands("følg nett straks", name="topics")
    await daily.commands("følg nett daglig", name="topics")
    await asks_about(kari)
    await until(talk, clock, 3, 10, 5)
    before = told(lead, ola, far, now, daily)
    assert {who.user for who in (lead, ola, far, now, daily) if told(who)} == {"lars", "ola", "anna", "nina", "dina"}
    assert asked(ola)
    assert asked(lead)
    await hides(sara)
    assert told(lead, ola, far, now, daily) == []
    assert {post.text for post, _ in before} == {HIDDEN, "There is nothing new in your topics any more."}
    assert [label for post, _ in before for label in post.labels] == []
    await sara.does("moderation.restore", "question:1")
    assert told(lead, ola, far, now, daily) == before


async def test_who_heard_what_solved_it_sees_neither_it_nor_the_answer_while_they_are_hidden(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    ola, nina = [await talk.person(who, organisation="dømeøyra") for who in ("ola", "nina")]
    await asks_about(kari)
    await nina.does("questions.follow", "1")
    await ola.replies(talk.room("grid")[0], ANSWER)
    await kari.clicks(kari.last, "This solved it")
    await until(talk, clock, 1, 11)
    news = nina.last
    shown = news.card
    assert GRID in news.text
    assert ANSWER in news.text
    await sara.submits(await sara.does("moderation.hide", "answer:1"), ground="tone")
    assert news.text == f"Question 1 is no longer solved.\n{GRID}"
    await sara.does("moderation.restore", "answer:1")
    assert news.card == shown
    await hides(sara)
    assert news.text == HIDDEN
    await sara.does("moderation.restore", "question:1")
    assert news.card == shown


async def test_a_name_told_to_one_reader_is_hidden_with_the_question(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    ola = await talk.person("ola", organisation="dømeøyra")
    await asks_about(kari)
    async with talk.database.begin() as store:
        question = await store.questions.lock(1)
        assert question is not None
        question.anonymous = True
    await ola.does("questions.who", "1")
    await kari.clicks(kari.last, "Show my name")
    assert "Kari, Eksempel asked question 1" in ola.last.text
    news = ola.last
    await hides(sara)
    assert news.text == HIDDEN
    await sara.does("moderation.restore", "question:1")
    assert "Kari, Eksempel asked question 1" in news.text


async def test_what_its_asker_takes_back_is_taken_from_those_who_were_told_too(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    ola, far = await helper(talk, "ola"), await talk.person("anna", platform="other", leads="nett")
    now, daily = [await talk.person(who, organisation="eksempel") for who in ("nina", "dina")]
    await now.commands("følg nett straks", name="topics")
    await daily.commands("følg nett daglig", name="topics")
    await asks_about(kari)
    await until(talk, clock, 3, 10, 5)
    assert all(told(who) for who in (lead, ola, far, now, daily))
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert told(lead, ola, far, now, daily) == []
    gone = {"Question 1 was withdrawn by the asker.", "There is nothing new in your topics any more."}
    assert {who.last.text for who in (lead, ola, far, now, daily)} == gone


async def test_who_answered_is_told_once_that_it_was_withdrawn_and_no_dead_button_stays(
    talk: Conversation, kari: Someone
) -> None:
    ola, nina = [await talk.person(who, organisation="dømeøyra") for who in ("ola", "nina")]
    await asks_about(kari)
    await nina.does("questions.follow", "1")
    for text in (ANSWER, "Spør dem også om målt effekt."):
        await ola.replies(talk.room("grid")[0], text)
    answer = kari.last
    assert "This solved it" in answer.labels
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert [post.labels for who in (kari, nina) for post in who.sees if ANSWER in post.text] == [[], []]
    assert WORDS not in answer.text
    (told_ola,) = [post for post in ola.sees if "which you answered" in post.text]
    assert told_ola.text.startswith("Question 1, which you answered, was withdrawn")
    assert not [post for post in nina.sees if "which you answered" in post.text]
