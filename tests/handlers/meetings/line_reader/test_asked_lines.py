"""Lines that ask politely, name the meeting, say a week beside a day, or tell of something that is no meeting."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.language.statement_words import begins_with_statement
from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kunne du vore så snill å setje opp eit møte om damp fredag kl 10?", "Møte om damp"),
        ("Could you be so kind as to set up a meeting on steam on Friday at 10am?", "Meeting on steam"),
        ("Hadde det vært mulig å få satt opp et møte om damp fredag kl 10?", "Møte om damp"),
        ("Er det mogleg å få til eit møte om damp fredag kl 10?", "Møte om damp"),
        ("Would you mind booking a meeting about steam on Friday at 10am?", "Meeting about steam"),
        ("Kan jeg be deg om å kalle inn til driftsmøte fredag kl 10?", "Driftsmøte"),
        ("Har du mulighet til å booke et driftsmøte fredag kl 10?", "Driftsmøte"),
        ("I'd be grateful if you could set up a steam meeting on Friday at 10am", "Steam meeting"),
        ("Eg ønskjer møte om damp fredag kl 10", "Møte om damp"),
        ("kl 10 på fredag treng vi møte om damp", "Møte om damp"),
        ("På fredag kl 10 må me ha eit møte om damp", "Møte om damp"),
        ("Alle driftsledere innkalles til møte om damp fredag kl 10", "Møte om damp"),
        ("Fint med et møte om damp fredag kl 10", "Møte om damp"),
        ("Vi har snakka om å møtast om damp. Kan du leggje inn fredag kl. 10?", "Damp"),
        ("Vi møtes fredag kl 10 for å snakke om ny linje", "Ny linje"),
        (
            "webinar: Ny nettleie – hva får vi ut av den nye? Fredag kl 10",
            "Webinar: Ny nettleie – hva får vi ut av den nye",
        ),
        ("Sett opp et møte fredag kl 10 med tittelen Damp og vann", "Damp og vann"),
        ("Set up a meeting on Friday at 10am with the title Steam and water", "Steam and water"),
        ("Sett opp et møte som heter Damp og vann fredag kl 10", "Damp og vann"),
        ("Kall møtet Damp og vann, fredag kl 10", "Damp og vann"),
        ("Vernerunde for dei nye lærlingane fredag kl 10", "Vernerunde for dei nye lærlingane"),
        ("We ought to meet about steam losses on Friday at 10am", "Steam losses"),
        ("Vi burde møtes om dampledningen fredag kl 10", "Dampledningen"),
        ("Møte før revisjonsstansen fredag kl 10", "Møte før revisjonsstansen"),
        ("Meeting after the shutdown Friday 10am", "Meeting after the shutdown"),
        ("Webinar fredag kl 10 om karbonfangst", "Webinar om karbonfangst"),
        ("experience meeting Friday 10am about dust and noise", "Experience meeting about dust and noise"),
    ],
)
def test_what_is_asked_for_is_ordered(text: str, title: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title, line.start, line.asks) == (title, datetime.fromisoformat("2026-12-04T10:00"), ())


@pytest.mark.parametrize("text", ["We need a meeting about the water supply", "Jeg trenger et møte med Odd før påske"])
def test_a_meeting_that_is_needed_is_ordered_without_a_time(text: str) -> None:
    assert is_meeting_order(text)
    assert read(text).asked == ("date", "time")


@pytest.mark.parametrize(
    ("said", "day"),
    [("two weeks today", 14), ("a week tomorrow", 8), ("in a fortnight", 14), ("a fortnight today", 14),
     ("in a fortnight's time", 14)],
)  # fmt: skip
def test_weeks_are_counted_from_a_day_as_they_are_in_britain(said: str, day: int) -> None:
    line = read(f"Steam meeting {said} at 10am")
    assert line.start is not None
    assert (line.title, (line.start.date() - read("Steam meeting today at 11pm").start.date()).days) == (
        "Steam meeting",
        day,
    )


def test_minutes_that_it_lasts_are_no_papers() -> None:
    for lasts, end in (("45 minutes", "10:45"), ("thirty minutes", "10:30")):
        told = read(f"Steam meeting Friday 10am for {lasts} https://zoom.us/j/9")
        assert (told.link, told.other_links, f"{told.end:%H:%M}") == ("https://zoom.us/j/9", (), end)
    told = read("Steam meeting Friday 10am, minutes: https://example.org/m")
    assert (told.link, told.other_links) == ("", ("https://example.org/m",))


def test_what_the_length_is_spent_on_is_the_title() -> None:
    for text in (
        "Vi trenger en halvtime på budsjettet, fredag kl 10",
        "Me treng ein halvtime på budsjettet fredag kl 10",
    ):
        line = read(text)
        assert (line.title, f"{line.end:%H:%M}", line.place, line.asks) == ("Budsjettet", "10:30", "", ()), text


@pytest.mark.parametrize(
    "text", ["We need to meet about steam, Tuesday or Wednesday", "Vi må møtes om damp, tirsdag eller onsdag"]
)
def test_who_must_meet_on_one_of_two_days_is_asked_which(text: str) -> None:
    assert is_meeting_order(text)
    assert (read(text).title.casefold() in ("steam", "damp"), read(text).asked) == (True, ("date", "time"))


def test_somebody_who_knows_is_asked_for_and_no_meeting() -> None:
    assert not is_meeting_order("Vi trenger et møte med noen som har erfaring med ammoniakk")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("tirsdag neste uke 14-15", "2026-12-08T14:00 2026-12-08T15:00"),
        ("Tuesday next week 14-15", "2026-12-08T14:00 2026-12-08T15:00"),
        ("uke 50, tirsdag 8. desember kl 14", "2026-12-08T14:00"),
        ("neste uke, tirsdag 8. desember kl 14", "2026-12-08T14:00"),
        ("tirsdag 8. desember, 90 minutter fra 10", "2026-12-08T10:00 2026-12-08T11:30"),
        ("Tuesday 8 December, two hours from 10", "2026-12-08T10:00 2026-12-08T12:00"),
        ("tysdag 8. desember, to timar frå ti", "2026-12-08T10:00 2026-12-08T12:00"),
        ("ti 8.12 kl 14", "2026-12-08T14:00"),
    ],
)
def test_a_week_or_a_length_beside_the_time_is_part_of_it(said: str, when: str) -> None:
    line = read(f"Driftsmøte {said}")
    times = [f"{time:%Y-%m-%dT%H:%M}" for time in (line.start, line.end) if time is not None]
    assert (line.title, " ".join(times), line.place, line.asks) == ("Driftsmøte", when, "", ())


def test_a_date_of_another_week_is_asked_about() -> None:
    assert read("Driftsmøte uke 51, tirsdag 8. desember kl 14").asked == ("date",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Møte om damp fredag kl 10, adm.bygget", "adm.bygget"),
        ("Møte om damp fredag kl 10, adm. bygg", "adm. bygg"),
        ("Møte om damp fredag kl 10, workshop", "workshop"),
        ("Fire drill Friday at 10am, muster at the main gate", "main gate"),
        ("Møte om damp fredag kl 10 på Sentralen. Lunsj i kantina.", "Sentralen"),
        ("Møte om damp fredag kl 10. Vi holder det på Teams.", "Teams"),
        ("Møte om damp fredag kl 10 https://a.example/b Hilsen Per Olav", ""),
    ],
)
def test_only_where_one_meets_is_the_place(text: str, place: str) -> None:
    line = read(text)
    assert (line.place, line.asks) == (place, ())
    assert line.title in ("Møte om damp", "Fire drill")


@pytest.mark.parametrize("text", ["Supplier day 4 February, Testsund", "Turnaround planning week 50 Wednesday"])
def test_a_day_named_by_what_is_done_is_a_kind_of_meeting(text: str) -> None:
    assert is_meeting_order(text)
    assert read(text).asked == ("time",)


@pytest.mark.parametrize("end", ["til jul", "until Christmas"])
def test_a_series_until_christmas_ends_before_its_holidays(end: str) -> None:
    assert read(f"Driftsmøte hver torsdag kl 9 {end}").rule.endswith("UNTIL=20261223T235959")


@pytest.mark.parametrize(
    "text",
    [
        "The new crane arrives Tuesday 8 December at 9 am",
        "Den nye kranen kommer tirsdag 8. desember kl 9",
        "Båten anløper kaia 9. desember kl 8",
        "Straumen koplast ut torsdag kl 12-14",
    ],
)
def test_what_comes_and_goes_at_a_time_is_no_order(text: str) -> None:
    assert begins_with_statement(text)
    assert not is_meeting_order(text)


def test_a_deadline_to_remember_is_no_order() -> None:
    assert not is_meeting_order("Husk fristen på fredag kl 12")
