"""A meeting changes while its reminders are under way: nobody hears of the old time afterwards, and nothing is lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.platforms import Sent
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.dates import time_zones
from handlers.meetings.occurrence_view import build_reminder_subject, find_occurrence_view
from handlers.meetings.reminders.reminder_planner import reschedule_meeting_reminders
from storage.meetings.occurrences import CANCELLED as CALLED_OFF
from storage.notifications.scheduled_notifications import PostedDelivery
from storage.queue.delivery_rows import CANCELLED, READY
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.reminders.conftest import OSLO, Until, oslo, plan, titles
from tests.meetings import meets

#: a change and a drain hold the same rows
pytestmark = pytest.mark.both_engines

PEOPLE = 6
#: how many messages of a drain are out when a change comes, each in a week of its own, of those without holidays
MOMENTS = range(PEOPLE + 2)


async def move(talk: Conversation, id: int, starts: str) -> None:
    """To another time, as whoever changes a meeting does it: reminders in the same transaction."""
    async with talk.database.begin() as store:
        await store.occurrences.lock(id)
        found = await find_occurrence_view(store, id)
        assert found is not None
        occurrence, length = found.occurrence, found.length
        occurrence.starts, occurrence.moves = starts, occurrence.moves + 1
        occurrence.start_at = time_zones.convert_to_instant(datetime.fromisoformat(starts), found.zone)
        occurrence.end_at = occurrence.start_at + length
        await store.session.flush()
        await reschedule_meeting_reminders(store, talk.arena, found)


async def cancel(talk: Conversation, id: int) -> None:
    async with talk.database.begin() as store:
        await store.occurrences.lock(id)
        found = await find_occurrence_view(store, id)
        assert found is not None
        found.occurrence.state = CALLED_OFF
        await store.session.flush()
        await reschedule_meeting_reminders(store, talk.arena, found)


async def change(talk: Conversation, id: int, **values: Any) -> None:
    """Of the meeting, without another time."""
    async with talk.database.begin() as store:
        found = await find_occurrence_view(store, id)
        assert found is not None
        for name, value in values.items():
            setattr(found.occurrence if name == "signup_by" else found.meeting, name, value)
        await store.session.flush()
        await reschedule_meeting_reminders(store, talk.arena, found)


async def promised(talk: Conversation, id: int) -> list[PostedDelivery]:
    async with talk.database.read() as store:
        return sorted(
            await store.scheduled_notifications.list_posted_deliveries([build_reminder_subject(id)]),
            key=lambda row: (row.due_at, row.key),
        )


async def test_a_moved_meeting_reminds_at_its_new_time_and_no_more_at_the_old(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meets(talk.database, sara.person_id)
    await until(oslo(3, 12))
    before = len(kari.sees)
    await move(talk, id, "2027-03-18T12:00")
    await until(oslo(3, 20))
    assert titles(kari)[before:] == [
        "New time: Arena meeting 2/27",
        "Arena meeting 2/27 is tomorrow at 12:00",
    ]
    assert {row.state for row in await promised(talk, id)}.isdisjoint({READY})


async def test_an_invitation_that_was_told_follows_the_meeting_and_the_answer(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meets(talk.database, sara.person_id, offsets={"hold": None, "call": None})
    await until(oslo(3, 4))
    told = kari.last
    assert (told.card.title, "You have not answered yet." in told.text) == ("Invitation: Arena meeting 2/27", True)
    await kari.does("meetings.going", str(id))  # on the card in a room
    assert "You come in person." in told.text
    await move(talk, id, "2027-03-18T12:00")
    await talk.settle()
    assert ("18 March 2027" in told.text, told.card.title) == (True, "Arena meeting 2/27")
    await cancel(talk, id)
    await talk.settle()
    assert ("Called off." in told.text, "Kommer" in " ".join(told.labels)) == (True, False)


async def test_what_was_told_says_still_what_it_asks_for(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meets(talk.database, sara.person_id)
    await until(oslo(2, 4))
    told = kari.last
    await change(talk, id, title="Another name")
    await talk.settle()
    assert told.text.startswith("Save the date: Another name\nThe invitation will follow.")


async def test_who_never_heard_of_the_old_time_is_simply_invited_to_the_new_one(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meets(talk.database, sara.person_id, offsets={"hold": None, "call": None})
    await move(talk, id, "2027-03-18T12:00")
    await until(oslo(3, 8))
    assert titles(kari) == ["Invitation: Arena meeting 2/27"]


async def test_who_had_answered_for_the_old_time_is_not_invited_once_more(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meets(talk.database, sara.person_id)
    await kari.does("meetings.going", str(id))
    await until(oslo(3, 12))
    before = len(kari.sees)
    await move(talk, id, "2027-03-18T12:00")
    await until(oslo(3, 16))
    assert titles(kari)[before:] == []


async def test_a_meeting_that_is_called_off_is_told_of_no_more(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meets(talk.database, sara.person_id)
    await until(oslo(3, 12))
    before = len(kari.sees)
    await cancel(talk, id)
    assert READY not in {row.state for row in await promised(talk, id)}
    await until(oslo(3, 20))
    assert titles(kari)[before:] == []


async def test_another_deadline_moves_what_is_still_to_come_and_a_kind_can_be_switched_off(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meets(talk.database, sara.person_id, signup_by=oslo(3, 12, 16))
    await until(oslo(3, 6))
    asked = next(row for row in await promised(talk, id) if f":signup:{kari.person_id}:" in row.key)
    assert (asked.state, asked.due_at) == (READY, oslo(3, 9, 8))
    await change(talk, id, signup_by=oslo(3, 15, 16))
    asked = next(row for row in await promised(talk, id) if f":signup:{kari.person_id}:" in row.key)
    assert (asked.state, asked.due_at) == (READY, oslo(3, 12, 8))
    await change(talk, id, offsets={"signup": None})
    asked = next(row for row in await promised(talk, id) if f":signup:{kari.person_id}:" in row.key)
    assert asked.state == CANCELLED
    await change(talk, id, offsets={"signup": 4})
    asked = next(row for row in await promised(talk, id) if f":signup:{kari.person_id}:" in row.key)
    assert (asked.state, asked.due_at) == (READY, oslo(3, 11, 8))


async def test_planning_again_changes_nothing(talk: Conversation, sara: Someone, kari: Someone) -> None:
    id = await meets(talk.database, sara.person_id, starts="2027-02-10T10:00")
    await plan(talk)
    before = await promised(talk, id)
    assert len(before) > 2
    await plan(talk)
    await change(talk, id, title="Another name")
    assert await promised(talk, id) == before


class Watched:
    """A platform that does something in the middle of a drain, and remembers what was sent after it was done."""

    def __init__(self, talk: Conversation, moment: int, act: Any) -> None:
        self.platform = talk.platforms["fake"]
        self.send, self.platform.send = self.platform.send, self.watch  # type: ignore[method-assign]
        self.left, self.act, self.done = moment, act, False
        self.after: set[str] = set()

    async def watch(self, place: Place, card: Card, *, key: str) -> Sent:
        if self.left == 0:
            self.left -= 1
            await self.act()
            self.done = True
        self.left -= 1
        done = self.done
        sent = await self.send(place, card, key=key)
        if done:
            self.after.add(sent.message)
        return sent

    def over(self) -> None:
        self.platform.send = self.send  # type: ignore[method-assign]


@pytest.mark.parametrize("moved", [True, False])
async def test_a_change_at_any_moment_of_a_drain_leaves_no_message_with_the_old_time(
    talk: Conversation, sara: Someone, clock: Clock, moved: bool
) -> None:
    people = [await talk.person(f"p{n}", organisation="eksempel") for n in range(PEOPLE)]
    only_day = dict.fromkeys(("hold", "call", "invitation", "papers", "thanks"))
    for round in MOMENTS:
        # a Tuesday, week after week
        day = datetime(2027, 8, 3, tzinfo=OSLO) + timedelta(weeks=round)
        clock.set(day - timedelta(days=2))
        starts, later = day.strftime("%Y-%m-%dT10:00"), (day + timedelta(days=1)).strftime("%Y-%m-%dT13:00")
        names = f"First {round}", f"Second {round}"
        first, _ = [
            await meets(talk.database, sara.person_id, starts=starts, title=name, offsets=only_day) for name in names
        ]
        await plan(talk)
        act = partial(move, talk, first, later) if moved else partial(cancel, talk, first)
        watched = Watched(talk, round, act)
        seen = {who.user: len(who.sees) for who in people}
        clock.set(day - timedelta(days=1) + timedelta(hours=8, minutes=1))
        await talk.settle()
        for _ in range(3):  # what was taken out of a message on its way is told anew
            clock.forward(minutes=2)
            await talk.settle()
        watched.over()
        if not watched.done:
            await act()
        for who in people:
            texts = [post.text for post in who.sees[seen[who.user] :] if post.id in watched.after]
            assert not any(f"{names[0]} is tomorrow at 10:00" in text for text in texts), (round, texts)
            told = [post for post in who.sees[seen[who.user] :] if f"{names[1]} is tomorrow" in post.text]
            assert len(told) == 1, (round, [post.text for post in told])
        if moved:
            clock.set(day + timedelta(hours=8, minutes=1))
            await plan(talk)
            await talk.settle()
            for who in people:
                told = [post for post in who.sees if f"{names[0]} is tomorrow at 13:00" in post.text]
                assert len(told) == 1, (round, [post.text for post in told])
