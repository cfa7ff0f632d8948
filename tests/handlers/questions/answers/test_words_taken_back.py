"""Words that are taken back are gone wherever they stand, and no form that was open brings them to light again."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from storage.questions.questions import ANSWERED, HIDDEN, SOLVED, WITHDRAWN
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.policy import passes, said

SECRET = "Hemmelig: ring Kvernvika."


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def solved(kari: Someone, card: Post, ola: Someone) -> str:
    """The id of the answer that solved the question."""
    await ola.replies(card, SECRET)
    await kari.does("answers.solved", "1")
    return "1"


async def hides(sara: Someone, what: str) -> Reply:
    return await sara.submits(await sara.does("moderation.hide", what), ground="advertising")


async def state_of(talk: Conversation) -> tuple[str, str]:
    async with talk.database.read() as store:
        question = await store.questions.find(1)
    assert question is not None
    return question.state, question.outcome


def told(talk: Conversation, words: str, *but: Someone) -> list[str]:
    """Who still reads these words."""
    apart = {who.user for who in but}
    return [post.place.user or post.place.channel for post in talk.posts
            if words in post.text and post.place.user not in apart]  # fmt: skip


async def test_an_outcome_brings_back_nothing_that_was_hidden_or_withdrawn(
    talk: Conversation, kari: Someone, card: Post, ola: Someone, sara: Someone
) -> None:
    await ola.replies(card, "Ring dem.")
    form = await kari.does("answers.outcome", "1")
    await hides(sara, "question:1")
    assert "cannot find" in said(await kari.submits(form, outcome="Vi ringte."))
    assert await state_of(talk) == (HIDDEN, "")
    await sara.does("moderation.restore", "question:1")
    old = [await kari.does("answers.write", "1"), await kari.does("questions.edit", "1")]
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert "cannot find" in said(await kari.submits(form, outcome="Vi ringte."))
    assert "has been withdrawn" in said(await kari.submits(old[0], text="Et svar til"))
    assert "cannot find" in said(await kari.submits(old[1], text="Hva er neste steg i kapasitetskøen?"))
    assert await state_of(talk) == (WITHDRAWN, "")
    assert told(talk, "Et svar til") == []


async def test_what_solved_a_hidden_question_is_not_told_again_once_it_is_deleted(
    talk: Conversation, ola: Someone, sara: Someone, solved: str
) -> None:
    await hides(sara, "question:1")
    await ola.does("answers.delete", solved)
    await sara.does("moderation.restore", "question:1")
    assert (await state_of(talk))[1] == ""
    assert told(talk, SECRET) == []


async def test_an_answer_that_is_hidden_beside_its_question_comes_back_with_its_own_restoring(
    talk: Conversation, ola: Someone, sara: Someone, solved: str
) -> None:
    await hides(sara, "question:1")
    await hides(sara, f"answer:{solved}")
    await sara.does("moderation.restore", f"answer:{solved}")
    assert await state_of(talk) == (HIDDEN, SECRET), "as it was"
    await hides(sara, f"answer:{solved}")
    await sara.does("moderation.restore", "question:1")
    assert (await state_of(talk))[1] == ""
    assert told(talk, SECRET, ola) == [], "but by its author, who is told what was hidden"
    await sara.does("moderation.restore", f"answer:{solved}")
    assert await state_of(talk) == (SOLVED, SECRET)


async def test_notices_follow_what_is_edited_and_who_may_still_read_it(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, solved: str
) -> None:
    per = await talk.person("per", organisation="tredje")
    await per.does("questions.follow", "1")
    await kari.does("answers.undo", "1")
    await kari.does("answers.solved", solved)
    await passes(talk, clock, minutes=5)
    assert {"per", "ola"} <= set(told(talk, SECRET))
    await ola.submits(await ola.does("answers.edit", solved), text="Ring nettselskapet.")
    await passes(talk, clock, minutes=1)
    assert told(talk, SECRET) == []
    assert "per" in told(talk, "Ring nettselskapet.")
    words = "Nettselskapet svarer ikke"
    assert {"per", "ola"} <= set(told(talk, words))
    await kari.submits(await kari.does("questions.edit", "1"), text="Hva er riktig neste steg i kapasitetskøen?")
    await passes(talk, clock, minutes=1)
    assert told(talk, words) == []
    assert (await state_of(talk))[0] in (SOLVED, ANSWERED)


async def test_who_may_no_longer_see_a_question_reads_nothing_of_what_solved_it(
    talk: Conversation, clock: Clock, kari: Someone, solved: str
) -> None:
    per = await talk.person("per", organisation="tredje")
    await per.does("questions.follow", "1")
    await kari.does("answers.undo", "1")
    await kari.does("answers.solved", solved)
    await passes(talk, clock, minutes=5)
    assert "per" in told(talk, SECRET)
    form = await kari.submits(await kari.does("questions.more", "1"), what="reach")
    await kari.submits(form, reach="secretariat")
    await passes(talk, clock, minutes=5)
    assert set(told(talk, SECRET)) <= {"kari"}
