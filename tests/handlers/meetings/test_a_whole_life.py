"""The life of a meeting, from somebody's idea until it was held, as those see it who are in it."""

from __future__ import annotations

import pytest

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import changes, fact, news, plan, said, told, writes

pytestmark = pytest.mark.usefixtures("two_rooms")


async def test_from_an_idea_to_a_meeting_that_was_held(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    echo = await kari.commands("ny Nettkø, tirsdag 16. mars kl 10-12, Eksempel Industripark", name="meeting")
    echo = await kari.submits(await kari.clicks(echo, "More"), signup="5", capacity="1")
    await kari.clicks(echo, "Propose")

    form = await sara.clicks(await news(talk, sara), "Ask for a change")
    await sara.submits(form, why="Two hours are too short.")
    echo = await kari.submits(await kari.clicks(await news(talk, kari), "Change"), when="16. mars kl 10-15")
    await kari.clicks(echo, "Save")
    await sara.clicks(await news(talk, sara), "Approve")
    assert "The secretariat has approved it." in (await news(talk, kari)).text

    (card,) = talk.room("grid")
    await ola.clicks(card, "Coming in person")
    assert "number 1 on the waiting list" in said(await kari.clicks(card, "Coming in person"))
    assert "1 of 1 seat taken · 1 on the waiting list" in talk.room("grid")[0].text

    await kari.clicks(await changes(kari, 1, when="18. mars kl 10-15"), "Save")
    assert "The time has changed. It was Tuesday 16 March 2027, 10:00." in (await news(talk, ola)).text
    await ola.clicks(await news(talk, ola), "Cannot attend")
    assert not any("A seat has become free" in post.text for post in kari.sees), "nor has she said that it suits her"
    await kari.does("meetings.going", "1")
    assert "1 of 1 seat taken · 1 cannot attend" in talk.room("grid")[0].text
    assert "Sign up by: Saturday 13 March 2027, 16:00" in talk.room("grid")[0].text

    clock.set(MONDAY)
    clock.forward(days=17, hours=3)
    await plan(talk)
    assert "Has begun." in talk.room("grid")[0].text
    clock.forward(hours=4)
    await plan(talk)
    assert "This meeting has been held." in talk.room("grid")[0].text
    assert "1 of 1 seat taken" in talk.room("grid")[0].text
    assert len(talk.room("grid")) == 1
    assert len(await told(talk, ola)) == 1
    assert fact(await kari.does("meetings.show", "1"), "When") == "Thursday 18 March 2027, 10:00–15:00"


async def test_a_series_lives_on_when_one_date_is_called_off_and_the_rest_moves(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await sara.clicks(
        await writes(sara, title="Breakfast", when="9 March 8:00-9:00", repeats="every Tuesday, 4 times"), "Save"
    )
    for id in ("1", "2", "3", "4"):
        await kari.does("meetings.going", id)
    form = await sara.submits(await sara.does("meetings.more", "2"), what="cancel", which="one")
    await sara.submits(form, why="Nobody is there.")
    await sara.clicks(await changes(sara, 3, "all", when="9 March 9:00-10:00"), "Save")
    shown = await kari.commands("", name="meeting")
    assert "Tuesday 9 March 2027, 09:00–10:00 · and 2 more dates" in said(shown)
    assert "09:00–10:00" in said(shown)
    assert "Tuesday 16 March" not in said(shown)
    notices = await told(talk, kari)
    assert len(notices) == 2
    assert "The times have changed." in notices[-1].text
    assert notices[-1].labels == ["Show", "Show", "Show"]
