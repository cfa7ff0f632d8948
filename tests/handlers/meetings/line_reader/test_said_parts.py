"""Lines whose title or place nobody has to guess: filled in like a form, or put between quotation marks."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read

TIME = datetime.fromisoformat("2026-12-04T10:00")


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Emne: Damp 2027-2029 - prisen | Når: fre 4.12. kl 10 | Hvor: rom 117, Furuvik", "Damp 2027-2029 - prisen",
         "rom 117, Furuvik"),
        ("Emne:Dampkjel Når:4.12 kl 10 Hvor:Lab 2", "Dampkjel", "Lab 2"),
        ("Innkall Eva: Emne – varm bygning; Når – 4/12 kl 10; Hvor – kjelhuset", "Varm bygning", "kjelhuset"),
        ("emne dampkjel når fredag klokka ti hvor møterom syv i vestfløya", "Dampkjel", "møterom syv i vestfløya"),
        ("opprett: Emne Damp til tørka, dato 4.12.26, tid 1000, sted A-312", "Damp til tørka", "A-312"),
        ("emne=dampkjel; tid=4.12 kl 10; stad=resepsjonen", "Dampkjel", "resepsjonen"),
        ("STAD: PORT 1. TID: FREDAG 4. DESEMBER KL 10. SAK: VERNERUNDE", "VERNERUNDE", "PORT 1"),
        ("Where: Quay 2, room 8. When: Fri 4 Dec 10:00. Subject: FW: Harbour dues", "Harbour dues", "Quay 2, room 8"),
        ("SUMMARY: Damp ISO 45001 | DTSTART: 2026-12-04 10:00 | LOCATION: B-203", "Damp ISO 45001", "B-203"),
        ("Tid/Sted: fredag 4/12 kl 10, kantina. Sak: brannøvelse", "Brannøvelse", "kantina"),
        ("Emne: Dampkjel; Når: 4.12 kl 10; Hvor: ikke bestemt ennå", "Dampkjel", ""),
        ("Emne: Dampkjel | Når: 4.12 kl 10 | Kvar: Teams, sjå lenkje https://teams.example/7", "Dampkjel", "Teams"),
        ("Emne: Dampkjel. Når: 4. desember kl 10. Hvor: sal 2. Frist for saker: 1. desember", "Dampkjel", "sal 2"),
    ],
)  # fmt: skip
def test_a_form_says_itself_what_is_title_and_place(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.start, line.asks) == (title, place, TIME, ())


@pytest.mark.parametrize("label", ["Bli med", "Lenke", "Link"])
def test_the_link_of_a_form_is_kept(label: str) -> None:
    line = read(f"Emne: Dampkjel\nNår: 4.12 kl 10\nStad: Lab 2\n{label}: https://meet.example/7")
    assert (line.title, line.place, line.link) == ("Dampkjel", "Lab 2", "https://meet.example/7")


@pytest.mark.parametrize(
    "text", ["Emne: (uten emne) | Når: 4.12 kl 10 | Hvor: M-101", "Subject: Meeting | When: 4 Dec 10:00 | Where: M-101"]
)
def test_a_form_without_a_subject_is_asked_about_it_alone(text: str) -> None:
    line = read(text)
    assert (line.place, line.start, [ask.what for ask in line.asks]) == ("M-101", TIME, ["title"])


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("legg inn «Hvem eier dampen?» fredag 4.12. kl 10 i brakka", "Hvem eier dampen?", "brakka"),
        ('Please put "Steam – boiler results" on Friday 4 Dec at 10:00, utility building', "Steam – boiler results",
         "utility building"),
        ("Kjære bot, vi kaller det «Kveld om damp», fredag 4. desember kl 10, gamlestua", "Kveld om damp", "gamlestua"),
        ('Hei, kan du ordne dette? "Synfaring av dampkjel, fredag 4. desember kl 10, Prøvehuset"',
         "Synfaring av dampkjel", "Prøvehuset"),
    ],
)  # fmt: skip
def test_what_stands_between_quotation_marks_is_the_title(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.start) == (title, place, TIME)
    assert not any(ask.what == "title" for ask in line.asks)


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ('møte om "damp" fredag 4.12. kl 10 i kantina', 'Møte om "damp"', "kantina"),
        ("Utvidet ledergruppe, fredag 4.12. kl 10, «Dampstua»", "Utvidet ledergruppe", "Dampstua"),
    ],
)
def test_a_part_of_the_title_and_a_place_are_no_title(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place) == (title, place)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Microsoft Teams-møte | Ansettelse av fyrbøter | fre 4. des 10:00", "Ansettelse av fyrbøter"),
        ("SV: Damp til tørka - fredag 4.12 - 1000 - Teams-møte", "Damp til tørka"),
        ("[EKSTERN] Teams-møte - Damp til tørka, fredag 4. desember kl 10", "Damp til tørka"),
    ],
)
def test_an_online_meeting_in_a_part_of_its_own_is_where_it_is_held(text: str, title: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.start, line.asks) == (title, "Teams", TIME, ())


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Trenger vi egen dampkjel? Fredag 4.12. kl 10 på verkstedet", "Trenger vi egen dampkjel?", "verkstedet"),
        ("Who pays for the steam? Friday 4 Dec 10:00, room 2", "Who pays for the steam?", "room 2"),
    ],
)
def test_a_question_before_day_and_time_is_the_title(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.start) == (title, place, TIME)


@pytest.mark.parametrize(
    "text",
    [
        "Kan du booke rom 2? Fredag 4.12. kl 10",
        "Hvorfor lekker kjelen? Møte om damp fredag 4.12. kl 10",
        "Passer det for dere? Fredag 4.12. kl 10 i kantina",
        'Kari skrev "vi må snakke om dampen". Møte om tørka fredag 4.12. kl 10',
        "møte om tørka fredag 4.12. kl 10, rom «Lyng»",
    ],
)
def test_what_is_asked_of_the_bot_or_said_by_somebody_is_no_title(text: str) -> None:
    assert "?" not in read(text).title
    assert "dampen" not in read(text).title
    assert read(text).title != "Lyng"


@pytest.mark.parametrize(
    "text", ["Dampfest 🎉 fredag 4.12. kl 10 i kantina", "Dampfest :) fredag 4.12. kl 10 i kantina 🙂"]
)
def test_a_picture_is_no_part_of_title_or_place(text: str) -> None:
    line = read(text)
    assert (line.title, line.place) == ("Dampfest", "kantina")
