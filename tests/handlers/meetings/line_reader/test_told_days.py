"""Lines that tell of another day, fill in a form, number what they are about, or say a time in a way of their own."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("I går ble vi enige om dette: brøyting, tirsdag 8. des. kl 14, driftsbua", "2026-12-08T14:00"),
        ("Crane 7 failed its test yesterday. Crane repair meeting, Thursday at 14:15, workshop", "2026-12-03T14:15"),
        ("Som lovet på fredag: møte om batterilager tirsdag 15.12. kl 09.30", "2026-12-15T09:30"),
        ("møte om gebyrer neste fredag 11. desember kl 9", "2026-12-11T09:00"),
        ("Meeting about fees next Friday 11 December at 9", "2026-12-11T09:00"),
        ("A look at next year's fees, Friday 11 December 9:00", "2026-12-11T09:00"),
        ("Fordi banken kommer allerede i februar må vi ha en prat om lån. Torsdag kl 12", "2026-12-03T12:00"),
        ("As the inspectors come on the 25th, I'd like a dry run on Friday 11 December at 10", "2026-12-11T10:00"),
        ("Gjennomgang av målingene fra november, fredag kl 14", "2026-12-04T14:00"),
        ("brannvesenet kjem fredag, set opp møte og omvising kl 9.15 i hall C", "2026-12-04T09:15"),
        ("møte på torsdag, nei fredag kl 10 om brøyting", "2026-12-04T10:00"),
        ("meeting on Thursday, sorry Friday at 10 about snow", "2026-12-04T10:00"),
        ("Status mandag 7. desember kl 10. Ta med mengdene fra tredje kvartal", "2026-12-07T10:00"),
    ],
)
def test_a_day_that_is_told_of_is_not_the_day_of_the_meeting(text: str, start: str) -> None:
    line = read(text)
    assert (line.start, line.series) == (datetime.fromisoformat(start), None)


@pytest.mark.parametrize(
    "text",
    [
        "strategisamling 21.-22. januar, med start torsdag kl 10",
        "kurs 5. januar, svar innen fredag 18. desember kl 12",
        "møte tirsdag eller fredag 4.12. kl 9",
    ],
)
def test_two_days_of_the_same_matter_are_asked_about(text: str) -> None:
    line = read(text)
    assert line.start is None or line.asks


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Oppfølging av avvik 2231 torsdag kl 8", "Oppfølging av avvik 2231"),
        ("Meeting about dust from unit 5 - Tue 8 Dec 10:00 - Silo office", "Meeting about dust from unit 5"),
        ("What: Forklift refresher. When: 12 January 2027, 08:00. Where: Training Yard", "Forklift refresher"),
        ("Videresendt: Kontaktmøte nett, mandag 14.12 kl 11, Teams", "Kontaktmøte nett"),
    ],
)
def test_what_is_numbered_or_labelled_is_the_title(text: str, title: str) -> None:
    line = read(text)
    assert line.title == title
    assert line.start is not None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Allmøte fredag 4. desember kl 12 i hall A. Kaffi og kringle.", "hall A"),
        ("Fire drill debrief, Friday 18/12 at 9, warehouse B. Thanks a lot!", "warehouse B"),
        ("Visit of the brigade Monday 14 December, 10:00, muster at Fire Post East", "Fire Post East"),
        ("Besøk fra videregående skole onsdag 16. desember kl 10-12, Prøvedal Smelteverk", "Prøvedal Smelteverk"),
        ("kurs tirsdag kl 9-16, kantina, begrenset til 40 plasser", "kantina"),
    ],
)
def test_the_place_ends_where_its_sentence_does(text: str, place: str) -> None:
    assert read(text).place == place


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("water quality review tue 930", "2026-12-08T09:30", None),
        ("Meeting about fees Monday 14 December, 10:00h, room 3", "2026-12-14T10:00", None),
        ("Meeting about fees Monday 14 December, 10:00 hours, room 3", "2026-12-14T10:00", None),
        ("In the control room at 7 sharp on Monday 7 December: shutdown briefing", "2026-12-07T07:00", None),
        ("kurs i varmt arbeid 12. januar, hel dag fra kl 8", "2027-01-12T08:00", None),
        ("21 January, full day from 9: Conference on plastics", "2027-01-21T09:00", None),
        ("recovery exercise, Sunday 10 January, 22:00-02:00", "2027-01-10T22:00", "2027-01-11T02:00"),
    ],
)
def test_times_of_day_are_read_as_people_write_them(text: str, start: str, end: str | None) -> None:
    line = read(text)
    assert line.start == datetime.fromisoformat(start)
    assert line.end == (datetime.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Overlevering av nye porter skjer tirsdag 8. desember kl 12 ved port 4", "Overlevering av nye porter"),
        ("Fagdag for elektrikere arrangeres onsdag 13. januar, kl 0900-1500", "Fagdag for elektrikere"),
        ("Sponsorkveld med idrettslaget er no spikra til torsdag 14. januar 18:30", "Sponsorkveld med idrettslaget"),
        ("Kurs i varme arbeider går av stabelen tirsdag 12. januar 08-15:30", "Kurs i varme arbeider"),
        ("Review of the permit is set for Tuesday 8 December at 10, room 4", "Review of the permit"),
        ("møte om hva som skjer i parken fredag kl 9", "Møte om hva som skjer i parken"),
    ],
)
def test_a_verb_that_says_that_it_is_held_is_no_part_of_the_title(text: str, title: str) -> None:
    assert read(text).title == title
