"""The day and hours of a meeting are picked in its form; what a line said of them is there already."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation, Someone
from tests.planning import changes, fact, occurrences, plans, said, writes

PICKED = {"title": "Grid forum", "day": "2027-03-16", "from": "10:00", "to": "12:30"}


def presets(reply) -> dict[str, str]:
    return {field.name: field.value for field in reply.form.fields}


async def test_day_and_hours_are_picked(talk: Conversation, sara: Someone) -> None:
    form = await sara.does("meetings.write")
    kinds = {field.name: field.kind for field in form.form.fields}
    assert (kinds["day"], kinds["from"], kinds["to"]) == ("date", "time", "time")
    echo = await sara.submits(form, **PICKED)
    assert fact(echo, "When") == "Tuesday 16 March 2027, 10:00–12:30"
    again = await sara.clicks(echo, "Change")
    assert {name: presets(again)[name] for name in PICKED} == PICKED
    assert said(await sara.submits(again)) == said(echo)


async def test_without_an_end_it_lasts_an_hour_and_then_as_long_as_before(talk: Conversation, sara: Someone) -> None:
    echo = await sara.submits(await sara.does("meetings.write"), **PICKED | {"to": ""})
    assert fact(echo, "When") == "Tuesday 16 March 2027, 10:00–11:00"
    longer = await sara.submits(await sara.clicks(echo, "Change"), **PICKED)
    kept = await sara.submits(await sara.clicks(longer, "Change"), **PICKED | {"from": "13:00", "to": ""})
    assert fact(kept, "When") == "Tuesday 16 March 2027, 13:00–15:30"


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"day": ""}, {"day"}),
        ({"from": ""}, {"from"}),
        ({"day": "", "from": ""}, {"day", "from"}),
        ({"day": "2027-02-01"}, {"day"}),
        ({"day": "2095-03-16"}, {"day"}),
        ({"day": "2027-03-01", "from": "06:00", "to": ""}, {"from"}),  # earlier today
        ({"to": "10:00"}, {"to"}),
        ({"to": "09:00"}, {"to"}),
        ({"to": "later"}, {"to"}),
        ({"from": "soon"}, {"from"}),
    ],
)
async def test_what_is_wrong_is_said_where_it_was_picked(
    talk: Conversation, sara: Someone, values: dict[str, str], at: set[str]
) -> None:
    wrong = await sara.submits(await sara.does("meetings.write"), **PICKED | values)
    assert set(wrong.errors) == at
    assert all(wrong.errors.values())


async def test_a_line_that_knows_the_day_alone_fills_it_in(talk: Conversation, sara: Someone) -> None:
    form = await sara.commands("ny Nettforum, 16. mars, Dømeøyra", name="meeting")
    assert (presets(form)["day"], presets(form)["from"]) == ("2027-03-16", "")
    echo = await sara.submits(form, **{"from": "14:00"})
    assert fact(echo, "When") == "Tuesday 16 March 2027, 14:00–15:00"


async def test_a_day_that_does_not_exist_is_named_beside_the_picker(talk: Conversation, sara: Someone) -> None:
    form = await sara.commands("ny Nettforum, 31. februar kl 10", name="meeting")
    day = next(field for field in form.form.fields if field.name == "day")
    assert (day.value, day.hint) == ("", "There is no such day: “31. februar kl 10”.")


async def test_a_meeting_over_several_days_keeps_its_line_of_words(talk: Conversation, sara: Someone) -> None:
    await plans(sara, when="8 March 12:00 - 9 March 13:00")
    form = await sara.submits(await sara.does("meetings.more", "1"), what="change")
    assert presets(form)["when"] == "8.3.2027 12:00 - 9.3.2027 13:00"
    await sara.clicks(await sara.submits(form, when="9 March 12:00 - 10 March 13:00"), "Save")
    assert [row.starts for row in await occurrences(talk)] == ["2027-03-09T12:00"]


async def test_a_form_of_the_version_before_is_still_understood(talk: Conversation, sara: Someone) -> None:
    echo = await writes(sara, when="16 March 10:00-15:00")
    assert fact(echo, "When") == "Tuesday 16 March 2027, 10:00–15:00"


async def test_one_date_of_a_series_is_moved_by_its_pickers(talk: Conversation, sara: Someone) -> None:
    await plans(sara, when="9 March 8:00-9:00", repeats="every Tuesday, 4 times")
    echo = await changes(sara, 2, "one", day="2027-03-17", **{"from": "12:00", "to": "13:00"})
    await sara.clicks(echo, "Save")
    assert [row.starts for row in await occurrences(talk) if row.id == 2] == ["2027-03-17T12:00"]
