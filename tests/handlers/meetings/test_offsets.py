"""A meeting's own reminders: which there are, and how many days before."""

from __future__ import annotations

from tests.conversation import Conversation, Someone
from tests.planning import changes, fact, meeting, plans, said, writes


async def test_reminders_can_be_set_and_what_is_not_as_usual_is_echoed(talk: Conversation, sara: Someone) -> None:
    form = await sara.clicks(await writes(sara), "Reminders")
    assert {field.name: field.value for field in form.form.fields} == {
        "hold": "42",
        "call": "21",
        "invitation": "14",
        "papers": "7",
        "signup": "3",
        "silent": "1",
        "day": "1",
        "hour": "yes",
        "thanks": "1",
    }
    wrong = await sara.submits(form, hold="soon", call="500", day="-1")
    assert set(wrong.errors) == {"hold", "call", "day"}
    echo = await sara.submits(form, hold="", invitation="10", hour="no")
    assert fact(echo, "Reminders") == (
        "Save the date: none; Invitation: 10 days; One hour before, for those joining online: none"
    )
    await sara.clicks(echo, "Save")
    assert (await meeting(talk)).offsets == {"hold": None, "invitation": 10, "hour": None}


async def test_they_can_be_changed_afterwards_and_put_back(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await plans(sara)
    echo = await changes(sara, 1, what="offsets", call="30")
    assert fact(echo, "Reminders") == "as usual → Call for agenda items: 30 days"
    await sara.clicks(echo, "Save")
    assert (await meeting(talk)).offsets == {"call": 30}
    await sara.clicks(await changes(sara, 1, what="offsets", call="21"), "Save")
    assert (await meeting(talk)).offsets == {}
    assert said(await kari.does("meetings.offsets", "m1:1")).startswith("Only the organiser (Sara)")
