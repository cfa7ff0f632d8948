"""Lines that order at their end, series within weeks, and words beside a time that are none of its units."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Møte om damp fredag kl 10 på Teams, kan du kalle inn?", "Møte om damp", "Teams"),
        ("fredag kl 10, Teams, statusmøte damp. Fikser du?", "Statusmøte damp", "Teams"),
        ("fredag kl 10, Teams, statusmøte damp, så kan du skrive det opp som møte?", "Statusmøte damp", "Teams"),
        ("statusmøte damp fredag kl 10, Teams, kan du sette det opp som et møte da?", "Statusmøte damp", "Teams"),
        ("Sluttmøte damp fredag kl 10, kontoret til Siri, kall inn", "Sluttmøte damp", "kontoret til Siri"),
        ("Lunch with the tenants at Elvenes Friday at 10am, set it up pls", "Lunch with the tenants", "Elvenes"),
        ("Damp og kjøling fredag kl 10. Legger du det inn?", "Damp og kjøling", ""),
        ("Vi tar en avsjekk før besøket fredag kl 10, sett det opp på Teams", "Avsjekk før besøket", "Teams"),
        ("Styringsgruppa møtes fredag kl 10, kan du sende ut innkalling? Møterom 304", "Styringsgruppa", "Møterom 304"),
        ("hei, fredag kl ti, kan du booke møte om damp? Digitalt. Takk!", "Møte om damp", "Digitalt"),
        ("kall inn driftslederne kl. 10 fredag til møte om damp", "Møte om damp", ""),
        ("Get the foremen together Friday at 10am in Kirkenes to talk about the delays", "delays", "Kirkenes"),
        ("Ny her, så eg prøver: møte om damp fredag kl 10 i kantina", "Møte om damp", "kantina"),
        ("Kan du sette opp møte om damp? Fredag kl ti, hos oss i kantina", "Møte om damp", "kantina"),
        ("Sett opp workshop om damp i Mo i Rana fredag kl 10", "Workshop om damp", "Mo i Rana"),
        ("kall inn til møte fredag kl 10, tema: damp, rom B2", "Damp", "rom B2"),
        ("IT sync with the parks, Friday at 10am, her office", "IT sync with the parks", "her office"),
    ],
)  # fmt: skip
def test_title_and_place_are_told_apart(text: str, title: str, place: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title.removeprefix("The "), line.place) == (title, place)
    assert (line.start, line.asks) == (datetime.fromisoformat("2026-12-04T10:00"), ())


@pytest.mark.parametrize(
    ("text", "start", "rule", "count"),
    [
        ("driftsmøte hver dag i uke 50 kl 9", "2026-12-07T09:00", "FREQ=DAILY;UNTIL=20261211T235959", None),
        ("driftsmøte mandag til torsdag i uke 50 kl 9, hver dag", "2026-12-07T09:00",
         "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;UNTIL=20261210T235959", None),
        ("Toolbox talk Fridays at 9am for 8 weeks starting 4 December", "2026-12-04T09:00", "FREQ=WEEKLY;BYDAY=FR", 8),
        ("driftsmøte hver fredag kl 9, start om to uker", "2026-12-18T09:00", "FREQ=WEEKLY;BYDAY=FR", None),
        ("fire fredager på rad kl 9: driftsmøte", "2026-12-04T09:00", "FREQ=WEEKLY;BYDAY=FR", 4),
        ("driftsmøte hver fredag kl 9 i 6 uker", "2026-12-04T09:00", "FREQ=WEEKLY;BYDAY=FR", 6),
        ("forum første onsdag i måneden kl 13, første gang i februar", "2027-02-03T13:00",
         "FREQ=MONTHLY;BYDAY=1WE", None),
        ("driftsmøte hver mandag kl 7", "2026-12-07T07:00", "FREQ=WEEKLY;BYDAY=MO", None),
        ("A monthly meeting on steam on the 10th at 9am from February", "2027-02-10T09:00",
         "FREQ=MONTHLY;BYMONTHDAY=10", None),
    ],
)  # fmt: skip
def test_a_series_lasts_as_long_as_its_weeks(text: str, start: str, rule: str, count: int | None) -> None:
    line = read(text)
    assert (line.start, line.rule, line.count) == (datetime.fromisoformat(start), rule, count)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("fredag kl 15.30 krisemøte om damp", "2026-12-04T15:30", None),
        ("fredag kl 9 barnevernsmøte", "2026-12-04T09:00", None),
        ("Møte om damp fredag kl 9, varer til elleve", "2026-12-04T09:00", "2026-12-04T11:00"),
        ("Put in 45 min with the supplier about steam on Friday at 2pm", "2026-12-04T14:00", "2026-12-04T14:45"),
        (
            "Møte om damp fredag kl 9. Vi trenger en time, og vi tar det på Teams",
            "2026-12-04T09:00",
            "2026-12-04T10:00",
        ),
        ("Audit Friday 8 sharp, 1.5 hours", "2026-12-04T08:00", "2026-12-04T09:30"),
    ],
)
def test_a_time_keeps_its_words(text: str, start: str, end: str | None) -> None:
    line = read(text)
    assert line.start == datetime.fromisoformat(start)
    assert line.end == (datetime.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    "text",
    [
        "Kveldsskiftet byrjar kl 14 på fredag", "MV Havbris anløper onsdag kl 04.30 og losses til torsdag ettermiddag",
        "The meeting with the bank last Friday at 14:00 went well",
        "Prøvene må være på laboratoriet innen fredag kl 14",
    ],
)  # fmt: skip
def test_what_is_only_told_orders_nothing(text: str) -> None:
    assert not is_meeting_order(text)
