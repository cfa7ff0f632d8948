"""A day in the reason before the order, an end apart from the start, morning hours, and things that are in rooms."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title", "start"),
    [
        ("we have visitors on 22 March, so set up a tour at 13", "Tour", "2027-03-22T13:00"),
        ("vi får besøk av fylket 22. mars, kan du sette opp omvisning kl 13?", "Omvisning", "2027-03-22T13:00"),
        ("kommunen kjem på besøk 4. februar, set opp ei omvising kl 10", "Omvising", "2027-02-04T10:00"),
        ("siden vi har revisjon 3. februar, sett opp et forberedelsesmøte 2. februar kl 10",
         "Forberedelsesmøte", "2027-02-02T10:00"),
        ("Vi har stopp fredag, så sett opp et driftsmøte hver mandag kl 9", "Driftsmøte", "2026-12-07T09:00"),
    ],
)  # fmt: skip
def test_a_day_in_the_reason_is_the_only_one_or_none(text: str, title: str, start: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title, line.start, line.asks) == (title, datetime.fromisoformat(start), ())


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("støymøte fredag kl 11, finish by 12", "11:00", "12:00"),
        ("møte om støy fredag klokken ti og det bør være ferdig til halv tolv", "10:00", "11:30"),
        ("Book the lab induction Friday at 8.15, ends 10", "08:15", "10:00"),
        ("støymøte fredag kl 10, we stop at 12", "10:00", "12:00"),
        ("støymøte fredag kl. 07.45, og så må folk videre senest kvart på ni", "07:45", "08:45"),
        ("noise meeting Friday half past six am", "06:30", None),
        ("noise meeting Friday quarter to one pm", "12:45", None),
        ("støymøte fredag kl 7", "07:00", None),
        ("set opp SJA fredag halv åtte", "07:30", None),
        ("støymøte fredag kl 6 til 10", "06:00", "10:00"),
    ],
)
def test_ends_stand_apart_and_seven_is_in_the_morning(text: str, start: str, end: str | None) -> None:
    line = read(text)
    assert line.start == datetime.fromisoformat(f"2026-12-04T{start}")
    assert line.end == (None if end is None else datetime.fromisoformat(f"2026-12-04T{end}"))
    assert line.asks == ()


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("møte ny Jordfeil i hall 3, fredag kl 10, verkstaden", "Jordfeil i hall 3", "verkstaden"),
        ("Batteri i parken - møte fredag kl 10, grendahuset i Ølen", "Batteri i parken", "grendahuset i Ølen"),
        ("lekkasjen i hallen, prat fredag kl 10", "Lekkasjen i hallen", ""),
        ("ice and gritting at the terminal, quick chat Friday at 10am",
         "Ice and gritting at the terminal", ""),
        ("haster litt! møte om strømbruddet fredag kl 10 på Teams", "Møte om strømbruddet", "Teams"),
        ("møte for meg om strømavtalen for neste år, det passer 19. januar kl 10",
         "Møte om strømavtalen for neste år", ""),
        ("Reefer plug capacity Friday at 10am, harbour office, invite the shipping lines",
         "Reefer plug capacity", "harbour office"),
    ],
)  # fmt: skip
def test_a_thing_in_a_room_is_the_subject(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place) == (title, place)


def test_who_must_cancel_orders_nothing() -> None:
    assert not is_meeting_order("Vi må avlyse synfaringa på torsdag, for mykje snø")


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Kompressor 3 havarerte i natt, så vi må ha møte om reserven fredag kl 10 i kontrollrommet",
         "Møte om reserven", "kontrollrommet"),
        ("Hall 3 er full att, derfor vil eg ha ein prat om utkøyring fredag kl 10 i porten",
         "Prat om utkøyring", "porten"),
        ("Møte om sidespor fredag kl 10, stasjonsbygningen. Så tar vi en tur ut og ser etterpå",
         "Møte om sidespor", "stasjonsbygningen"),
        ("They asked for a meeting on noise, so please convene one Friday at 10am at the Village Hall",
         "Meeting on noise", "Village Hall"),
    ],
)  # fmt: skip
def test_what_follows_from_a_reason_is_the_order(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place) == (title, place)
    assert line.start == datetime.fromisoformat("2026-12-04T10:00")


@pytest.mark.parametrize("place", ["Kantina", "Store møterom i adm.bygget", "Brakke 1"])
def test_a_place_behind_how_long_it_lasts_is_read(place: str) -> None:
    line = read(f"Budsjettmøte fredag kl 9, varer i to timer. {place}")
    assert (line.title, line.place, line.asks) == ("Budsjettmøte", place, ())
