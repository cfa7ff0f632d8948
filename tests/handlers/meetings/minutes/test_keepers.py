"""Conversations about who looks after minutes, when whoever began them may no longer write them."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.directory.people import MEMBER
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.minutes.test_writing import notes
from tests.meetings import meets
from tests.planning import plan, said


async def test_the_organiser_is_reminded_once_the_keeper_has_left_the_secretariat(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    held = await meets(talk.database, kari.person_id, title="Board", starts="2027-03-03T10:00", minutes=60)
    await sara.submits(await sara.does("agenda.add", str(held)), title="Queue for the grid")
    clock.set(datetime(2027, 3, 3, 10, 30, tzinfo=UTC))
    await notes(sara, 1, note="All agreed.")
    await talk.person("siri", role="secretariat")
    async with talk.database.begin() as store:
        keeper, member = [await store.people.load_person(one.person_id) for one in (sara, kari)]
        keeper.role, keeper.organisation_id, keeper.confirmed = MEMBER, member.organisation_id, True
    for day in (5, 10):
        clock.set(datetime(2027, 3, day, 9, 30, tzinfo=UTC))
        await plan(talk, "minutes")
    missing = "The minutes of Board are missing."
    assert [sum(missing in post.text for post in who.sees) for who in (sara, kari)] == [0, 2]
    assert "All agreed." in said(await kari.clicks(kari.last, "Minutes"))
