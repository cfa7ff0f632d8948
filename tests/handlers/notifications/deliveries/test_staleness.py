"""Cards that cannot be changed: marked, told in their thread with a link to what holds, and redrawn when that works."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError, TemporaryError
from handlers.chat.events import Invited
from handlers.chat.places import Place
from storage.directory.rooms import LOST, Room
from storage.queue.delivery_rows import Delivery
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Post, Someone
from tests.handlers.notifications.deliveries.conftest import GRID, path_in, room_of


async def edits(who: Someone, text: str) -> None:
    await who.submits(await who.submits(await who.does("questions.more", "1"), what="edit"), text=text)


async def card_in(talk: Conversation, room: Room) -> Delivery:
    async with talk.database.read() as store:
        return next(row for row in await store.posted_copies.list_sent_copies("question:1") if row.room_id == room.id)


async def invited(who: Someone) -> None:
    """The bot is in the room of the grid again."""
    place = Place(who.platform, WORKSPACE, "grid")
    await who.talk.happens(
        Invited(id=who.talk.next_id(), sender=who.sender, place=place, room_name="#grid", added=True)
    )


def notes(talk: Conversation, channel: str) -> list[Post]:
    return [post for post in talk.room(channel) if post.place.thread]


@pytest.fixture
async def grid(talk: Conversation, kari: Someone) -> Room:
    """It has Kari's question."""
    room = await room_of(talk, "eksempel", "grid")
    await kari.commands(GRID)
    return room


async def test_a_card_that_cannot_be_changed_says_so_in_its_thread_once(
    talk: Conversation, kari: Someone, grid: Room
) -> None:
    for n in range(2):
        talk.platforms["fake"].fail = [PermanentError("cant_update_message")]
        await edits(kari, f"{GRID} Nå haster det {n}.")
    card = await card_in(talk, grid)
    assert (card.stale, card.last_error) == (True, "cant_update_message")
    (note,) = notes(talk, "grid")
    assert note.place.thread == talk.room("grid")[0].id
    assert "This has changed, and I cannot change my message above." in note.text
    assert path_in(note.card).startswith("/q/1.0.")
    shown = await kari.does("deliveries.show", "question:1")
    assert "Out of date: 1." in shown.card.fallback
    assert "the message cannot be changed" in shown.card.fallback
    await kari.clicks(shown, "Try again")
    card = await card_in(talk, grid)
    assert (card.stale, card.last_error) == (False, "")
    assert "Nå haster det 1." in talk.room("grid")[0].text
    assert "Delivered to 1 of 1 room." in (await kari.clicks(shown, "Look again")).card.fallback


async def test_a_room_that_refuses_a_change_is_out_of_reach_and_hears_nothing(
    talk: Conversation, kari: Someone, grid: Room
) -> None:
    sara = await talk.person("sara", role="secretariat")
    talk.platforms["fake"].fail = [PermanentError("not_in_channel", gone=True)]
    await edits(kari, f"{GRID} Nå haster det.")
    assert (await card_in(talk, grid)).stale
    assert notes(talk, "grid") == []
    async with talk.database.read() as store:
        lost = await store.rooms.find(grid.id)
        assert (lost.state, lost.lost_why) == (LOST, "not_in_channel")
    assert "I can no longer write in #grid" in sara.last.text
    shown = await kari.does("deliveries.show", "question:1")
    assert "The bot was removed: 1." in shown.card.fallback
    assert "Try again" not in [button.label for button in shown.card.list_buttons()]


async def test_a_room_that_is_back_shows_what_holds_now(talk: Conversation, kari: Someone, grid: Room) -> None:
    sara = await talk.person("sara", role="secretariat")
    talk.platforms["fake"].fail = [PermanentError("is_inactive", gone=True)]
    await edits(kari, f"{GRID} Nå haster det.")
    assert "haster" not in talk.room("grid")[0].text
    await invited(sara)
    assert "Nå haster det." in talk.room("grid")[0].text
    assert not (await card_in(talk, grid)).stale


async def test_what_could_not_be_taken_back_is_taken_back_when_the_room_is_back(
    talk: Conversation, kari: Someone, grid: Room
) -> None:
    sara = await talk.person("sara", role="secretariat")
    platform = talk.platforms["fake"]
    deletes = platform.delete

    async def refuses(*_: object) -> None:
        raise PermanentError("not_in_channel", gone=True)

    platform.delete = refuses
    async with talk.database.begin() as store:
        await store.outbox.withdraw_delivery(await card_in(talk, grid))
    await talk.settle()
    assert len(talk.room("grid")) == 1
    platform.delete = deletes
    await invited(sara)
    assert talk.room("grid") == []


async def test_what_was_taken_back_and_cannot_be_deleted_is_said_without_a_link(
    talk: Conversation, kari: Someone, grid: Room
) -> None:
    talk.platforms["fake"].fail = [PermanentError("message_not_found")]
    async with talk.database.begin() as store:
        await store.outbox.redraw_delivery(await card_in(talk, grid))
    await talk.settle()
    async with talk.database.begin() as store:
        await store.outbox.withdraw_delivery(await card_in(talk, grid))

    async def refuses(*_: object) -> None:
        raise PermanentError("cant_delete_message")

    talk.platforms["fake"].delete = refuses
    await talk.settle()
    changed, taken_back = notes(talk, "grid")
    assert path_in(changed.card)
    assert "has been withdrawn" in taken_back.text
    assert list(taken_back.card.list_buttons()) == []


async def test_a_change_that_is_given_up_after_a_day_leaves_a_card_out_of_date(
    talk: Conversation, kari: Someone, grid: Room, clock: Clock
) -> None:
    platform = talk.platforms["fake"]
    platform.fail = [TemporaryError("503") for _ in range(100)]  # whatever is tried: the asker's receipt too
    await edits(kari, f"{GRID} Nå haster det.")
    rounds = 0
    while not (await card_in(talk, grid)).stale:  # a chat that answers nothing is asked one thing at a time
        clock.forward(hours=6)
        await talk.settle()
        rounds += 1
        assert rounds < 60
    platform.fail = []
    clock.forward(minutes=5)
    await talk.settle()
    assert len(notes(talk, "grid")) == 1


async def test_an_answer_that_cannot_be_changed_leads_to_its_question(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola", organisation="øyra")
    await room_of(talk, "eksempel", "grid")
    theirs = await room_of(talk, "øyra", "theirs")
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], "Spør Statnett om en ny vurdering.")
    async with talk.database.begin() as store:
        (copy,) = [row for row in await store.posted_copies.list_sent_copies("answer:1") if row.room_id == theirs.id]
        talk.platforms["fake"].fail = [PermanentError("edit_window_closed")]
        await store.outbox.redraw_delivery(copy)
    await talk.settle()
    (note,) = [post for post in talk.room("theirs") if "This has changed" in post.text]
    assert path_in(note.card).startswith("/q/1.")
