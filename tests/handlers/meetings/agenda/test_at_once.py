"""Wishes that are taken up at the same moment; a file of its own, for it is played on both engines."""

from __future__ import annotations

import asyncio

from tests.conversation import Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import proposes
from tests.meetings import meets


async def test_a_number_is_given_once_also_when_many_are_taken_up_at_once(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    other = await meets(talk.database, sara.person_id, title="Board", starts="2027-04-13T10:00")
    for n in range(6):
        await proposes(kari, (meeting, other)[n % 2], f"Item {n}")
    await asyncio.gather(*(sara.does("agenda.accept", str(id)) for id in range(1, 7)))
    async with talk.database.read() as store:
        items = [await store.agenda.find(id) for id in range(1, 7)]
    assert sorted(item.number or 0 for item in items if item) == [1, 2, 3, 4, 5, 6]
    assert {item.year for item in items if item} == {27}
