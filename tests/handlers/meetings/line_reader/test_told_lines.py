"""Lines with what is said around a meeting, series that are counted, and lines that only tell of a meeting."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    "said",
    [
        "med lunsj", "viktig at alle kommer", "Per innleder", "kun for medlemmer", "på engelsk", "obligatorisk",
        "members only", "dial-in to follow", "rom bestilles senere", "saksliste følger",
    ],
)  # fmt: skip
def test_what_is_said_around_a_meeting_is_neither_title_nor_place(said: str) -> None:
    line = read(f"Møte om damp fredag kl 10-11, {said}")
    assert (line.title, line.place, line.asks) == ("Møte om damp", "", ())


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Julelunsj for alle fredag kl 10 i kantina", "Julelunsj for alle", "kantina"),
        ("Referansegruppa samles i Testsund fredag kl 10", "Referansegruppa", "Testsund"),
        ("Krisestab møter fredag kl 10, kontrollrommet", "Krisestab", "kontrollrommet"),
        ("reserve the boardroom for the audit meeting on Friday at 10am", "Audit meeting", "boardroom"),
        ("Møte i Prøvedal fredag kl 10 om damp", "Møte om damp", "Prøvedal"),
        ("Møte i Styret fredag kl 10 om damp", "Møte i Styret om damp", ""),
        ("Driftsmøte fredag kl 10, kontoret til Arne", "Driftsmøte", "kontoret til Arne"),
        ("Vernerunde i bygg 7 fredag kl 10, oppmøte i resepsjonen", "Vernerunde i bygg 7", "resepsjonen"),
        ("Damp og kjøling - møte fredag kl 10", "Damp og kjøling", ""),
        ("Teams-møte fredag kl. 10 om konsesjon", "Teams-møte om konsesjon", "Teams"),
        ("byggemøte 3 fredag kl 10 brakkerigg", "Byggemøte 3", "brakkerigg"),
        ("Construction meeting no 3 Friday at 10am, site cabin", "Construction meeting no 3", "site cabin"),
        ("Møte om damp fredag kl 10 sammen med Per og Kari", "Møte om damp", ""),
        ("Hei alle! Da blir det oppstartsmøte fredag kl 10 på Teams. Hilsen Mona", "Oppstartsmøte", "Teams"),
        ("Hei, jeg lurer på om vi kan ta et møte om damp fredag kl 10?", "Møte om damp", ""),
        ("fredag kl 10 morgenmøte vaktrommet", "Morgenmøte", "vaktrommet"),
        ("Sluttmøte fredag kl 10 på Teams, kake på kontoret etterpå", "Sluttmøte", "Teams"),
        ("Styremøte fredag kl 10 hjemme hos Kari", "Styremøte", "Kari"),
        ("Vi treng eit møte om damp, forslag fredag kl 10", "Møte om damp", ""),
        ("Kalenderhold: strategidag fredag kl 10", "Strategidag", ""),
    ],
)
def test_title_and_place_are_told_apart(text: str, title: str, place: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title, line.place) == (title, place)
    assert (line.start, line.asks) == (datetime.fromisoformat("2026-12-04T10:00"), ())


@pytest.mark.parametrize(
    ("text", "start", "rule", "count"),
    [
        ("Energiledelse, fire tirsdager fra 12. januar kl 9", "2027-01-12T09:00", "FREQ=WEEKLY;BYDAY=TU", 4),
        (
            "Project meeting every fortnight on Thursdays 9-11, first on 10 December, eight in all",
            "2026-12-10T09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", 8,
        ),
        (
            "HMS-møte hver tredje uke på torsdager kl 9, oppstart 10. desember",
            "2026-12-10T09:00", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", None,
        ),
    ],
)  # fmt: skip
def test_a_series_is_counted_and_begins_as_it_is_said(text: str, start: str, rule: str, count: int | None) -> None:
    line = read(text)
    assert (line.start, line.rule.removeprefix("RRULE:"), line.count, line.asks) == (
        datetime.fromisoformat(start), rule, count, (),
    )  # fmt: skip


@pytest.mark.parametrize("said", ["tirsdager i partallsuker kl 9", "Tuesdays in even weeks at 9"])
def test_weeks_of_even_numbers_are_asked_about(said: str) -> None:
    assert "rule" in read(f"Driftsmøte {said}").asked


@pytest.mark.parametrize(
    ("said", "what"),
    [("når som helst på fredag", "time"), ("fredag 4/12 kl 9, ferdig senest 10.30", ""), ("041226 kl 9", "title")],
)
def test_a_time_is_read_or_asked_about(said: str, what: str) -> None:
    line = read(f"Møte om damp {said}")
    assert what in line.asked if what else (line.asks, line.end) == ((), datetime.fromisoformat("2026-12-04T10:30"))


def test_a_week_from_now_belongs_to_the_day_beside_it() -> None:
    line = read("meeting in two weeks, Tuesday at 11, about steam")
    assert (line.start, line.asks) == (datetime.fromisoformat("2026-12-15T11:00"), ())


@pytest.mark.parametrize(
    "text",
    [
        "Takk, det passer fint fredag kl 10", "Neste møte er 10. desember kl 9", "Det blir ikke noe møte på fredag",
        "Møtet 10. desember starter kl 9, ikke kl 10", "No meeting this Friday", "Ikkje noko møte fredag kl 9",
        "Legg saken om støy på agendaen til møtet 10. desember", "I'll be late for the meeting on Friday at 10",
        "Vi har fått møte med banken fredag kl 10", "Road closed Friday 8 to 12", "Vannet stenges fredag kl 12",
        "Styremøtet varte til kl 16",
        "Minner om møtet fredag kl 10", "Påminnelse: styremøtet er fredag kl 10",
    ],
)  # fmt: skip
def test_what_tells_of_a_meeting_orders_none(text: str) -> None:
    assert not is_meeting_order(text)
