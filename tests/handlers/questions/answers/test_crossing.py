"""Changes of one message that are taken in at the same time, in whatever order they get through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from handlers.chat.events import Deleted, Edited, Event, Message, Submission
from handlers.chat.places import Place
from tests.conversation import WORKSPACE, Conversation, Post, Someone
from tests.crossings import cross


@pytest.fixture
def url(postgres_url: str) -> str:
    """On PostgreSQL alone: on SQLite only one writes at a time."""
    return postgres_url


async def at_once(talk: Conversation, events: Sequence[Event]) -> None:
    """All of them wait for the question, in this order, and are let go together."""
    await cross(talk, lambda store: store.questions.lock(1), events)


def change(who: Someone, card: Post, n: int, message: str, now: datetime) -> Edited:
    place = Place("fake", WORKSPACE, "grid", card.id)
    text, at = f"Versjon {n}.", now + timedelta(seconds=n)
    return Edited(
        id=f"change{n}", sender=who.sender, place=place, message=message, text=text, original=message[1:], at=at
    )


def there(talk: Conversation) -> list[str]:
    return [post.text.split("\n")[0] for post in talk.room("elsewhere", "other")[1:]]


async def test_the_newest_of_two_edits_counts_though_the_older_one_gets_through_last(
    talk: Conversation, card: Post
) -> None:
    ola, now = await talk.person("ola"), talk.database.get_time()
    said = await ola.replies(card, "Versjon 1.")
    await at_once(talk, [change(ola, card, 3, said, now), change(ola, card, 2, said, now)])
    assert there(talk) == ["Versjon 3."]


async def test_no_edit_is_lost_that_gets_through_with_others_before_its_message(talk: Conversation, card: Post) -> None:
    ola, now = await talk.person("ola"), talk.database.get_time()
    place = Place("fake", WORKSPACE, "grid", card.id)
    first = Message(id="7", sender=ola.sender, place=place, text="Versjon 1.", message="u7")
    await at_once(talk, [change(ola, card, 2, "u7", now), change(ola, card, 3, "u7", now), first])
    assert there(talk) == ["Versjon 3."]


@pytest.mark.parametrize("internal", [True, False])
async def test_what_is_taken_back_while_it_is_taken_in_goes_to_no_other_room(
    talk: Conversation, card: Post, internal: bool
) -> None:
    ola, at = await talk.person("ola"), talk.database.get_time()
    place = Place("fake", WORKSPACE, "grid", card.id)
    first = Message(id="7", sender=ola.sender, place=place, text="Versjon 1.", message="u7")
    gone: Edited | Deleted = Deleted(id="8", sender=ola.sender, place=place, message="u7", original="7", at=at)
    if internal:
        gone = Edited(id="8", sender=ola.sender, place=place, message="u7", text="intern: for oss", original="7", at=at)
    await at_once(talk, [first, gone])
    assert there(talk) == []


async def test_a_form_does_not_bring_back_what_was_deleted_in_the_chat_meanwhile(
    talk: Conversation, card: Post
) -> None:
    ola, at = await talk.person("ola"), talk.database.get_time()
    said = await ola.replies(card, "Ring 99 88 77 66.")
    place = Place("fake", WORKSPACE, "grid", card.id)
    gone = Deleted(id="8", sender=ola.sender, place=place, message=said, original=said[1:], at=at)
    form = Submission(name="answers.edit", value="1", values={"text": "Ring 11 22 33 44."}, **ola._where(""))
    await at_once(talk, [gone, form])
    assert there(talk) == []
    async with talk.database.read() as store:
        answer = await store.answers.find(1)
    assert answer is not None
    assert (answer.text, answer.deleted_at is not None) == ("", True)
