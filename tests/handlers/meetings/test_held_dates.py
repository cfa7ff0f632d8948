"""What was held of a series stays with those whom it was for then, when the dates to come are for others."""

from __future__ import annotations

from datetime import timedelta

from storage.meetings.occurrences import NOTHING
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.test_narrowing import ITEM, adds_item, narrows
from tests.meetings import MONDAY
from tests.planning import changes, occurrences, plans, said, writes


async def test_what_was_held_stays_with_those_of_then(
    talk: Conversation, two_rooms: None, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    reply = await writes(sara, audience="organisations", for_whom=("Eksempel",), repeats="every Tuesday, 4 times")
    await sara.clicks(reply, "Save")
    await kari.does("meetings.going", "1")
    await adds_item(sara, ITEM)
    clock.set(MONDAY + timedelta(days=15, hours=6))
    await sara.submits(await sara.does("minutes.write", "1"), decision="We buy Dømeøyra.")
    await sara.submits(await sara.does("minutes.attendance", "1"))
    await sara.does("minutes.send", "1")
    clock.set(MONDAY + timedelta(days=20))
    await sara.does("minutes.close", "1")
    await sara.clicks(await changes(sara, 2, "all", audience="all"), "Save")
    assert "Tuesday 23 March 2027" in said(await ola.does("meetings.show", "2"))
    assert "I cannot find that meeting." in said(await ola.does("minutes.show", "1"))
    assert ITEM in said(await kari.does("minutes.show", "1"))
    await narrows(sara, "all", occurrence=2)
    assert "I cannot find that meeting." in said(await ola.does("meetings.show", "2"))
    assert [(row.id, row.starts[:10]) for row in await occurrences(talk, 2)] == [
        (2, "2027-03-23"), (3, "2027-03-30"), (4, "2027-04-06")
    ]  # fmt: skip


async def test_what_was_held_keeps_its_seats_and_what_it_did_not_have(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    form = await sara.clicks(await writes(sara, repeats="every Tuesday, 4 times", place=""), "More")
    await sara.clicks(await sara.submits(form, capacity="20"), "Save")
    await kari.does("meetings.going", "1")
    clock.set(MONDAY + timedelta(days=16))
    await sara.clicks(await changes(sara, 2, "all", place="Room 4", link="https://meet.test/4"), "Save")
    rows = await occurrences(talk)
    assert [(row.place, row.link, row.capacity) for row in rows[:2]] == [(NOTHING, NOTHING, 20), ("", "", None)]
    shown = said(await kari.does("meetings.show", "1"))
    assert "Room 4" not in shown
    assert "https://meet.test/4" not in shown


async def test_a_series_that_is_narrowed_leaves_what_was_held_to_those_who_were_there(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await plans(sara, repeats="every Tuesday, 4 times")
    await ola.does("meetings.going", "1")
    clock.set(MONDAY + timedelta(days=16))
    await narrows(sara, "all", occurrence=2)
    assert "This meeting has been held." in said(await ola.does("meetings.show", "1"))
    assert "I cannot find that meeting." in said(await ola.does("meetings.show", "2"))
