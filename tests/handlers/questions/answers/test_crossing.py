"""Changes of one message that are taken in at the same time, in whatever order they get through."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from handlers.chat.events import Deleted, Edited, Message
from handlers.chat.places import Place
from tests.conversation import WORKSPACE, Conversation, Post, Someone

#: units of work that wait for a row
_WAITING = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def url(postgres_url: str) -> str:
    """On PostgreSQL alone: on SQLite only one writes at a time."""
    return postgres_url


async def at_once(talk: Conversation, events: Sequence[Edited | Deleted | Message]) -> None:
    """All of them wait for the question, in this order, and are let go together."""
    async with talk.database.begin() as store:
        await store.questions.lock(1)
        under_way = []
        for event in events:
            under_way.append(asyncio.create_task(talk.dispatcher(event)))
            while (await store.session.scalar(_WAITING) or 0) < len(under_way):  # noqa: ASYNC110 - the server knows it
                await asyncio.sleep(0.01)
    await asyncio.gather(*under_way)
    await talk.settle()


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
