"""Lines that say more than a meeting needs: who comes, how urgent it is, and what one would rather have."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.chat.verbs import parse_command
from handlers.meetings.line_reader import is_meeting_order, may_order_meeting
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("before", "behind", "place"),
    [
        ("Møte", ". Vi blir 6 stk, på Raufoss.", "Raufoss"),
        ("Møte", ", ca 8 stk", ""),
        ("Møte", ", rundt 30 personar, kantina", "kantina"),
        ("Meeting", ", there will be 6 of us, in Bergen", "Bergen"),
        ("Vi blir ti. Møte", "", ""),
        ("Møte", ", aller helst på Teams", "Teams"),
        ("Møte", "? helst på zoom", "zoom"),
        ("Meeting", ", preferably in the canteen", "canteen"),
        ("Møte", ", kort", ""),
        ("Haster! Møte", ", lobbyen", "lobbyen"),
        ("Urgent: meeting", "", ""),
        ("VIKTIG: møte", "", ""),
        ("Varsel om møte: møte", "", ""),
        ("Køyr eit møte", "", ""),
        ("Run a meeting", "", ""),
        ("Put a hold in everyone's calendar: meeting", "", ""),
        ("Kom på møte", "", ""),
        ("Møte", ", ta på vernesko", ""),
        ("Kan du kalle inn Per, Pål og Espen til møte", "?", ""),
        ("Send out invites for a meeting", "", ""),
        ("Møtebooking: møte", "", ""),
        ("Vil gjerne invitere til møte", "", ""),
        ("Trenger et møte", "", ""),
        ("First meeting", ", venue to be decided", ""),
    ],
)
def test_words_around_the_meeting_are_neither_title_nor_place(before: str, behind: str, place: str) -> None:
    about = "about" if "meeting" in before.casefold() else "om"
    line = read(f"{before} {about} damp fredag 4/12 kl 10{behind}")
    title = before if before.startswith("First") else before.rpartition(" ")[2]
    assert (line.title.casefold(), line.start, line.place, line.asks) == (
        f"{title} {about} damp".casefold(), datetime.fromisoformat("2026-12-04T10:00"), place, (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title", "start"),
    [
        ("Vi bør møtes om damp, f.eks. fredag kl 10. Kan du ordne?", "Damp", "2026-12-04T10:00"),
        ("We should meet about steam, e.g. Friday at 10", "Steam", "2026-12-04T10:00"),
        ("need to meet re: steam line, Fri 10am", "Steam line", "2026-12-04T10:00"),
        ("meet re pipeline Fri 10", "Pipeline", "2026-12-04T10:00"),
        ("Trykkfall i dampnettet, møtes fredag kl 10", "Trykkfall i dampnettet", "2026-12-04T10:00"),
        ("HAZOP unit 3 fredag kl 10", "HAZOP unit 3", "2026-12-04T10:00"),
        ("Gassalarm ovnshus - gjennomgang fredag kl 10", "Gassalarm ovnshus – gjennomgang", "2026-12-04T10:00"),
        ("Fagdag om damp neste år, 18. februar, heile dagen frå kl 9 til 16", "Fagdag om damp", "2027-02-18T09:00"),
        ("Meeting about steam on 8 December, starting at 14:00 and ending at 15:00", "Meeting about steam",
         "2026-12-08T14:00"),
        ("Weekly call with the topic leads, Mondays 12:30", "Call with the topic leads", "2026-12-07T12:30"),
        ("Nettmøte første måndag i månaden kl 12, første gong 1. februar", "Nettmøte", "2027-02-01T12:00"),
        ("Morgonmøte kvar arbeidsdag kl 7, 10 minutt, frå måndag", "Morgonmøte", "2026-12-07T07:00"),
    ],
)  # fmt: skip
def test_what_is_said_besides_the_subject_is_not_its_title(text: str, title: str, start: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title, line.start, line.asks) == (title, datetime.fromisoformat(start), ())


def test_a_date_of_next_year_is_asked_about_where_it_is_of_this_one() -> None:
    assert "date" in read("Møte om planer for neste år, 12. desember kl 10").asked


def test_a_verb_that_nobody_knows_before_a_meeting_is_no_title() -> None:
    line = read("Rigg et møte om damp fredag kl 10")
    assert (line.title, line.asked) == ("Møte om damp", ())


@pytest.mark.parametrize(
    "text",
    [
        "Får ikke til å komme på møtet fredag kl 9, sender vara", "Rekker ikke møtet fredag kl 9",
        "Ny tid for samarbeidsmøte: torsdag kl 9", "New time for the network meeting: Thursday at 9",
        "Leveranse av kalk fredag kl 8",
    ],
)  # fmt: skip
def test_what_only_names_a_time_goes_to_nobody_unasked(text: str) -> None:
    assert (is_meeting_order(text), may_order_meeting(text)) == (False, True)


def test_time_that_is_looked_for_is_no_search() -> None:
    assert [parse_command(f"finn {said}")[0] for said in ("en time til vernerunde fredag kl 9", "tid på nett")] == [
        "meeting",
        "find",
    ]
