"""Conversations about what was on the agenda of a meeting that is called off."""

from __future__ import annotations

from storage.meetings.agenda import ACCEPTED, CARRIED, PROPOSED
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import labels, proposes, said, stored
from tests.meetings import meets
from tests.planning import calls_off


async def test_what_a_meeting_leaves_behind_when_it_is_called_off_goes_on_to_the_next_one(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int, clock: Clock
) -> None:
    await proposes(kari, meeting, "Heat that is left over")
    await sara.does("agenda.accept", "1")
    await proposes(ola, meeting, "Ash for roads")
    reply = await calls_off(sara, meeting)
    assert "You are not running any upcoming meetings." in said(await sara.clicks(reply, "Carry the agenda over"))
    later = await meets(talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-06-08T10:00")
    form = await sara.clicks(reply, "Carry the agenda over")
    assert form.form is not None
    assert form.form.note == "Item 1/27 Heat that is left over\nAsh for roads"
    shown = said(await sara.submits(form))
    assert "Item 1/27 Heat that is left over" in shown
    assert "Ash for roads" in shown
    assert "Nothing is left to carry over." in said(await sara.submits(form))
    old, waiting, new = await stored(talk, 1), await stored(talk, 2), await stored(talk, 3)
    assert (old.state, old.carried_to_id, new.state, new.number) == (CARRIED, 3, ACCEPTED, 1)
    assert (waiting.state, waiting.occurrence_id) == (PROPOSED, later)
    clock.forward(hours=1)
    await talk.settle()
    assert "is called off. “Item 1/27 Heat that is left over” is carried over to Arena meeting 3/27" in kari.last.text
    await sara.does("agenda.accept", "2")
    assert "“Ash for roads” is on the agenda of Arena meeting 3/27" in ola.last.text


async def test_only_who_runs_the_meeting_carries_its_agenda_over(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    await proposes(kari, meeting)
    await sara.does("agenda.accept", "1")
    assert "Nothing is left to carry over." in said(await sara.does("agenda.carry", str(meeting)))
    await calls_off(sara, meeting)
    await meets(talk.database, sara.person_id, title="Board", starts="2027-06-01T10:00")
    assert (await kari.does("agenda.carry", str(meeting))).form is None
    assert "Carry the agenda over" not in labels(await kari.does("agenda.show", str(meeting)))
    assert labels(await sara.does("agenda.show", str(meeting))) == ["Carry the agenda over"]


async def test_whoever_runs_the_later_meeting_is_asked_about_what_was_only_proposed(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int
) -> None:
    await proposes(ola, meeting, "Ash for roads")
    reply = await calls_off(sara, meeting)
    await meets(talk.database, kari.person_id, title="Board", starts="2027-06-08T10:00")
    await sara.submits(await sara.clicks(reply, "Carry the agenda over"))
    assert kari.last.text.startswith("Proposed for the agenda of Board\nAsh for roads")
    await kari.clicks(kari.last, "Add to agenda")
    assert "“Ash for roads” is on the agenda of Board" in ola.last.text
