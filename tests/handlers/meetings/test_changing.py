"""Conversations about change: one date or all, what people had answered, and two who change at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.meetings.meeting_changes import match_occurrences
from storage.meetings.meetings import PLANNED
from storage.meetings.occurrences import CANCELLED, Occurrence
from storage.meetings.rsvps import Rsvp
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import changes, fact, labels, meeting, news, occurrences, plan, plans, said, told, writes

pytestmark = pytest.mark.usefixtures("two_rooms")

SERIES = {"title": "Grid breakfast", "when": "9 March 8:00-9:00", "repeats": "every Tuesday, 4 times"}


async def answer(talk: Conversation, who: Someone, occurrence: int) -> Rsvp:
    async with talk.database.read() as store:
        found = await store.rsvps.find_rsvp(occurrence, who.person_id)
        assert found is not None
        return found


async def test_a_new_time_asks_those_who_had_answered_again(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    echo = await changes(sara, 1, when="17 March 10:00-15:00")
    assert "Tuesday 16 March 2027, 10:00–15:00 → Wednesday 17 March 2027, 10:00–15:00" in said(echo)
    done = await sara.clicks(echo, "Save")
    assert "1 person will be asked again." in said(done)
    assert "The time has changed. It was Tuesday 16 March 2027, 10:00." in (await news(talk, kari)).text
    assert "Wednesday 17 March 2027, 10:00–15:00" in (await news(talk, kari)).text
    answers = ["Coming in person", "Maybe", "Cannot attend", "Send a deputy"]
    assert (await news(talk, kari)).labels[:4] == answers
    assert await told(talk, ola) == []
    (card,) = talk.room("grid")
    assert "Wednesday 17 March 2027, 10:00–15:00" in card.text
    assert "Nobody has answered yet." in card.text
    (row,) = await occurrences(talk)
    assert (row.id, row.moves, row.original) == (1, 1, "2027-03-17T10:00")
    await kari.clicks((await news(talk, kari)), "Coming in person")
    assert "1 in person" in talk.room("grid")[0].text


async def test_what_changes_is_said_once_and_apart_from_what_stays(sara: Someone) -> None:
    await plans(sara)
    text = said(await changes(sara, 1, when="17 March 10:00-15:00"))
    changed, stays = text.split("As before:")
    assert "This changes:\nWhen: Tuesday 16 March" in changed
    assert "Where: " in stays
    assert text.count("When: ") == 1


async def test_what_asks_whether_a_change_is_right_gives_way_to_what_became_of_it(
    talk: Conversation, sara: Someone
) -> None:
    await plans(sara)
    sara.keeps = True
    echo = await changes(sara, 1, when="17 March 10:00-15:00")
    before = len(sara.sees)
    (save,) = [button for button in echo.card.list_buttons() if button.label == "Save"]
    done = await sara.presses(save, "shown-by-the-chat-itself")
    assert "Saved. Every card shows it." in said(done)
    assert (done.replace, len(sara.sees)) == (True, before), "else its Save would stand above what is saved"


async def test_moved_twice_says_only_the_newest_time(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    for day in ("17", "18"):
        await sara.clicks(await changes(sara, 1, when=f"{day} March 10:00-15:00"), "Save")
    texts = [post.text for post in (await told(talk, kari))]
    assert len(texts) == 2
    assert all("Thursday 18 March 2027" in text for text in texts)
    assert (await occurrences(talk))[0].moves == 2


async def test_a_new_title_asks_nobody_again(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    before = await meeting(talk)
    await sara.clicks(await changes(sara, 1, title="Arena meeting in spring"), "Save")
    assert await told(talk, kari) == []
    (card,) = talk.room("grid")
    assert card.text.startswith("Arena meeting in spring")
    assert "1 in person" in card.text
    after = await meeting(talk)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert after.version > before.version


async def test_who_comes_hears_of_a_new_place(talk: Conversation, sara: Someone, kari: Someone, ola: Someone) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    await ola.does("meetings.declined", "1")
    await sara.clicks(await changes(sara, 1, place="Dømeøyra"), "Save")
    assert "Place or link is changed." in (await news(talk, kari)).text
    assert "Where: Dømeøyra" in (await news(talk, kari)).text
    assert await told(talk, ola) == []


async def test_nothing_changed_is_said_and_not_saved(talk: Conversation, sara: Someone) -> None:
    await plans(sara)
    assert "Nothing was changed." in said(await changes(sara, 1))
    assert "Not saved yet" not in said(await sara.commands("", name="home")), "nothing of it waits for her"


async def test_one_date_of_a_series_is_moved_and_the_others_stay(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara, **SERIES)
    await kari.does("meetings.going", "1")
    await kari.does("meetings.going", "2")
    echo = await changes(sara, 2, "one", when="17 March 8:00-9:00", place="Room 2")
    assert labels(echo) == ["Save", "Change", "Cancel"]
    assert "All members" not in said(echo), "whom it is for is the series' to say"
    await sara.clicks(echo, "Save")
    rows = await occurrences(talk)
    assert [row.starts[5:] for row in rows] == ["03-09T08:00", "03-17T08:00", "03-23T08:00", "03-30T08:00"]
    assert [row.original[5:10] for row in rows] == ["03-09", "03-16", "03-23", "03-30"]
    assert [(row.moves, row.sequence) for row in rows] == [(0, 0), (1, 1), (0, 0), (0, 0)]
    assert len(await told(talk, kari)) == 1
    assert "Wednesday 17 March 2027, 08:00–09:00" in (await news(talk, kari)).text
    assert (await answer(talk, kari, 1)).moves == rows[0].moves
    assert "Where: Room 2" in (await news(talk, kari)).text
    for id in ("1", "2"):
        assert ("(this date was moved)" in said(await kari.does("meetings.show", id))) == (id == "2")


async def test_a_new_time_of_day_moves_every_date_and_tells_once(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara, **SERIES)
    for id in ("1", "2", "3"):
        await kari.does("meetings.going", id)
    before = await occurrences(talk)
    done = await sara.clicks(await changes(sara, 1, "all", when="9 March 10:00-11:00"), "Save")
    assert "1 person will be asked again." in said(done)
    rows = await occurrences(talk)
    assert [row.id for row in rows] == [row.id for row in before]
    assert {row.starts[11:] for row in rows} == {"10:00"}
    assert {row.moves for row in rows} == {1}
    assert len(await told(talk, kari)) == 1
    assert "The times have changed. Please answer again." in (await news(talk, kari)).text
    assert (await news(talk, kari)).labels == ["Show", "Show", "Show"]


async def test_a_changed_rule_keeps_the_answers_of_dates_that_stay(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    """Every Tuesday becomes every other: half of the dates are dropped, the others stay as they were."""
    await plans(sara, **SERIES)
    for id in ("1", "2", "3"):
        await kari.does("meetings.going", id)
    await sara.clicks(await changes(sara, 1, "all", repeats="every other Tuesday, 3 times"), "Save")
    rows = {row.original[5:10]: row for row in await occurrences(talk)}
    assert {day: row.state for day, row in rows.items()} == {
        "03-09": "planned",
        "03-16": "cancelled",
        "03-23": "planned",
        "03-30": "cancelled",
        "04-06": "planned",
    }
    assert [rows[day].id for day in ("03-09", "03-23")] == [1, 3]
    assert {row.moves for row in rows.values()} == {0}
    assert (await answer(talk, kari, 3)).answer == "going"
    assert len(await told(talk, kari)) == 1
    assert "is called off" in (await news(talk, kari)).text
    assert "Tuesday 16 March 2027" in (await news(talk, kari)).text


async def test_another_weekday_moves_each_date_to_the_next_one(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara, **SERIES)
    await kari.does("meetings.going", "2")
    echo = await changes(sara, 1, "all", when="10 March 8:00-9:00", repeats="every Wednesday, 4 times")
    await sara.clicks(echo, "Save")
    rows = await occurrences(talk)
    assert [row.id for row in rows] == [1, 2, 3, 4]
    assert [row.original[5:10] for row in rows] == ["03-10", "03-17", "03-24", "03-31"]
    assert {row.state for row in rows} == {"planned"}
    assert "Wednesday 17 March 2027" in (await news(talk, kari)).text


async def test_a_series_that_has_begun_goes_on_under_a_new_name_and_its_past_stays(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await plans(sara, **SERIES)
    await kari.does("meetings.going", "1")
    await kari.does("meetings.going", "3")
    clock.forward(days=16)  # two are over
    echo = await changes(sara, 3, "all", when="24 March 8:00-9:00", repeats="every Wednesday, 2 times")
    await sara.clicks(echo, "Save")
    old, new = await meeting(talk, 1), await meeting(talk, 2)
    assert [row.starts[5:10] for row in await occurrences(talk, 1)] == ["03-09", "03-16"]
    assert [row.starts[5:10] for row in await occurrences(talk, 2)] == ["03-24", "03-31"]
    assert [row.id for row in await occurrences(talk, 2)] == [3, 4]
    assert old.uid != new.uid
    assert old.rule.endswith("UNTIL=20270316T080000")
    assert (old.state, new.state) == (PLANNED, PLANNED)
    assert "The time has changed." in (await news(talk, kari)).text


async def test_the_form_of_a_series_that_has_begun_says_what_is_left(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    await plans(sara, **SERIES)
    clock.forward(days=16)
    form = await sara.submits(await sara.does("meetings.more", "3"), what="change", which="all")
    values = {field.name: field.value for field in form.form.fields}
    assert (values["day"], values["from"], values["to"]) == ("2027-03-23", "08:00", "09:00")
    assert "2 times" in values["repeats"]
    assert "Nothing was changed." in said(await sara.submits(form))
    await sara.clicks(await sara.submits(form, place="Room 2"), "Save")
    past, coming = (await occurrences(talk))[0], (await occurrences(talk))[3]
    assert past.place == "Eksempel Industripark"
    assert coming.place == ""
    assert (await meeting(talk)).starts == "2027-03-09T08:00"


async def test_a_date_that_was_moved_by_itself_stays_where_it_is(talk: Conversation, sara: Someone) -> None:
    await plans(sara, **SERIES)
    await sara.clicks(await changes(sara, 2, "one", when="18 March 12:00-13:00"), "Save")
    await sara.clicks(await changes(sara, 1, "all", repeats="every Tuesday, 6 times"), "Save")
    rows = await occurrences(talk)
    assert [row.starts[5:] for row in rows if row.id == 2] == ["03-18T12:00"]
    assert len(rows) == 6


async def test_numbers_for_calendars_only_grow(talk: Conversation, sara: Someone) -> None:
    """A calendar knows an occurrence by both numbers together."""
    await plans(sara, **SERIES)
    last: dict[int, int] = {}
    for which, id, values in (
        ("one", 2, {"when": "17 March 8:00-9:00"}),
        ("one", 2, {"when": "18 March 8:00-9:00"}),
        ("all", 1, {"place": "Room 1"}),
        ("all", 1, {"when": "9 March 9:00-10:00"}),
        ("one", 2, {"place": "Room 3"}),
        ("all", 1, {"repeats": "every Tuesday, 6 times"}),
    ):
        await sara.clicks(await changes(sara, id, which, **values), "Save")
        series = (await meeting(talk)).sequence
        now = {row.id: series + row.sequence for row in await occurrences(talk)}
        assert all(now[id] >= number for id, number in last.items())
        assert now[id] > last.get(id, 0)
        last = now


async def test_a_new_deadline_follows_the_new_time(talk: Conversation, sara: Someone) -> None:
    form = await sara.clicks(await writes(sara), "More")
    await sara.clicks(await sara.submits(form, signup="7"), "Save")
    await sara.clicks(await changes(sara, 1, when="23 March 10:00-15:00"), "Save")
    (row,) = await occurrences(talk)
    assert row.signup_by is not None
    assert row.signup_by.date().isoformat() == "2027-03-16"


async def test_a_deadline_that_is_over_for_the_new_time_keeps_nobody_from_answering(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    form = await sara.clicks(await writes(sara), "More")
    await sara.clicks(await sara.submits(form, signup="7"), "Save")
    await kari.does("meetings.going", "1")
    preview = await changes(sara, 1, when="4 March 10:00-15:00")
    assert "Sign up by: Tuesday 9 March 2027, 16:00 → –" in said(preview)
    await sara.clicks(preview, "Save")
    asked = await news(talk, kari)
    assert "Please answer again." in asked.text
    assert "Sign up by" not in asked.text
    assert "You come in person." in said(await kari.clicks(asked, "Coming in person"))
    await sara.clicks(await changes(sara, 1, when="16 March 10:00-15:00"), "Save")
    assert "Sign up by: Tuesday 9 March 2027, 16:00" in (await news(talk, kari)).text
    clock.set(datetime(2027, 3, 10, 9, tzinfo=UTC))
    await sara.clicks(await changes(sara, 1, place="Somewhere else"), "Save")
    assert "The sign-up deadline was 9 March 2027" in said(await kari.does("meetings.going", "1"))
    await sara.clicks(await changes(sara, 1, when="16 March 11:00-15:00"), "Save")
    assert "You come in person." in said(await kari.does("meetings.going", "1"))


async def test_of_two_who_change_at_once_the_second_sees_what_the_first_did(talk: Conversation, sara: Someone) -> None:
    tom = await talk.person("tom", role="secretariat")
    await plans(sara)
    form = await tom.submits(await tom.does("meetings.more", "1"), what="change")
    await sara.clicks(await changes(sara, 1, place="Dømeøyra"), "Save")
    late = await tom.submits(form, title="Arena meeting in March")
    assert "Somebody changed this meeting while you were writing." in said(late)
    assert fact(late, "Title") == "Arena meeting 2/27 → Arena meeting in March"
    assert fact(late, "Where") == "Dømeøyra → Eksempel Industripark"
    again = await tom.clicks(late, "Look through it again")
    assert {field.name: field.value for field in again.form.fields}["title"] == "Arena meeting in March"
    echo = await tom.submits(again, place="Dømeøyra")
    await tom.clicks(echo, "Save")
    found = await meeting(talk)
    assert (found.title, found.place) == ("Arena meeting in March", "Dømeøyra")


async def test_an_echo_that_was_overtaken_is_not_saved(talk: Conversation, sara: Someone) -> None:
    tom = await talk.person("tom", role="secretariat")
    await plans(sara)
    echo = await changes(tom, 1, title="Late")
    await sara.clicks(await changes(sara, 1, title="Early"), "Save")
    refused = await tom.clicks(echo, "Save")
    assert "Your changes are not saved yet." in said(refused)
    assert (await meeting(talk)).title == "Early"


async def test_fewer_seats_than_people_who_have_one_is_said_and_nobody_loses_theirs(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    await ola.does("meetings.going", "1")
    echo = await changes(sara, 1, what="details", capacity="1")
    assert "2 already have a seat. Nobody loses their seat" in said(echo)
    await sara.clicks(echo, "Save")
    per = await talk.person("per", organisation="liksomvik")
    assert "number 1 on the waiting list" in said(await per.does("meetings.going", "1"))
    assert "2 of 1 seat taken · 1 on the waiting list" in talk.room("grid")[0].text
    await sara.clicks(await changes(sara, 1, what="details", capacity="3"), "Save")
    assert "A seat has become free" in per.last.text


async def test_what_has_begun_cannot_be_changed(talk: Conversation, sara: Someone, clock: Clock) -> None:
    await plans(sara)
    echo = await changes(sara, 1, title="Too late")
    clock.set(MONDAY)
    clock.forward(days=15, hours=2)
    assert "has begun" in said(await sara.does("meetings.more", "1"))
    await sara.clicks(echo, "Save")
    assert (await meeting(talk)).title == "Arena meeting 2/27"


async def test_only_who_runs_it_changes_it(talk: Conversation, sara: Someone, kari: Someone, ola: Someone) -> None:
    await plans(sara)
    assert "Only the organiser (Sara) and the secretariat" in said(await kari.does("meetings.more", "1"))
    for do, value in (("meetings.write", "m1:1"), ("meetings.write", "o1:1"), ("meetings.details", "m1:1")):
        assert "Only the organiser (Sara) and the secretariat" in said(await ola.does(do, value))


@pytest.mark.parametrize("in_order", [True, False])
def test_dates_are_matched_by_time_then_by_day_then_in_order(in_order: bool) -> None:
    rows = [
        Occurrence(id=n, original=text, state=state)
        for n, (text, state) in enumerate(
            [
                ("2027-03-09T08:00", "planned"),
                ("2027-03-16T08:00", CANCELLED),
                ("2027-03-23T08:00", "planned"),
                ("2027-03-30T08:00", "planned"),
            ]
        )
    ]
    starts = [datetime(2027, 3, day, hour) for day, hour in ((9, 8), (16, 9), (24, 8), (31, 8))]  # noqa: DTZ001
    found = {start.day: row.id for start, row in match_occurrences(rows, starts, in_order=in_order).items()}
    assert found == ({9: 0, 16: 1, 24: 2, 31: 3} if in_order else {9: 0, 16: 1})


async def test_a_place_that_changes_five_times_at_night_is_told_once_in_the_morning(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    clock.set(datetime(2027, 3, 2, 20, tzinfo=UTC))
    for room in range(5):
        echo = await changes(sara, 1, place=f"Room {room}")
        await sara.clicks(echo, "Save")
    heard = len(kari.sees)
    clock.set(datetime(2027, 3, 3, 9, tzinfo=UTC))
    await talk.settle()
    told_of_it = [post.text for post in kari.sees[heard:] if "Place or link is changed." in post.text]
    assert len(told_of_it) == 1
    assert "Where: Room 4" in told_of_it[0]


@pytest.mark.parametrize(
    ("days", "lead"),
    [
        (("17", "18"), "It was Tuesday 16 March 2027"),
        (("17", "16"), "The time was changed, and is what it was again."),
    ],
)
async def test_who_sleeps_while_it_is_moved_twice_reads_from_what_they_knew_to_what_holds(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock, days: tuple[str, str], lead: str
) -> None:
    await plans(sara)
    await kari.does("meetings.going", "1")
    clock.set(datetime(2027, 3, 2, 20, tzinfo=UTC))
    for day in days:
        await sara.clicks(await changes(sara, 1, when=f"{day} March 10:00-15:00"), "Save")
    heard = len(kari.sees)
    clock.set(datetime(2027, 3, 3, 9, tzinfo=UTC))
    await talk.settle()
    (told_of_it,) = [post.text for post in kari.sees[heard:] if "Please answer again." in post.text]
    assert lead in told_of_it
    assert "17 March" not in told_of_it


async def test_one_date_of_a_series_is_without_what_the_others_have(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await plans(sara, repeats="every Tuesday, 3 times", capacity="1", link="https://example.org/a")
    await sara.clicks(await changes(sara, 2, "one", place="", capacity=""), "Save")
    shown = await kari.does("meetings.show", "2")
    assert "Where" not in said(shown)
    assert "Coming online" in labels(shown)
    assert "Coming in person" not in labels(shown), "it is online only"
    assert "Where: Eksempel Industripark" in said(await kari.does("meetings.show", "3"))
    await sara.clicks(await changes(sara, 3, "one", capacity="", link=""), "Save")
    for who in (sara, kari):
        await who.does("meetings.going", "3")
    assert "You come in person." in said(await kari.does("meetings.show", "3")), "without a limit nobody waits"
    assert "Link" not in said(await kari.does("meetings.show", "3"))


async def test_a_series_that_is_split_gets_no_date_of_the_later_one_back(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    """The third date was moved before the second, and is over when the second and all that follow change."""
    await plans(sara, repeats="every Tuesday, 4 times")
    await sara.clicks(await changes(sara, 3, "one", when="22 March 10:00-15:00"), "Save")
    clock.set(MONDAY + timedelta(days=21, hours=2))
    await sara.clicks(await changes(sara, 2, "all", when="23 March 9:00-10:00"), "Save")
    await plan(talk)
    assert [row.original[:10] for row in await occurrences(talk)] == ["2027-03-16", "2027-03-30"]
