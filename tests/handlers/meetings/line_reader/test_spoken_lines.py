"""Lines as they are dictated, abbreviated and misspelt, and what is asked about them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.meetings.line_reader import MeetingLine, is_meeting_order, may_order_meeting, read_meeting_line

#: a Wednesday
NOW = datetime(2026, 12, 2, 7, 41, tzinfo=UTC)


def read(text: str) -> MeetingLine:
    return read_meeting_line(text, NOW, ZoneInfo("Europe/Oslo"))


@pytest.mark.parametrize(
    ("text", "title", "start"),
    [
        ("nytt møte trettende januar klokken seksten om damp", "Møte om damp", "2027-01-13T16:00"),
        ("meeting on the seventeenth of december at nine about hoses", "Meeting about hoses", "2026-12-17T09:00"),
        ("crane hire meeting mon 14 dec 930am", "Crane hire meeting", "2026-12-14T09:30"),
        ("lag et møte om utslippet i dag om et kvarter", "Møte om utslippet", "2026-12-02T08:56"),
        ("møte tors neste uke kl 10 om nøkler", "Møte om nøkler", "2026-12-10T10:00"),
        ("møte tirsdag kl 10 neste uke om nøkler", "Møte om nøkler", "2026-12-08T10:00"),
        ("møte ny oljevern 5 mras kl 9", "Oljevern", "2027-03-05T09:00"),
        ("meetign tommorow at 2pm about keys", "Meeting about keys", "2026-12-03T14:00"),
        ("møøte fredag kl 9 om nøkler", "Møte om nøkler", "2026-12-04T09:00"),
        ("møte i dag kl 12 om nøkler, skipet går 0800", "Møte om nøkler", "2026-12-02T12:00"),
        ("All-hands Friday 11 Dec 15:00 (drinks from 16:00)", "All-hands", "2026-12-11T15:00"),
        ("møte på Zoom torsdag kl 10 med tema brann", "Brann", "2026-12-03T10:00"),
        ("møte fredag frå 9 om tryggleik", "Møte om tryggleik", "2026-12-04T09:00"),
        ("møte om nøkler julaften kl 9", "Møte om nøkler", "2026-12-24T09:00"),
    ],
)
def test_a_dictated_line_gives_title_and_time(text: str, title: str, start: str) -> None:
    line = read(text)
    assert (line.title, line.start, line.asks) == (title, datetime.fromisoformat(start), ())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("møte om avlønning før fredag", "date"),
        ("møte om flaum måndagen etter nyttår kl 10", "date"),
        ("møte forrige fredag kl 10 om brann", "date"),
        ("new meeting last friday at 10 about fire drill", "date"),
        ("møte om lekkasje så fort som mulig", "date"),
        ("møte laurdag 5/12 el sundag 6/12 kl 12 om kai", "date"),
        ("møte mandag om en uke kl 12 om kai", "date"),
        ("møte torsdag etter kl 14 om kai", "time"),
        ("møte man eller tirs kl 10 om kai", "date"),
        ("quarterly review 5 April at 10", "rule"),
        ("månedlig driftsmøte hver tirsdag kl 9", "rule"),
        ("møte om nøkler mandag-onsdag kl 9", "end"),
    ],
)
def test_what_only_nearly_says_when_is_asked_about(text: str, what: str) -> None:
    assert what in read(text).asked


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("biweekly sync with Yara, tuesdays 10am", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("weekly stand-up mon-thu 8:45", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
        ("driftsmøte tysdag og torsdag kvar veke kl 8", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("standup daily at 8:15 on weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("oppstartsmøte hver mandag i januar kl 9", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270131T235959"),
    ],
)
def test_what_is_said_twice_of_a_series_is_one_rule(text: str, rule: str) -> None:
    assert read(text).rule.removeprefix("RRULE:") == rule


def test_names_and_rooms_behind_a_time_are_told_apart() -> None:
    line = read("møte om nøkler torsdag kl 9 i Kantina med Tor, Liv og Geir")
    assert (line.title, line.place) == ("Møte om nøkler", "Kantina")
    assert read("Gjennomgang fredag kl 9, brakkerigg A").place == "brakkerigg A"
    assert read("Styringsgruppe fredag kl 9 rom Lofoten + teams").place == "rom Lofoten + teams"


@pytest.mark.parametrize("text", ["meeting about the roof again", "et møte med kommunen om vei"])
def test_a_kind_of_meeting_and_its_subject_are_an_order(text: str) -> None:
    assert is_meeting_order(text)


@pytest.mark.parametrize("text", ["The crane is out of service Friday 9am to 3pm", "brua er stengt fra mandag kl 22"])
def test_a_statement_is_no_order(text: str) -> None:
    assert not is_meeting_order(text)


def test_a_plant_is_not_taken_for_a_meeting() -> None:
    assert not may_order_meeting("Spare steam, 5 t/h at 16 bar, except July")
