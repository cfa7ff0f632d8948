"""Days that belong to the subject, lists of names, marks of lists, and dates in forms that few write."""

from __future__ import annotations

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title", "start"),
    [
        ("Wednesday lunch club Thursday 11:30 cafe Rondo", "Wednesday lunch club", "2026-12-03T11:30"),
        ("Friday drinks on Thursday 10 December at 4pm, rooftop of building 3", "Friday drinks", "2026-12-10T16:00"),
        ("Casual Friday committee, Monday 4pm, HR", "Casual Friday committee", "2026-12-07T16:00"),
        (
            "møte ang. avtalen som går ut 31. januar, tirs 12 jan kl 13, Kvernhuset",
            "Møte ang. avtalen som går ut 31. januar",
            "2027-01-12T13:00",
        ),
        (
            "Could you arrange a chat about the Tuesday bin collection? Friday at noon, loading dock.",
            "Chat about the Tuesday bin collection",
            "2026-12-04T12:00",
        ),
        (
            "Førstehjelpskurs (del 1 var 25.11.), fredag 15. januar kl 9, kantina",
            "Førstehjelpskurs",
            "2027-01-15T09:00",
        ),
    ],
)
def test_a_day_of_the_subject_stays_in_the_title(text: str, title: str, start: str) -> None:
    line = read(text)
    assert line.start is not None
    assert (line.title, line.start.isoformat()[:16], line.asks) == (title, start, ())


@pytest.mark.parametrize(
    "text",
    [
        "Kickoff Tuesday 8 December at 10, or Wednesday 9 December",
        "workshop når det passer tirsdag 5. januar eller onsdag 6. januar kl 10",
        "Site visit Tuesday works, Thursday at 10 too",
    ],
)
def test_two_days_to_choose_from_are_asked_about(text: str) -> None:
    line = read(text)
    assert line.start is None
    assert "date" in {ask.what for ask in line.asks}


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        (
            "sett opp møte om varmt arbeid med Kari, Jonas, Amir og Tove? på Teams, torsdag 10-11",
            "Møte om varmt arbeid med Kari, Jonas, Amir og Tove",
            "Teams",
        ),
        ("møte om støy mandag kl 9, Kari, Per og Ola kommer", "Møte om støy", ""),
        ("lunsj fredag kl 12. Anne, Bo og Cathrine blir med. Kantina", "Lunsj", "Kantina"),
        ("samtale om vann med Oddvar mandag kl 9, han kommer til administrasjonsbygget", None, "administrasjonsbygget"),
        ("time til gjennomgang av prøvene torsdag klokken elleve med Marte fra laboratoriet", None, ""),
    ],
)
def test_who_comes_is_no_place(text: str, title: str | None, place: str) -> None:
    line = read(text)
    assert (title or line.title, line.place) == (line.title, place)


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("1. Vassprøver 2. måndag 7.12 kl 0900 3. Pumpehuset Lyngodden", "Vassprøver", "Pumpehuset Lyngodden"),
        ("1) HMS-runde 2) fredag 08:00 3) oppmøte ved vekta", "HMS-runde", "vekta"),
        ("a) hva: årshjulet b) når: 11.12 kl 9 c) hvor: Glassburet", "Årshjulet", "Glassburet"),
        ("1. styremøte 2. desember kl 18, sal 1", "1. styremøte", "sal 1"),
    ],
)
def test_the_marks_of_a_list_are_left_out(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())


@pytest.mark.parametrize(
    ("text", "title", "place", "start"),
    [
        ("inspection on 14-Dec-26, 10 AM, Area 5", "Inspection", "Area 5", "2026-12-14T10:00"),
        ("Øving, 19. januar, 1930, brannstasjonen", "Øving", "brannstasjonen", "2027-01-19T19:30"),
        ("Øving, 19. januar 2027, 1900, brannstasjonen", "Øving", "brannstasjonen", "2027-01-19T19:00"),
        ("Sjekk av lys, 7/12, 06.00, bygg 1-4", "Sjekk av lys", "bygg 1-4", "2026-12-07T06:00"),
        ("tilsyn torsdag kl. 9. Frammøte ved pumpestasjon 2.", "Tilsyn", "pumpestasjon 2", "2026-12-03T09:00"),
        ("Medarbeidarsamtale Oddny ti. 13.00 stillerommet", "Medarbeidarsamtale Oddny", "stillerommet", None),
        (
            "Supper about the 24-hour rota, Mon 7 Dec, 3.30 pm, pod 2",
            "Supper about the 24-hour rota",
            "pod 2",
            "2026-12-07T15:30",
        ),
        ("toolbox, brann, tor 0645, ute v/ siloen", "Toolbox, brann", "ute v/ siloen", "2026-12-03T06:45"),
    ],
)
def test_days_times_and_numbers_of_few_writers(text: str, title: str, place: str, start: str | None) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())
    assert start is None or (line.start is not None and line.start.isoformat()[:16] == start)
