"""What people do in the same moment: one of them is first, the other learns of it, and nothing happens twice."""

from __future__ import annotations

import asyncio

import pytest

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Submission
from tests.conversation import Conversation, Someone
from tests.planning import changes, labels, meeting, occurrences, plans, said, told, writes

pytestmark = pytest.mark.usefixtures("two_rooms")

SERIES = {"title": "Grid breakfast", "when": "9 March 8:00-9:00", "repeats": "every Tuesday, 4 times"}


def click(who: Someone, name: str, value: str) -> Click:
    return Click(name=name, value=value, **who._where(""))


def value(reply: Reply, label: str) -> str:
    assert reply.card is not None
    return next(button.value for button in reply.card.list_buttons() if button.label == label)


async def both(talk: Conversation, *events: Click | Submission) -> list[Reply]:
    replies = await asyncio.gather(*(talk.dispatcher(event) for event in events))
    await talk.settle()
    return [reply or Reply() for reply in replies]


async def test_save_pressed_twice_at_once_is_one_meeting(talk: Conversation, sara: Someone) -> None:
    echo = await writes(sara)
    await both(talk, *(click(sara, "meetings.save", value(echo, "Save")) for _ in range(4)))
    async with talk.database.read() as store:
        assert len(await store.meetings.list_all_meetings()) == 1
    assert len(await occurrences(talk)) == 1
    assert len(talk.room("grid")) == 1


async def test_of_two_changes_at_once_one_is_saved_and_the_other_is_kept(talk: Conversation, sara: Someone) -> None:
    tom = await talk.person("tom", role="secretariat")
    await plans(sara)
    before = await meeting(talk)
    hers, his = await changes(sara, 1, place="Room 1"), await changes(tom, 1, place="Room 2")
    replies = await both(
        talk, click(sara, "meetings.save", value(hers, "Save")), click(tom, "meetings.save", value(his, "Save"))
    )
    assert sum("Saved." in said(reply) for reply in replies) == 1
    assert sum("Look through it again" in labels(reply) for reply in replies) == 1
    found = await meeting(talk)
    assert found.sequence == before.sequence + 1
    assert found.place in ("Room 1", "Room 2")


async def test_approved_by_two_at_once_is_planned_once(talk: Conversation, sara: Someone, kari: Someone) -> None:
    tom = await talk.person("tom", role="secretariat")
    await kari.clicks(await writes(kari), "Propose")
    await both(talk, click(sara, "meetings.approve", "1:1"), click(tom, "meetings.approve", "1:1"))
    assert len(await occurrences(talk)) == 1
    assert len(talk.room("grid")) == 1
    assert len(await told(talk, kari)) == 1


async def test_called_off_and_moved_at_once_is_one_or_the_other(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    tom = await talk.person("tom", role="secretariat")
    await plans(sara, **SERIES)
    await kari.does("meetings.going", "2")
    echo = await changes(tom, 2, "one", when="17 March 8:00-9:00")
    off = Submission(name="meetings.cancel", value="2:one", values={"why": "Storm."}, **sara._where(""))
    await both(talk, click(tom, "meetings.save", value(echo, "Save")), off)
    row = (await occurrences(talk))[1]
    assert row.state == "cancelled"
    last = (await told(talk, kari))[-1]
    assert "called off" in last.text.casefold()
    assert last.labels == []


async def test_an_answer_given_while_the_time_changes_counts_for_the_time_it_was_given_for(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara)
    echo = await changes(sara, 1, when="17 March 10:00-15:00")
    await both(talk, click(kari, "meetings.going", "1"), click(sara, "meetings.save", value(echo, "Save")))
    async with talk.database.read() as store:
        rsvp = await store.rsvps.find_rsvp(1, kari.person_id)
    (row,) = await occurrences(talk)
    assert rsvp is not None
    assert row.moves == 1
    # either it came first, and they are asked again, or it came after, and the card they then see has the new time
    assert (rsvp.moves, len(await told(talk, kari))) in ((0, 1), (1, 0))
    shown = said(await kari.does("meetings.show", "1"))
    assert ("You come in person." in shown) == (rsvp.moves == 1)
