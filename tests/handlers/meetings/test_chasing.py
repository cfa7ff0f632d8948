"""A proposed meeting that the secretariat has not looked at is mentioned again, until somebody says something."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import writes
from tests.waiting import complaints, passes


async def proposes(talk: Conversation, clock: Clock) -> tuple[Someone, Someone]:
    clock.set(MONDAY)
    siri, kari = await talk.person("siri", role="secretariat"), await talk.person("kari", organisation="eksempel")
    await kari.clicks(await writes(kari, when="16 June 2027 10:00-15:00"), "Propose")
    return siri, kari


async def test_after_two_and_after_five_working_days_the_secretariat_hears_of_it_again(
    talk: Conversation, clock: Clock
) -> None:
    siri, _ = await proposes(talk, clock)
    seen, told = len(siri.sees), []
    for days in (1.9, 2.1, 6.9, 7.1, 30):
        await passes(talk, clock, MONDAY + timedelta(days=days))
        told.append(len([post for post in siri.sees[seen:] if "Approve" in post.labels]))
    assert told == [0, 1, 1, 2, 2]
    assert await complaints(talk) == []


async def test_nobody_is_chased_when_something_was_said(talk: Conversation, clock: Clock) -> None:
    siri, _ = await proposes(talk, clock)
    form = await siri.clicks(siri.last, "Ask for a change")
    await siri.submits(form, why="Not in that week.")
    seen = len(siri.sees)
    await passes(talk, clock, MONDAY + timedelta(days=30))
    assert len(siri.sees) == seen
