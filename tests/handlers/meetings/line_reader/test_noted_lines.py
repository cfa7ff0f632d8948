"""Lines as people note them for a secretary: polite, signed, until Easter, and named by a month."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Fint om du setter opp et møte om damp fredag kl 10", "Møte om damp"),
        ("Supert om de lagar eit kort møte om damp fredag kl 10", "Kort møte om damp"),
        ("Vil gjerne ha et møte om damp fredag kl 10", "Møte om damp"),
        ("Ønsker å få satt opp et møte om damp fredag kl 10", "Møte om damp"),
        ("Møte om damp fredag kl 10. Ha en fin dag!", "Møte om damp"),
        ("Husk å sette opp møte om damp fredag kl 10", "Møte om damp"),
        ("don't forget to arrange a meeting about steam on Friday at 10am", "Meeting about steam"),
        ("Kall sammen driftsrådet fredag kl 10", "Driftsrådet"),
        ("Let's meet about steam on Friday at 10am", "Steam"),
        ("Innspill til planen om damp: møte fredag kl 10", "Innspill til planen om damp"),
    ],
)
def test_what_orders_the_meeting_is_not_its_title(text: str, title: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title, line.start, line.asks) == (title, datetime.fromisoformat("2026-12-04T10:00"), ())


@pytest.mark.parametrize("signature", ["Mvh Bente", "Takk, Ellen", "Med vennlig hilsen Jo Berg", "Best regards,\nKim"])
def test_who_signs_the_line_is_neither_title_nor_place(signature: str) -> None:
    line = read(f"Møte om damp i kantina fredag kl 10. {signature}")
    assert (line.title, line.place, line.asks) == ("Møte om damp", "kantina", ())


def test_a_greeting_within_the_line_is_no_signature() -> None:
    assert read("Møte om takk Bente fikk fredag kl 10").title == "Møte om takk Bente fikk"


@pytest.mark.parametrize("meal", ["lunsj etterpå", "enkel lunsj og kaffe etterpå", "lunch to follow"])
def test_a_meal_behind_the_meeting_is_no_part_of_it(meal: str) -> None:
    line = read(f"Møte om damp fredag kl 10-12, {meal}")
    assert (line.title, line.asks) == ("Møte om damp", ())


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Møte om damp hver torsdag kl 9, starter neste uke", "2026-12-10T09:00"),
        ("Møte om damp kvar torsdag kl 9, startar i januar", "2027-01-07T09:00"),
        ("steam meeting every Thursday at 9, starting in January", "2027-01-07T09:00"),
        ("steam meeting every Thursday at 9, first one 10 December", "2026-12-10T09:00"),
    ],
)
def test_a_series_begins_when_its_first_meeting_is_said_to_be(text: str, start: str) -> None:
    line = read(text)
    assert (line.start, line.asks) == (datetime.fromisoformat(start), ())
    assert line.rule.removeprefix("RRULE:") == "FREQ=WEEKLY;BYDAY=TH"
    assert "first" not in line.title


@pytest.mark.parametrize("end", ["til påske", "fram til påska", "until Easter"])
def test_a_series_until_easter_ends_before_its_holidays(end: str) -> None:
    line = read(f"Driftsmøte hver torsdag kl 9 {end}")
    assert (line.rule.partition("UNTIL=")[2], line.asks) == ("20270324T235959", ())


@pytest.mark.parametrize("end", ["til påske", "til 1. februar 2027"])
def test_a_series_that_ends_before_it_begins_is_asked_about(end: str) -> None:
    assert read(f"Driftsmøte hver torsdag kl 9 fra 8. april 2027 {end}").asked == ("count",)


def test_what_lasts_through_easter_is_asked_about() -> None:
    assert read("Driftsmøte hver torsdag kl 9 ut påsken").asked == ("count",)


def test_a_month_may_say_which_one_it_is() -> None:
    line = read("Planning meeting for the May newsletter, Friday at 10am")
    assert (line.title, line.start) == (
        "Planning meeting for the May newsletter",
        datetime.fromisoformat("2026-12-04T10:00"),
    )
    assert line.asks == ()


def test_digital_says_which_group_it_is_and_digitalt_how_they_meet() -> None:
    line = read("Fagråd digital fredag kl 10")
    assert (line.title, line.place) == ("Fagråd digital", "")
    line = read("Digital faggruppe fredag kl 10")
    assert (line.title, line.place) == ("Digital faggruppe", "")
    line = read("Fagråd digitalt fredag kl 10")
    assert (line.title, line.place) == ("Fagråd", "digitalt")


def test_a_building_for_people_is_the_place_behind_a_subject() -> None:
    line = read("På fredag kl 10 tar vi gjennomgang av damp i velferdsbygget")
    assert (line.title, line.place, line.asks) == ("Gjennomgang av damp", "velferdsbygget", ())


@pytest.mark.parametrize("hour", ["half past three", "quarter to three"])
def test_an_hour_in_english_words_is_a_sign_of_a_time(hour: str) -> None:
    text = f"Call about the valve at {hour}"
    assert is_meeting_order(text)
    assert read(text).asked == ("date",)


@pytest.mark.parametrize(
    "text",
    ["Vannet i bygg 4 blir borte fredag kl 10-12", "Dampen vert stengd fredag kl 10", "Nettet faller ut fredag kl 10"],
)
def test_what_is_cut_off_at_a_time_is_no_order(text: str) -> None:
    assert not is_meeting_order(text)


@pytest.mark.parametrize("text", ["Husk å flytte møtet fredag", "hugs å melde dykk på møtet fredag kl 10"])
def test_a_reminder_about_a_meeting_there_is_orders_no_new_one(text: str) -> None:
    assert not is_meeting_order(text)


def test_a_title_that_begins_with_what_is_to_be_done_is_asked_about() -> None:
    assert "title" in read("Hugs å oppdatere damplista fredag kl 10").asked
