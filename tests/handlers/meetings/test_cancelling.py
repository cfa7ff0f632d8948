"""Conversations about calling off: one date or all, with a reason, told to whom it concerns."""

from __future__ import annotations

import pytest

from storage.meetings.meetings import CANCELLED, PLANNED
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.planning import calls_off, changes, meeting, news, occurrences, plans, said, told

pytestmark = pytest.mark.usefixtures("two_rooms")

SERIES = {"title": "Grid breakfast", "when": "9 March 8:00-9:00", "repeats": "every Tuesday, 4 times"}


async def test_who_was_invited_and_had_not_said_no_hears_why(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await plans(sara)
    per = await talk.person("per", organisation="liksomvik")
    await kari.does("meetings.going", "1")
    await ola.does("meetings.declined", "1")
    done = await calls_off(sara, 1, why="The ferry does not run.")
    off = "Arena meeting 2/27, Tuesday 16 March 2027, 10:00–15:00, is called off."
    assert said(done) == f"{off} 2 people will be told."
    for who in (kari, per):
        assert (await news(talk, who)).text == f"{off}\nThe ferry does not run."
    assert await told(talk, ola) == []
    assert await told(talk, sara) == []
    for channel, platform in (("grid", "fake"), ("energy", "other")):
        (card,) = talk.room(channel, platform)
        assert "Called off.\nThe ferry does not run." in card.text
        assert card.labels == []
    assert (await meeting(talk)).state == CANCELLED


async def test_what_shows_the_meeting_and_what_was_saved_say_that_it_is_off(sara: Someone, kari: Someone) -> None:
    await plans(sara)
    echo = await changes(sara, 1, when="17 March 10:00-15:00")
    sara.keeps = kari.keeps = True
    await sara.clicks(echo, "Save")
    await kari.does("meetings.show", "1")
    saved, shown = sara.last, kari.last
    assert "Saved. Every card shows it." in saved.text
    await kari.does("meetings.going", "1")
    assert "You come in person." in shown.text
    await calls_off(sara, 1, why="The ferry does not run.")
    for post in (saved, shown):
        assert ("Called off." in post.text, "Saved." in post.text, "Maybe" in post.labels) == (True, False, False)


async def test_the_form_says_how_many_will_be_told_before_it_is_sent(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await plans(sara, **SERIES)
    await ola.does("meetings.declined", "1")
    opened = await sara.does("meetings.more", "1")
    one = (await sara.submits(opened, what="cancel", which="one")).form
    every = (await sara.submits(opened, what="cancel", which="all")).form
    assert one is not None
    assert every is not None
    assert one.note.endswith("09:00\n1 person will be told.")
    assert every.note.endswith("All upcoming dates\n2 people will be told."), "ola has said no to one date alone"


async def test_a_reason_is_needed_and_a_second_try_finds_nothing_to_call_off(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara)
    form = await sara.submits(await sara.does("meetings.more", "1"), what="cancel")
    assert (await sara.submits(form)).errors == {"why": "Say in a few words why."}
    await sara.submits(form, why="Storm.")
    assert said(await sara.submits(form, why="Storm.")) == (
        "Arena meeting 2/27, Tuesday 16 March 2027, 10:00–15:00, is called off."
    )
    assert len(await told(talk, kari)) == 1
    assert "is called off" in said(await kari.does("meetings.going", "1"))


async def test_of_a_series_one_date_can_be_called_off(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await plans(sara, **SERIES)
    off = "Grid breakfast, Tuesday 16 March 2027, 08:00–09:00, is called off."
    assert said(await calls_off(sara, 2, "one")) == f"{off} 1 person will be told."
    assert said(await kari.does("meetings.going", "2")) == off, "the others are not"
    rows = await occurrences(talk)
    assert [row.state for row in rows] == ["planned", "cancelled", "planned", "planned"]
    assert [row.sequence for row in rows] == [0, 1, 0, 0]
    assert (await meeting(talk)).state == PLANNED
    assert "Tuesday 16 March 2027" in (await news(talk, kari)).text
    assert len(await told(talk, kari)) == 1


async def test_of_a_series_all_that_are_to_come_can_be_called_off_in_one_message(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara, **SERIES)
    done = said(await calls_off(sara, 1, "all", why="Too few came."))
    assert done == "Grid breakfast: all upcoming dates are called off. 1 person will be told."
    assert {row.state for row in await occurrences(talk)} == {"cancelled"}
    assert (await meeting(talk)).state == CANCELLED
    assert len(await told(talk, kari)) == 1
    assert "Grid breakfast is called off" in (await news(talk, kari)).text
    assert "Too few came." in (await news(talk, kari)).text
    assert "Tuesday 30 March 2027" in (await news(talk, kari)).text
    assert said(await kari.commands("", name="meeting")) == "Next meetings\nNo meetings are planned."


async def test_what_was_held_stays_when_the_rest_is_called_off(talk: Conversation, sara: Someone, clock: Clock) -> None:
    await plans(sara, **SERIES)
    clock.forward(days=9)
    await calls_off(sara, 2, "all")
    rows = await occurrences(talk)
    assert [row.state for row in rows] == ["planned", "cancelled", "cancelled", "cancelled"]
    found = await meeting(talk)
    assert found.state == PLANNED
    assert found.rule.endswith("UNTIL=20270309T080000")
    assert "This meeting has been held." in said(await sara.does("meetings.show", "1"))


async def test_each_asks_which(talk: Conversation, sara: Someone) -> None:
    await plans(sara, **SERIES)
    form = await sara.does("meetings.more", "1")
    assert [field.name for field in form.form.fields] == ["what", "which"]
    assert "Grid breakfast" in form.form.note, "whole, where a title is cut after a few words"
    wrong = await sara.submits(form, what="cancel", which="")
    assert set(wrong.errors) == {"which"}
    assert set((await sara.submits(form, what="explode")).errors) == {"what"}


async def test_the_next_date_gets_its_card_when_the_one_before_is_called_off(talk: Conversation, sara: Someone) -> None:
    await plans(sara, title="Quarterly", when="9 March 8:00-9:00", repeats="every 3 months, 3 times")
    assert len(talk.room("grid")) == 1
    await calls_off(sara, 1, "one")
    assert [card.text.partition("\n")[2][:7] for card in talk.room("grid")] == ["Called ", "When: W"]


@pytest.mark.parametrize("value", ["", "x", "1", "1:all:x", "99:one", "²:one"])
async def test_a_forged_value_calls_nothing_off(talk: Conversation, sara: Someone, kari: Someone, value: str) -> None:
    from handlers.chat.events import Submission

    await plans(sara)
    event = Submission(name="meetings.cancel", value=value, values={"why": "!"}, **kari._where(""))
    await talk.happens(event)
    assert (await meeting(talk)).state == PLANNED


async def test_whoever_runs_a_meeting_is_told_what_a_colleague_makes_of_it(talk: Conversation, sara: Someone) -> None:
    """Also of one for a topic that they do not follow."""
    tom = await talk.person("tom", role="secretariat")
    form = await sara.submits(
        await sara.does("meetings.write"),
        title="Grid breakfast", when="16 March 10:00-12:00", place="Room 1", audience="topics",
    )  # fmt: skip
    assert form.form is not None
    await sara.clicks(await sara.submits(form, who=(form.form.fields[0].options[0][0],)), "Save")
    echo = await tom.submits(await changes(tom, 1, when="17 March 10:00-12:00"))
    moved = await tom.clicks(echo, "Save")
    assert "1 person will be asked again." in said(moved)
    assert "The time has changed. It was Tuesday 16 March 2027, 10:00." in sara.last.text
    assert "1 person will be told." in said(await calls_off(tom, 1))
    assert "is called off" in sara.last.text
    assert [post for post in tom.sees if "called off" in post.text] == []


async def test_what_was_told_of_a_new_place_says_that_it_is_called_off(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    await sara.clicks(await changes(sara, 1, place="Room 2"), "Save")
    place = kari.last
    assert "Place or link is changed." in place.text
    await calls_off(sara, 1)
    assert "Called off." in place.text
    assert place.labels == []


async def test_whoever_proposed_an_item_hears_of_it_though_they_cannot_come(
    talk: Conversation, sara: Someone, ola: Someone
) -> None:
    """They were promised to hear what becomes of it."""
    await plans(sara)
    await ola.submits(await ola.does("agenda.propose", "1"), title="Heat that is left over")
    await ola.does("meetings.declined", "1")
    assert "1 person will be told." in said(await calls_off(sara, 1))
    assert "is called off" in ola.last.text
