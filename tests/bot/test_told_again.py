"""What comes while the database is away: a platform tells it again, and a person is asked to try again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platforms import TellAgain
from handlers.chat.events import Click, Deleted, Edited, Event, Invited, Message, Reacted, RoomChanged, Sender
from handlers.chat.places import Place
from storage.kit.database import Database, Unavailable
from tests.conversation import WORKSPACE, Conversation

BY = {"sender": Sender("fake", WORKSPACE, "kari", language="en"), "place": Place("fake", WORKSPACE, "grid", "m1")}
TOLD: tuple[Event, ...] = (
    Message(id="1", text="Ring dem.", message="u1", **BY),
    Edited(id="2", text="Ring dem i dag.", message="u1", **BY),
    Deleted(id="3", message="u1", **BY),
    Reacted(id="4", message="u1", emoji="👍", **BY),
    Invited(id="5", **BY),
    RoomChanged(id="6", open=False, **BY),
)


@pytest.fixture
async def talk(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Conversation]:
    """Its database answers nobody who wants to write."""
    opened = Database(sqlite_url)
    talk = await Conversation(opened, platforms=["fake"]).begin()

    def away(**_: object) -> None:
        raise Unavailable("ConnectionResetError")

    monkeypatch.setattr(opened, "begin", away)
    yield talk
    await opened.close()


@pytest.mark.parametrize("event", TOLD, ids=lambda event: type(event).__name__)
async def test_what_a_platform_tells_is_refused_so_that_it_tells_it_again(talk: Conversation, event: Event) -> None:
    with pytest.raises(TellAgain):
        await talk.dispatcher(event)


async def test_somebody_who_clicks_is_asked_to_try_again(talk: Conversation) -> None:
    reply = await talk.dispatcher(Click(id="7", name="home.show", **BY))
    assert reply is not None
    assert "try again in a little while" in reply.card.fallback
