"""A meeting for all stands once in each workspace, in the room that was chosen or that all can read."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError
from tests.conversation import Conversation, Someone
from tests.planning import changes, plan, plans

pytestmark = pytest.mark.usefixtures("two_rooms")


async def make_private(talk: Conversation, channel: str) -> None:
    async with talk.database.begin() as store:
        room = await store.rooms.find_room_by_channel("fake", "W1", channel)
        assert room is not None
        room.private = True


async def chooses(sara: Someone, room_id: str, answer: str = "yes") -> None:
    await sara.submits(await sara.does("rooms.link", room_id), meetings=answer)


async def test_a_meeting_for_all_stands_in_the_oldest_open_room_of_each_workspace(
    talk: Conversation, sara: Someone
) -> None:
    await talk.carries("land", "areal")
    await talk.carries("south", "nett", workspace="W2")
    await plans(sara)
    assert [len(talk.room(channel)) for channel in ("grid", "land")] == [1, 0]
    assert len(talk.room("south", workspace="W2")) == 1
    assert len(talk.room("energy", "other")) == 1


async def test_a_private_room_comes_after_those_that_all_can_read(talk: Conversation, sara: Someone) -> None:
    await talk.carries("land", "areal")
    await make_private(talk, "grid")
    await plans(sara)
    assert [len(talk.room(channel)) for channel in ("grid", "land")] == [0, 1]


async def test_the_secretariat_chooses_the_room_and_a_card_that_is_out_follows_changes(
    talk: Conversation, sara: Someone
) -> None:
    await talk.carries("lobby")
    await plans(sara)
    async with talk.database.read() as store:
        lobby = await store.rooms.find_room_by_channel("fake", "W1", "lobby")
        assert lobby is not None
    await chooses(sara, str(lobby.id))
    await plan(talk)
    cards = [post for post in talk.room("lobby") if "Arena meeting" in post.text]
    assert cards == [], "it stands once: where it was"
    await sara.clicks(await changes(sara, 1, "one", when="17 March 9:00-10:00"), "Save")
    (card,) = talk.room("grid")
    assert "17 March" in card.text
    await plans(sara, title="Second meeting")
    assert [post.card.title for post in talk.room("lobby")][-1] == "Second meeting"
    assert len(talk.room("grid")) == 1


async def test_one_room_of_a_workspace_is_chosen_at_a_time(talk: Conversation, sara: Someone) -> None:
    land = await talk.carries("land", "areal")
    async with talk.database.read() as store:
        grid = await store.rooms.find_room_by_channel("fake", "W1", "grid")
        assert grid is not None
    await chooses(sara, str(grid.id))
    await chooses(sara, str(land.id))
    await plans(sara)
    assert [post.card.title for post in talk.room("land")][-1] == "Arena meeting 2/27"
    assert [post for post in talk.room("grid") if "Arena meeting" in post.text] == []


async def test_a_lost_room_gives_way_to_another(talk: Conversation, sara: Someone) -> None:
    await talk.carries("land", "areal")
    talk.platforms["fake"].fail.append(PermanentError("channel_not_found", gone=True))
    await plans(sara)
    await plan(talk)
    assert len(talk.room("land")) == 1
