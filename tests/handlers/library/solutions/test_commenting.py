"""What is written to the bot under a solution's card goes to whoever shared it, and not to the network."""

from __future__ import annotations

import sqlalchemy as sa

from handlers.chat.cards import LONGEST_VALUE
from handlers.chat.events import Message
from handlers.chat.places import Place
from handlers.library.solutions.solution_comments import LONGEST_COMMENT
from storage.questions.questions import Question
from tests.conversation import WORKSPACE, Conversation, Post, Someone
from tests.handlers.library.solutions.conftest import saves

COMMENT = "Did the grid company ask for a meter at each company?"


async def count_questions(talk: Conversation) -> int:
    async with talk.database.read() as store:
        return await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) or 0


async def answers(who: Someone, post: Post, text: str) -> None:
    """In the direct chat, as a reply to this message."""
    place, id = Place("fake", WORKSPACE, post.place.channel, post.id), who.talk.next_id()
    to = place.narrow_to_user(who.user)
    said = Message(
        id=id, sender=who.sender, place=place, text=text, message=f"u{id}", addressed=True, direct=True, reply_to=to
    )
    await who.talk.happens(said)


async def test_a_reply_under_a_solution_goes_to_whoever_shared_it_and_back(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    (card,) = talk.room("grid")
    await ola.says(COMMENT, channel="grid", thread=card.id)
    assert "Your comment on L-001 is sent to Kari." in ola.last.text
    assert await count_questions(talk) == 0
    told = kari.last
    assert told.card.title == "Ola, Tenktnes comments on L-001"
    assert COMMENT in told.text
    await answers(kari, told, "Yes, one each.")
    assert "comments on L-001" in ola.last.text
    assert "Yes, one each." in ola.last.text


async def test_its_owner_is_told_that_nobody_gets_it_and_thanks_are_no_comment(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    (card,) = talk.room("grid")
    await kari.says(COMMENT, channel="grid", thread=card.id)
    assert "You shared L-001 yourself" in kari.last.text
    before = len(kari.sees)
    await ola.says("Takk!", channel="grid", thread=card.id)
    assert "Glad it helped" in ola.last.text
    assert len(kari.sees) == before
    assert await count_questions(talk) == 0


async def test_a_long_comment_goes_whole_or_not_at_all_and_no_button_carries_a_part_of_it(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    (card,) = talk.room("grid")
    long = f"{COMMENT} {'And what about the meters? ' * 78}".strip()
    assert LONGEST_VALUE < len(long) < LONGEST_COMMENT
    await ola.says(long, channel="grid", thread=card.id)
    assert long in kari.last.text
    assert not [one for one in ola.last.card.list_buttons() if one.do == "questions.ask_this"]
    before = len(kari.sees)
    await ola.says(long * 2, channel="grid", thread=card.id)
    assert f"Shorten it to {LONGEST_COMMENT} characters." in ola.last.text
    assert len(kari.sees) == before
