"""What others ask of whoever runs a meeting, and what they answer, waits for its reader's hours."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import proposes
from tests.handlers.meetings.minutes.test_writing import counts, notes
from tests.meetings import MONDAY, meets
from tests.planning import writes

#: 22.00 in Oslo, and the morning after it
NIGHT, MORNING = timedelta(hours=12), timedelta(hours=22)


async def heard_in_the_morning(talk: Conversation, clock: Clock, who: Someone, before: int, days: int = 0) -> list[str]:
    """Return what they hear in the morning; in the night they hear nothing."""
    await talk.settle()
    assert len(who.sees) == before, who.last.text
    clock.set(MONDAY + timedelta(days=days) + MORNING)
    await talk.settle()
    return [post.text for post in who.sees[before:]]


async def test_what_is_proposed_for_an_agenda(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    clock.set(MONDAY + NIGHT)
    await proposes(kari, meeting, "Heat that is left over")
    (told,) = await heard_in_the_morning(talk, clock, sara, 0)
    assert told.startswith("Proposed for the agenda of Arena meeting 2/27")
    soon = await meets(talk.database, sara.person_id, title="Early bird", starts="2027-03-03T06:00", minutes=30)
    clock.set(MONDAY + timedelta(days=1) + NIGHT)
    await proposes(kari, soon, "Ash for roads")
    assert "Ash for roads" in sara.last.text, "the meeting comes before the morning does"


async def test_a_proposed_meeting_and_what_is_decided_about_it(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    clock.set(MONDAY + NIGHT)
    await kari.clicks(await writes(kari), "Propose")
    (told,) = await heard_in_the_morning(talk, clock, sara, 0)
    assert "Waiting for the secretariat." in told
    request = sara.last
    clock.set(MONDAY + timedelta(days=1) + NIGHT)
    await sara.clicks(request, "Approve")
    told = "\n".join(await heard_in_the_morning(talk, clock, kari, 0, days=1))
    assert "The secretariat has approved it." in told


async def test_a_correction_of_minutes_and_its_answer(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    held = await meets(talk.database, sara.person_id, starts="2027-03-01T12:00", minutes=60)
    await sara.submits(await sara.does("agenda.add", str(held)), title="Queue for the grid")
    await kari.does("meetings.going", str(held))
    clock.set(MONDAY + timedelta(hours=4))
    await notes(sara, 1, note="All agreed.")
    await counts(sara, held)
    await sara.does("minutes.send", str(held))
    clock.set(MONDAY + NIGHT)
    await kari.submits(await kari.does("minutes.correct", str(held)), text="Not all.")
    (told,) = await heard_in_the_morning(talk, clock, sara, 0)
    assert told.startswith("A correction to the minutes of Arena meeting 2/27")
    clock.set(MONDAY + timedelta(days=1) + NIGHT)
    form, before = await sara.does("minutes.leave", "1"), len(kari.sees)
    await sara.submits(form, answer="All who spoke.")
    (told,) = await heard_in_the_morning(talk, clock, kari, before, days=1)
    assert told.startswith("Your correction to the minutes of Arena meeting 2/27 was not added.")


async def test_an_action_that_somebody_else_does_now(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    held = await meets(talk.database, sara.person_id, starts="2027-03-01T12:00", minutes=60)
    await sara.submits(await sara.does("agenda.add", str(held)), title="Queue for the grid")
    clock.set(MONDAY + timedelta(hours=4))
    form = await sara.does("actions.add", f"{held}:1")
    await sara.submits(form, owner=str(kari.person_id), due="20 April", text="Send the list")
    clock.set(MONDAY + timedelta(hours=5))
    await talk.settle()
    clock.set(MONDAY + NIGHT)
    form, before = await sara.does("actions.reassign", "1"), len(kari.sees)
    await sara.submits(form, owner=str(ola.person_id), due="20 April")
    told = await heard_in_the_morning(talk, clock, kari, before)
    assert told == ["Somebody else does this now: Send the list"]
