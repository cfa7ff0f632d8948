"""What a meeting's card shows in rooms, for whom, and when it falls silent."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import calls_off, changes, news, occurrences, plan, plans, said, told

pytestmark = pytest.mark.usefixtures("two_rooms")

GRID, ENERGY = "Grid and grid capacity", "Power, energy and energy efficiency"
FIVE = ["Coming in person", "Coming online", "Maybe", "Cannot attend", "Send a deputy"]


async def test_a_card_has_the_five_answers_the_link_and_more(talk: Conversation, sara: Someone) -> None:
    await plans(sara, link="https://meet.example.org/2-27")
    (card,) = talk.room("grid")
    assert card.labels[:5] == FIVE
    assert card.labels[-1] == "Change or call off"
    assert [button.url for button in card.card.list_buttons() if button.label == "Open the link"] == [
        "https://meet.example.org/2-27"
    ]
    assert card.card.summary == "Arena meeting 2/27: Tuesday 16 March 2027, 10:00–15:00"


async def test_a_meeting_for_topics_stands_in_their_rooms_alone(talk: Conversation, sara: Someone) -> None:
    await plans(sara, audience="topics", for_whom=(GRID,))
    assert len(talk.room("grid")) == 1
    assert talk.room("energy", "other") == []


async def test_a_meeting_of_organisations_is_in_no_room_and_others_do_not_know_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    done = await plans(sara, title="Secret talks", audience="organisations", for_whom=("Eksempel",))
    assert "Its card is not shown in any room" in said(done)
    assert talk.room("grid") == talk.room("energy", "other") == []
    assert "Secret talks" in said(await kari.commands("", name="meeting"))
    assert "Secret talks" not in said(await ola.commands("", name="meeting"))
    assert "Secret talks" not in said(await ola.commands("", name="home"))
    for do in ("show", "more", "going"):
        foreign, missing = [said(await ola.does(f"meetings.{do}", value)) for value in ("1", "99")]
        assert foreign == missing == f"I cannot find that meeting. {GONE}"


async def test_when_it_begins_the_buttons_go_and_when_it_is_over_the_card_says_so(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await plans(sara)
    clock.set(MONDAY)
    clock.forward(days=15, hours=2)
    await plan(talk)
    (card,) = talk.room("grid")
    assert "Has begun." in card.text
    assert not set(FIVE) & set(card.labels)
    clock.forward(hours=5)
    await plan(talk)
    await plan(talk)
    (card,) = talk.room("grid")
    assert "This meeting has been held." in card.text
    assert "Nobody has answered yet." not in card.text
    assert "answer" not in said(await kari.does("meetings.show", "1")), "nobody is asked any more"
    assert not set(FIVE) & set(card.labels)
    assert [row.shown for row in await occurrences(talk)] == ["over"]
    assert "No meetings are planned." in said(await kari.commands("", name="meeting"))


async def test_a_card_that_could_not_be_sent_before_it_began_is_not_sent(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    from bot.platforms import TemporaryError

    talk.platforms["other"].fail.append(TemporaryError("ratelimited", after=20 * 24 * 3600))
    await plans(sara)
    clock.forward(days=21)
    await talk.settle()
    assert talk.room("energy", "other") == []


async def test_other_topics_take_the_card_with_them(talk: Conversation, sara: Someone) -> None:
    await plans(sara, audience="topics", for_whom=(GRID,))
    form = await changes(sara, 1, audience="topics")
    (field,) = form.form.fields
    energy = next(value for value, label in field.options if label == ENERGY)
    await sara.clicks(await sara.submits(form, who=(energy,)), "Save")
    assert talk.room("grid")[0].text == "Arena meeting 2/27 no longer concerns this room."
    assert talk.room("energy", "other")[0].text.startswith("Arena meeting 2/27\nWhen")


async def test_a_room_that_is_linked_later_gets_the_card(talk: Conversation, sara: Someone) -> None:
    await plans(sara)
    await talk.carries("grants", "virkemidler", workspace="W2")
    await plan(talk)
    await plan(talk)
    assert len(talk.room("grants")) == 1
    assert len(talk.room("grid")) == 1


async def test_a_deleted_channel_costs_one_card_and_is_told(talk: Conversation, sara: Someone) -> None:
    talk.platforms["other"].fail.append(PermanentError("channel_not_found", gone=True))
    await plans(sara)
    assert talk.room("energy", "other") == []
    assert len(talk.room("grid")) == 1
    assert any("I can no longer write in #energy" in post.text for post in sara.sees)
    await sara.clicks(await changes(sara, 1, when="17 March 10:00-15:00"), "Save")
    assert "Wednesday 17 March 2027" in talk.room("grid")[0].text


async def test_of_a_series_the_next_date_has_a_card_and_the_others_a_fortnight_before(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    await plans(sara, when="6 April 8:00-9:00", repeats="every Tuesday, 6 times")
    assert len(talk.room("grid")) == 1
    clock.forward(days=29)  # 30 March: 6 and 13 April are near
    await plan(talk)
    assert len(talk.room("grid")) == 2
    clock.forward(days=8)  # 7 April: the first is over
    await plan(talk)
    assert len(talk.room("grid")) == 3


async def test_what_is_long_ahead_is_planned_as_time_goes_by(talk: Conversation, sara: Someone, clock: Clock) -> None:
    await plans(sara, when="9 March 8:00-9:00", repeats="every month, 24 times")
    first = len(await occurrences(talk))
    assert 12 <= first <= 15
    clock.forward(days=320)
    await plan(talk)
    assert len(await occurrences(talk)) == 24
    await plan(talk)
    assert len(await occurrences(talk)) == 24


async def test_a_daily_series_is_planned_in_bounds(talk: Conversation, sara: Someone) -> None:
    await plans(sara, when="9 March 8:00-8:15", repeats="every day, 200 times")
    assert len(await occurrences(talk)) == 60
    assert len(talk.room("grid")) <= 15


async def test_a_clicked_more_in_a_room_is_refused_to_others_by_name(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara)
    (card,) = talk.room("grid")
    assert (
        said(await kari.clicks(card, "Change or call off"))
        == "Only the organiser (Sara) and the secretariat can do this."
    )


async def test_notices_that_are_out_follow_what_comes_after(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    await sara.clicks(await changes(sara, 1, when="17 March 10:00-15:00"), "Save")
    await calls_off(sara, 1)
    moved, _cancelled = await told(talk, kari)
    assert "Called off.\nStorm." in moved.text
    assert "Does the new one suit you?" not in moved.text
    assert moved.labels == []


async def test_a_notice_that_is_out_asks_for_no_answer_once_it_has_begun(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    await sara.clicks(await changes(sara, 1, when="17 March 10:00-15:00"), "Save")
    assert "Please answer again." in (await news(talk, kari)).text
    clock.forward(days=16, hours=1)
    await plan(talk)
    moved = await news(talk, kari)
    assert "Has begun." in moved.text
    assert "answer" not in moved.text
    assert "Does the new one suit you?" not in moved.text


async def test_at_night_a_change_waits_for_the_morning_unless_it_is_too_late_then(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await plans(sara, when="16 March 6:00-7:00")
    await kari.does("meetings.going", "1")
    clock.forward(hours=11)  # Monday 21.00
    await sara.clicks(await changes(sara, 1, when="15 March 6:00-7:00"), "Save")
    assert await told(talk, kari) == []
    clock.forward(hours=11)
    await talk.settle()
    assert len(await told(talk, kari)) == 1
    await kari.does("meetings.going", "1")
    clock.set(MONDAY)
    clock.forward(days=13, hours=19)  # Monday 05.00
    await calls_off(sara, 1)
    assert "is called off" in (await news(talk, kari)).text
