"""Meetings come from files: planned, the same row twice once, a changed row a change that people hear of."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.importers.record_export import export_records
from bot.importers.seeding import SeedError, seed_records
from storage.kit.database import Database
from storage.meetings.meetings import CANCELLED
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import calls_off, meeting, news, occurrences, told

ROW = {
    "id": "arena-2-27",
    "title": "Arenamøte 2/27",
    "starts": "2027-03-16T10:00",
    "ends": "2027-03-16T15:00",
    "place": "Eksempel Industripark",
    "signup_days": 7,
    "capacity": 40,
}


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.person("sara", role="secretariat")
    return talk


async def load(talk: Conversation, *rows: dict[str, Any]) -> None:
    await seed_records(talk.database, "meetings", [json.dumps(row) + "\n" for row in rows], "file.jsonl")
    await talk.settle()


async def test_a_row_becomes_a_planned_meeting_with_its_card(talk: Conversation) -> None:
    await load(talk, ROW)
    found = await meeting(talk)
    assert (found.code, found.title, found.minutes, found.zone) == ("arena-2-27", "Arenamøte 2/27", 300, "Europe/Oslo")
    (row,) = await occurrences(talk)
    assert row.start_at.isoformat() == "2027-03-16T09:00:00+00:00"
    assert row.signup_by is not None
    (card,) = talk.room("grid")
    assert card.text.startswith("Arenamøte 2/27\nWhen: Tuesday 16 March 2027, 10:00–15:00")


async def test_the_same_file_again_changes_nothing_also_when_it_was_changed_in_chat(talk: Conversation) -> None:
    await load(talk, ROW)
    async with talk.database.begin() as store:
        found = await store.meetings.find_meeting_by_code("arena-2-27")
        assert found is not None
        found.place = "Dømeøyra"
    await load(talk, ROW)
    found = await meeting(talk)
    assert (found.place, found.version) == ("Dømeøyra", 1)
    assert len(talk.room("grid")) == 1


async def test_a_new_time_in_the_file_asks_those_who_had_answered_again(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await load(talk, ROW)
    await kari.does("meetings.going", "1")
    await load(talk, {"id": "arena-2-27", "starts": "2027-03-17T10:00"})
    (row,) = await occurrences(talk)
    assert (row.moves, row.starts) == (1, "2027-03-17T10:00")
    assert (await meeting(talk)).minutes == 300
    assert "The time has changed." in (await news(talk, kari)).text


async def test_a_series_for_topics_and_a_meeting_of_organisations(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await load(
        talk,
        {
            "id": "a", "title": "Grid breakfast", "starts": "2027-03-09 08:00", "minutes": 45, "topics": ["nett"],
            "rule": "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=6", "organiser": f"person-{kari.person_id}",
        },
        {"id": "b", "title": "Heat", "starts": "2027-03-10T13:00", "organisations": ["eksempel"]},
    )  # fmt: skip
    assert [row.starts[:10] for row in await occurrences(talk)][:2] == ["2027-03-09", "2027-04-13"]
    assert ((await meeting(talk)).audience, (await meeting(talk, 2)).audience) == ("topics", "organisations")
    assert (await meeting(talk)).organiser_id == kari.person_id
    assert (await meeting(talk, 2)).minutes == 60


async def test_what_was_called_off_stays_off(talk: Conversation) -> None:
    await load(talk, ROW)
    sara = Someone(talk, "sara")
    await calls_off(sara, 1)
    await load(talk, ROW | {"place": "Dømeøyra"})
    assert (await meeting(talk)).state == CANCELLED


async def test_what_was_taken_out_can_be_loaded_again_after_the_meeting_has_begun(
    talk: Conversation, clock: Clock
) -> None:
    await load(talk, ROW)
    clock.forward(days=16)
    rows = [json.loads(line) for line in await export_records(talk.database, "meetings", csv=False)]
    await load(talk, *rows)
    assert (await meeting(talk)).title == ROW["title"]
    with pytest.raises(SeedError, match="has begun"):
        await load(talk, rows[0] | {"place": "Dømeøyra"})


async def test_a_row_of_a_series_that_has_begun_changes_what_is_to_come(talk: Conversation, clock: Clock) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    series = ROW | {"rule": "FREQ=WEEKLY;COUNT=4", "minutes": 60, "ends": ""}
    await load(talk, series)
    clock.forward(days=16)
    await kari.does("meetings.going", "3")
    await load(talk, series | {"place": "Dømeøyra"})
    assert (await meeting(talk)).place == "Dømeøyra"
    assert [row.place for row in await occurrences(talk)] == ["Eksempel Industripark", "", "", ""]
    await load(talk, series | {"starts": "2027-03-16T12:00"})
    assert [row.starts for row in await occurrences(talk, 1)] == ["2027-03-16T10:00"]
    assert [row.starts[11:] for row in await occurrences(talk, 2)] == ["12:00"] * 3
    assert (await meeting(talk, 2)).code == "arena-2-27"
    assert len(await told(talk, kari)) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"starts": ""}, "starts"),
        ({"starts": "16.3.2027"}, "starts"),
        ({"starts": "2027-02-30T10:00"}, "starts"),
        ({"ends": "2027-03-16T10:00"}, "ends"),
        ({"ends": "", "minutes": "x"}, "minutes"),
        ({"ends": "", "minutes": 0}, "minutes"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"rule": "FREQ=SECONDLY"}, "rule"),
        ({"rule": "FREQ=WEEKLY"}, "rule"),
        ({"rule": "FREQ=DAILY;COUNT=1000000"}, "rule"),
        ({"rule": "FREQ=WEEKLY;BYDAY=FR;COUNT=3"}, "rule"),
        ({"audience": "friends"}, "audience"),
        ({"audience": "topics"}, "topics"),
        ({"topics": ["nothing"]}, "topics"),
        ({"organisations": ["nobody"]}, "organisations"),
        ({"organiser": "nobody"}, "organiser"),
        ({"capacity": 0}, "capacity"),
        ({"link": "meet.example.org"}, "link"),
        ({"signup_time": "25:00"}, "signup_time"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_is_loaded(
    talk: Conversation, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(SeedError) as caught:
        await load(talk, ROW | {"id": "other"}, ROW | change)
    assert f"file.jsonl: line 2: {field}: " in str(caught.value)
    async with talk.database.read() as store:
        assert await store.meetings.list_all_meetings() == []


async def test_without_a_secretariat_an_organiser_is_needed(database: Database) -> None:
    with pytest.raises(SeedError, match="organiser: is required"):
        await seed_records(database, "meetings", [json.dumps(ROW)])


@pytest.mark.parametrize("csv", [False, True])
async def test_what_is_taken_out_can_be_loaded_again(talk: Conversation, csv: bool) -> None:
    await load(
        talk, ROW, ROW | {"id": "b", "rule": "FREQ=WEEKLY;COUNT=3", "topics": ["nett"], "link": "https://a.test/"}
    )
    lines = list(await export_records(talk.database, "meetings", csv=csv))
    await seed_records(talk.database, "meetings", [f"{line}\n" for line in lines])
    assert list(await export_records(talk.database, "meetings", csv=csv)) == lines
    assert [row.moves for row in await occurrences(talk, 2)] == [0, 0, 0]
