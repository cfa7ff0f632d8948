"""*Has it arrived?*: what the sender sees, what others do not, and what *Try again* does."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import sqlalchemy as sa

from bot.platforms import PermanentError, TemporaryError
from handlers.chat import outgoing
from handlers.chat.cards import Item, Reply
from handlers.meetings.rsvps.seat_allocation import FreeSeatNotice
from storage.directory.rooms import OPEN, Room
from storage.queue.delivery_rows import ASLEEP, REMINDER, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.notifications.deliveries.conftest import GRID, room_of


def items(reply: Reply) -> dict[str, Item]:
    assert reply.card is not None
    return {part.title: part for part in reply.card.parts if isinstance(part, Item)}


async def opens(talk: Conversation, room: Room) -> None:
    async with talk.database.begin() as store:
        found = await store.rooms.find(room.id)
        assert found is not None
        found.state, found.lost_why = OPEN, ""


async def network(talk: Conversation) -> tuple[Someone, Someone, Someone]:
    """Three houses; `ola` acts for the second, `siri` is of the third."""
    ola = await talk.person("ola", organisation="øyra", contact=True)
    siri = await talk.person("siri", organisation="fjorden")
    sara = await talk.person("sara", role="secretariat")
    return ola, siri, sara


async def test_the_sender_sees_houses_states_and_who_can_help(talk: Conversation, kari: Someone) -> None:
    await network(talk)
    await room_of(talk, "eksempel", "mine", "other")
    hidden = await room_of(talk, "øyra", "secret-room")
    await room_of(talk, "fjorden", "third")
    talk.platforms["fake"].fail = [PermanentError("restricted_action", gone=True)]
    await kari.commands(GRID)
    receipt = kari.last
    reply = await kari.clicks(receipt, "Has it arrived?")
    text = reply.card.fallback
    assert "Delivered to 2 of 3 rooms. Blocked by an administrator: 1." in text
    assert "Delivered to Eksempel and Fjorden." in text
    assert "secret-room" not in text
    blocked = items(reply)["Øyra"]
    assert "1 room: blocked by an administrator." in blocked.text
    assert "Who can help: Ola, with an administrator of that chat." in blocked.text
    assert [button.label for button in blocked.buttons] == ["Text for IT"], "the room is out of reach: no try helps"
    letter = (await kari.clicks(reply, "Text for IT")).card.fallback
    assert "Øyra belongs to a network of industrial parks that communicates through the app Arena" in letter
    await opens(talk, hidden)
    again = await kari.clicks(await kari.clicks(receipt, "Has it arrived?"), "Try again")
    assert "I try again in 1 room." in again.card.fallback
    assert len(talk.room("secret-room")) == 1
    assert "Delivered to 3 of 3 rooms." in (await kari.clicks(receipt, "Has it arrived?")).card.fallback
    assert "nothing to try again" in (await kari.does("deliveries.retry", "question:1")).card.fallback


async def test_only_who_sent_it_and_the_secretariat_see_where_it_is(talk: Conversation, kari: Someone) -> None:
    ola, _, sara = await network(talk)
    await room_of(talk, "øyra", "secret-room")
    await kari.commands(GRID)
    missing = await ola.does("deliveries.show", "question:99")
    for value in ("question:1", "question:1@8", "question:x", "solution:1", "meeting:1", "", ":", "question:"):
        for name in ("deliveries.show", "deliveries.retry"):
            assert (await ola.does(name, value)).card == missing.card, (name, value)
    guest = await talk.person("gry", role="guest")
    assert (await guest.does("deliveries.show", "question:1")).card == missing.card
    shown = await sara.does("deliveries.show", "question:1")
    assert "Delivered to 1 of 1 room." in shown.card.fallback
    assert "organisation" not in shown.card.fallback, "there is no name to tell"
    more = await kari.does("questions.more", "1")
    assert "Delivered to 1 of 1 room." in (await kari.submits(more, what="deliveries")).card.fallback
    assert "deliveries" not in str((await ola.does("questions.more", "1")).form)


async def test_what_waits_what_is_slowed_down_and_what_failed_are_told_apart(talk: Conversation, kari: Someone) -> None:
    await network(talk)
    for n, house in enumerate(("eksempel", "øyra", "fjorden")):
        await room_of(talk, house, f"r{n}")
    talk.platforms["fake"].fail = [
        TemporaryError("ratelimited", after=600, whole_bucket=True),
        TemporaryError("503", after=600),
        PermanentError("msg_too_long"),
    ]
    await kari.commands(GRID)
    found = items(await kari.does("deliveries.show", "question:1"))
    assert {title: item.text.partition(": ")[2].partition(".")[0] for title, item in found.items()} == {
        "Eksempel": "slowed down by the platform",
        "Øyra": "waiting",
        "Fjorden": "failed",
    }
    assert "slow down" in found["Eksempel"].text
    assert "is not responding" in found["Øyra"].text
    assert "whoever runs the bot" in found["Fjorden"].text
    assert found["Eksempel"].note == "#r0", "the names of one's own rooms"
    assert (found["Øyra"].note, found["Eksempel"].buttons, found["Øyra"].buttons) == ("", (), ())
    assert "I try again in 1 room." in (await kari.does("deliveries.retry", "question:1")).card.fallback
    assert len(talk.room("r2")) == 1


async def test_a_room_that_was_out_of_reach_before_is_told_too(talk: Conversation, kari: Someone) -> None:
    await network(talk)
    await room_of(talk, "eksempel", "mine")
    lost = await room_of(talk, "øyra", "theirs")
    async with talk.database.begin() as store:
        found = await store.rooms.find(lost.id)
        found.state, found.lost_why = "lost", "not_installed"
    await kari.commands(GRID)
    reply = await kari.does("deliveries.show", "question:1")
    assert "Delivered to 1 of 2 rooms. The bot was removed: 1." in reply.card.fallback
    assert "Text for IT" in [button.label for button in items(reply)["Øyra"].buttons]


async def test_a_solution_and_a_meeting_have_deliveries_too(talk: Conversation, kari: Someone) -> None:
    await network(talk)
    await room_of(talk, "øyra", "theirs")
    form = await kari.does("solutions.write")
    saved = await kari.submits(form, title="Heat", problem="Too hot", done="A pump", result="Cooler", topic="nett")
    more = await kari.clicks(await kari.clicks(saved, "Show"), "Extend, retire or delete")
    shown = await kari.clicks(more, "Has it arrived?")
    assert "Delivered to 1 of 1 room." in shown.card.fallback
    assert "Øyra" in shown.card.fallback


async def test_many_houses_are_read_page_by_page(talk: Conversation, kari: Someone) -> None:
    for n in range(11):
        await talk.person(f"p{n}", organisation=f"house {n:02}")
        await room_of(talk, f"house {n:02}", f"r{n}")
    talk.platforms["fake"].fail = [PermanentError("invalid_blocks")] * 10
    await kari.commands(GRID)
    first = await kari.does("deliveries.show", "question:1")
    second = await kari.clicks(first, "More")
    assert [len(items(first)), len(items(second))] == [8, 2]
    assert "More" not in [button.label for button in second.card.list_buttons()]
    assert "I try again in 10 rooms." in (await kari.clicks(second, "Try all again")).card.fallback
    assert "Delivered to 11 of 11 rooms." in (await kari.clicks(second, "Look again")).card.fallback


async def test_what_came_too_late_is_not_said_to_have_failed(talk: Conversation, kari: Someone, clock: Clock) -> None:
    """A request that nobody could be sent in time is no fault of anything, and no try would help."""
    _, _, sara = await network(talk)
    talk.platforms["fake"].fail = [TemporaryError("503", after=3 * 3600)]
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        until = store.now + timedelta(hours=1)
        account = (await store.people.map_last_used_accounts([person.id]))[person.id]
        draft = outgoing.build_private_draft(person, account, FreeSeatNotice(1), key="late", due_at=store.now)
        await store.outbox.post_deliveries(msgspec.structs.replace(draft, kind=REMINDER, expires_at=until))
    clock.forward(hours=4)
    await talk.settle()
    overview = await sara.does("admin.deliveries")
    assert "Not sent, it was too late: 1." in overview.card.fallback
    assert "ailed" not in overview.card.fallback
    assert "Try all again" not in [button.label for button in overview.card.list_buttons()]
    assert "did not arrive" not in (await sara.commands("", "home")).card.fallback
    one = await sara.does("admin.troubles", "people")
    assert "Not sent, it was too late. It came too late to be of use." in one.card.fallback


async def test_what_waits_for_working_hours_is_no_trouble_before_they_come(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    _, _, sara = await network(talk)
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        account = (await store.people.map_last_used_accounts([person.id]))[person.id]
        draft = outgoing.build_private_draft(
            person, account, FreeSeatNotice(1), key="asleep", due_at=store.now - timedelta(hours=6)
        )
        await store.outbox.post_deliveries(msgspec.structs.replace(draft, kind=REMINDER))
        (row,) = (await store.session.scalars(sa.select(Delivery).where(Delivery.dedupe_key == draft.key))).all()
        row.last_error, row.next_at = ASLEEP, store.now + timedelta(hours=9)
    assert "Every message has arrived." in (await sara.does("admin.deliveries")).card.fallback
    clock.forward(hours=10)
    assert "Waiting: 1." in (await sara.does("admin.deliveries")).card.fallback
