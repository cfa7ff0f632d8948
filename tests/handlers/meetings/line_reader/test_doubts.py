"""What a line leaves over and is plainly neither title nor place is asked about, and said to be a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.meetings.line_reader import Ask, MeetingLine, is_meeting_order, may_order_meeting, read_meeting_line

OSLO = ZoneInfo("Europe/Oslo")
#: a Wednesday, at nine in Oslo
NOW = datetime(2026, 12, 2, 8, tzinfo=UTC)


def read(text: str) -> MeetingLine:
    return read_meeting_line(text, NOW, OSLO)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("Ledermøte fredag kl 9 unntatt i påska, styrerommet", "Ledermøte unntatt i påska"),
        ("Hugs å oppdatere damplista fredag kl 10", "Oppdatere damplista"),
    ],
)
def test_a_title_of_words_that_no_title_has_is_a_guess_that_is_asked_about(text: str, guess: str) -> None:
    line = read(text)
    assert line.title == guess
    assert Ask("title", "unsure", guess) in line.asks


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Walkthrough of unit 4 Friday 10am, PPE required", "PPE required"),
        ("Befaring Thursday 9am turbines", "turbines"),
        ("Befaring torsdag kl 9 mikroturbiner", "mikroturbiner"),
    ],
)
def test_a_place_of_words_that_no_place_has_is_asked_about(text: str, place: str) -> None:
    assert Ask("place", "unsure", place) in read(text).asks


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Revisjonsmøte med KPMG fredag kl 9, dei kjem til kvart", "Revisjonsmøte med KPMG", ""),
        ("Lossemøte fredag kl 9, skipet går klart", "Lossemøte", ""),
        ("Call with Lena re renewal Friday 10am, Teams is fine", "Call with Lena re renewal", "Teams"),
        ("HMS-møte fredag kl 12, møterom Åsen, alle verneombud", "HMS-møte", "møterom Åsen"),
        ("SV: VS: Planmøte fredag 11.12 - kl. 9 - lokale A203", "Planmøte", "lokale A203"),
        ("Jubileum fredag kl 19, festsalen. Kleskode: pent", "Jubileum", "festsalen"),
        ("Møte om hvem som skal måke fredag kl 9", "Møte om hvem som skal måke", ""),
        ('Møte om "Dette er vårt" fredag kl 9', 'Møte om "Dette er vårt"', ""),
        ("Årsmøte i Eksempel Industripark fredag kl 18, Scandic Testvik", "Årsmøte i Eksempel Industripark",
         "Scandic Testvik"),
        ("Lunsj i kantina for alle leietakere fredag kl 12", "Lunsj", "kantina"),
    ],
)  # fmt: skip
def test_what_is_only_said_about_a_meeting_leaves_title_and_place_as_they_are(
    text: str, title: str, place: str
) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("tre kvarter", 45),
        ("three quarters of an hour", 45),
        ("1 t 30 min", 90),
        ("en time og et kvarter", 75),
        ("halvannen time", 90),
        ("90 min", 90),
    ],
)
def test_how_long_a_meeting_lasts_is_read_in_figures_and_in_words(said: str, minutes: int) -> None:
    line = read(f"Samtale med Eivind fredag kl 13, {said}")
    assert line.start is not None
    assert line.end is not None
    assert (line.title, line.end - line.start, line.asks) == (
        "Samtale med Eivind", timedelta(minutes=minutes), (),
    )  # fmt: skip


def test_a_one_hour_call_lasts_an_hour() -> None:
    line = read("Could you put in a one-hour call with Lena Friday at 16:00")
    assert line.title == "Call with Lena"
    assert line.start is not None
    assert line.end == line.start + timedelta(hours=1)


@pytest.mark.parametrize(
    "text",
    [
        "Strømstans i bygg 3 kl. 16",
        "Fagforum vann flyttes ikke, det er fortsatt 16. desember kl 10 på Teams",
    ],
)
def test_a_line_that_may_be_a_meeting_or_a_question_is_left_to_whoever_wrote_it(text: str) -> None:
    assert not is_meeting_order(text)
    assert may_order_meeting(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hva tar dere opp på møtet fredag kl 10?",
        "Hvem har erfaring med 132 kV?",
        "Vi har 20 MW å gi fra oss i 2028",
        "Har noen holdt nabomøte på en fredag?",
        "cancel the meeting on Friday at 10",
    ],
)
def test_what_asks_or_cancels_is_no_new_meeting(text: str) -> None:
    assert not may_order_meeting(text)


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Det er 3 av 4 pumper som lekker. Pumpemøte fredag kl 9 i verkstedet", "Pumpemøte", "verkstedet"),
        (
            "Since nobody reads the minutes, let's talk. Minutes catch-up, Friday 15:00, my office",
            "Minutes catch-up",
            "my office",
        ),
        ("hei hei! frukostmøte om damp torsdag kl 8 i Naustet", "Frukostmøte om damp", "Naustet"),
        ("we want a customer evening on Friday 4 December from 18:00 in hall 2", "Customer evening", "hall 2"),
    ],
)
def test_what_leads_to_an_order_makes_no_title_a_guess(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())


def test_a_week_that_is_wrapped_up_is_no_day() -> None:
    line = read("every Friday at 14:00 week wrap-up with the tenants")
    assert (line.title, line.asks) == ("Week wrap-up with the tenants", ())


def test_how_many_may_come_are_no_days() -> None:
    line = read("dialogmøte med grunneigarane tysdag kl 18, det kjem vel ein 15–20 stykk")
    assert (line.title, line.asks) == ("Dialogmøte med grunneigarane", ())
