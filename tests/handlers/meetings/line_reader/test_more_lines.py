"""Classes of lines that were once misread: a range before a full stop, a subject that stands apart, words of a link."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.verbs import parse_command
from handlers.language.bot_request_model import find_bot_request
from handlers.meetings.line_parser import build_line_outline
from handlers.meetings.line_reader import MeetingLine, is_meeting_order, read_meeting_line

OSLO = ZoneInfo("Europe/Oslo")
#: a Saturday, at ten in Oslo
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


def read(text: str) -> MeetingLine:
    return read_meeting_line(text, NOW, OSLO)


def clocks(line: MeetingLine) -> str:
    return "-".join(f"{time:%d.%m %H:%M}" for time in (line.start, line.end) if time is not None)


@pytest.mark.parametrize(
    ("text", "when", "place"),
    [
        ("Fagdag torsdag 10. desember kl 9–15.30. Sted: Storgata 4", "10.12 09:00-10.12 15:30", "Storgata 4"),
        ("Fagdag torsdag kl 9-15. Sted: Storgata 4", "03.12 09:00-03.12 15:00", "Storgata 4"),
        ("Fagdag, torsdag 9-15.30. Rådhuset", "03.12 09:00-03.12 15:30", "Rådhuset"),
        ("Fagdag fredag 9.30. Sal 2", "04.12 09:30", "Sal 2"),
        ("Fagdag fredag kl 10–11.30; sal 2", "04.12 10:00-04.12 11:30", "sal 2"),
        ("Fagdag (fredag kl 9-15.) Sal 2", "04.12 09:00-04.12 15:00", "Sal 2"),
        ("Fagdag tysdag kl. 9 til 11.30. Stad: rådhuset", "01.12 09:00-01.12 11:30", "rådhuset"),
        ("Fagdag tysdag frå 10 til 11. Sal 2", "01.12 10:00-01.12 11:00", "Sal 2"),
        ("Fagdag Friday 9-11. Room 204", "04.12 09:00-04.12 11:00", "Room 204"),
        ("Fagdag on Friday at 10.00-11.30. Room 204", "04.12 10:00-04.12 11:30", "Room 204"),
        ("Fagdag 8.12. kl 9-15.00. Sal 2", "08.12 09:00-08.12 15:00", "Sal 2"),
        ("Fagdag 8.12. kl 9 - 9.12. kl 15, sal 2", "08.12 09:00-09.12 15:00", "sal 2"),
        ("Fagdag 8. desember kl 12 til 9. desember kl 13, sal 2", "08.12 12:00-09.12 13:00", "sal 2"),
    ],
)
def test_a_full_stop_behind_a_range_ends_a_sentence(text: str, when: str, place: str) -> None:
    line = read(text)
    assert (line.title, clocks(line), line.place, line.asks) == ("Fagdag", when, place, ())


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("Møte torsdag kl 9 Styret – budsjett for 2027", "Styret – budsjett for 2027", ""),
        ("Møte torsdag kl 9 Driftsutvalget - rutiner for kai", "Driftsutvalget – rutiner for kai", ""),
        ("Møte torsdag kl 9 Industrivern – øvelse 2027", "Industrivern – øvelse 2027", ""),
        ("Styremøte tysdag kl 9, budsjett og planar 2027", "Styremøte, budsjett og planar 2027", ""),
        ("Styremøte tysdag kl 9 plan 2027", "Styremøte plan 2027", ""),
        ("Meeting Thursday at 9 Board – strategy for 2027", "Board – strategy for 2027", ""),
        ("Board meeting Thursday 9am, review of 2027", "Board meeting, review of 2027", ""),
        ("Styremøte torsdag kl 9, plan 3", "Styremøte", "plan 3"),
        ("Styremøte torsdag kl 9, Senter for havvind", "Styremøte", "Senter for havvind"),
        ("Styremøte torsdag kl 9 møterom 2021", "Styremøte", "møterom 2021"),
        ("Pipes – Prøvedal – Tuesday 12", "Pipes", "Prøvedal"),
    ],
)
def test_a_subject_that_stands_apart_is_no_place(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Befaring torsdag kl 9 prøvedal", "prøvedal"),
        ("Befaring torsdag kl 9 i yttredal", "yttredal"),
        ("Befaring torsdag kl 9 hjå tenktnes", "tenktnes"),
        ("Befaring Thursday at 9 in testsund", "testsund"),
        ("møte med rekneskapsføraren torsdag kl 9 på kontoret ho kjem seinare", "kontoret"),
    ],
)
def test_a_place_behind_a_time_may_be_in_lower_case(text: str, place: str) -> None:
    line = read(text)
    assert (line.place, line.asks) == (place, ())
    assert line.title in ("Befaring", "Møte med rekneskapsføraren")


def test_places_keep_the_order_of_the_line() -> None:
    assert read("Kurs fredag kl 9. Sted: Mønsterklyngen, Storgata 4").place == "Mønsterklyngen, Storgata 4"


@pytest.mark.parametrize(
    "before",
    ["join via", "lenke:", "delta her:", "lenkje til møtet:", "bli med her", "click here to join",
     "Join us at", "sjå", "mer info på", "via", "møt opp på"],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ["{} https://a.example/b fredag kl 9 nettkø", "Nettkø fredag kl 9, {} https://a.example/b"]
)
def test_words_that_only_lead_to_a_link_are_no_title_and_no_place(form: str, before: str) -> None:
    line = read(form.format(before))
    assert (line.title, line.place, line.link, line.asks) == ("Nettkø", "", "https://a.example/b", ())


@pytest.mark.parametrize(
    ("text", "link", "others"),
    [
        ("Kurs fredag kl 9 https://a.no/b https://c.no/d", "https://a.no/b", ("https://c.no/d",)),
        ("Kurs Friday 9am here https://a.no/b and https://c.no/d", "https://a.no/b", ("https://c.no/d",)),
        ("Kurs fredag kl 9, agenda https://c.no/d, lenke https://a.no/b", "https://a.no/b", ("https://c.no/d",)),
        ("Kurs fredag kl 9, påmelding: https://c.no/d", "", ("https://c.no/d",)),
        ("Kurs fredag kl 9, sakspapir her: https://c.no/d. Delta her: a.no/b", "a.no/b", ("https://c.no/d",)),
    ],
)
def test_of_several_links_the_first_to_a_meeting_is_kept_and_the_others_go_into_the_text(
    text: str, link: str, others: tuple[str, ...]
) -> None:
    line = read(text)
    assert (line.title, line.place, line.link, line.other_links, line.asks) == ("Kurs", "", link, others, ())
    assert build_line_outline(line, NOW, OSLO).text == "\n".join(others)


@pytest.mark.parametrize("said", ["lenke kommer senere", "Teams-lenke følger", "lenkje kjem", "Zoom link to follow"])
def test_a_link_that_is_to_come_is_no_title_and_no_place(said: str) -> None:
    line = read(f"Nettkø fredag kl 9-10. {said}")
    assert (line.title, clocks(line), line.place, line.asks) == ("Nettkø", "04.12 09:00-04.12 10:00", "", ())


@pytest.mark.parametrize("way", ["via Teams", "delta via Teams", "join on Teams", "bli med på Teams"])
def test_a_service_is_joined_by_its_name(way: str) -> None:
    line = read(f"Nettkø fredag kl 9, {way}")
    assert (line.title, line.place) == ("Nettkø", "Teams")


@pytest.mark.parametrize(
    "said",
    ["9-ish", "kl 9-ish", "nineish", "around nine", "rundt ni", "ved 9-tiden",
     "ved ni-tida", "ten to twelve", "five to 9", "EOD", "by EOD", "COB", "utpå dagen", "slutten av dagen",
     "end of day"],
)  # fmt: skip
def test_a_time_that_people_mean_differently_is_asked(said: str) -> None:
    line = read(f"Møte om støy torsdag {said}")
    assert [(ask.what, ask.reason, ask.said) for ask in line.asks] == [("time", "vague", said)]
    assert (line.title, line.place) == ("Møte om støy", "")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Meeting about noise Thursday from ten to twelve", "03.12 10:00-03.12 12:00"),
        ("Meeting about noise Thursday 10 to 12", "03.12 10:00-03.12 12:00"),
        ("Møte om støy torsdag ti til tolv", "03.12 10:00-03.12 12:00"),
        ("Møte om støy torsdag halv ni", "03.12 08:30"),
        ("Meeting about noise Thursday half past nine", "03.12 09:30"),
        ("Meeting about noise Thursday half nine", "03.12 09:30"),
        ("Meeting about noise Thursday at half 10", "03.12 10:30"),
        ("Meeting about noise Thursday half two", "03.12 14:30"),
        ("Møte om støy torsdag frå halv tolv til ein", "03.12 11:30-03.12 13:00"),
        ("Møte om støy tors 3. des kl 7 til 730", "03.12 07:00-03.12 07:30"),
        ("Møte om støy torsdag kl 7, kvarter", "03.12 07:00-03.12 07:15"),
        ("Møte om støy torsdag kl 7. 20 min max", "03.12 07:00-03.12 07:20"),
    ],
)
def test_a_time_that_means_one_thing_is_not_asked(text: str, when: str) -> None:
    assert (clocks(read(text)), read(text).asks) == (when, ())


@pytest.mark.parametrize(
    ("text", "title", "rule"),
    [
        ("månedlig møte om lærlinger", "Møte om lærlinger", "FREQ=MONTHLY"),
        ("månadleg møte om lærlingar", "Møte om lærlingar", "FREQ=MONTHLY"),
        ("Monthly meeting with the port", "Meeting with the port", "FREQ=MONTHLY"),
        ("et ukentlig driftsmøte om kai", "Driftsmøte om kai", "FREQ=WEEKLY"),
        ("vekentleg gjennomgang av avvik", "Gjennomgang av avvik", "FREQ=WEEKLY"),
        ("quarterly review of budgets", "Review of budgets", "FREQ=MONTHLY;INTERVAL=3"),
        ("Møte om lærlinger månedlig", "Møte om lærlinger", "FREQ=MONTHLY"),
    ],
)
def test_a_regular_meeting_is_an_order_without_day_and_time(text: str, title: str, rule: str) -> None:
    assert parse_command(text) == ("timed", text)
    assert is_meeting_order(text)
    line = read(text)
    assert (line.title, line.rule, line.asked) == (title, rule, ("date", "time"))


@pytest.mark.parametrize(
    "text",
    [
        "månedlige målinger av støy",
        "monthly reporting of emissions",
        "Månedlige møter i nettverket fungerer dårlig",
        "weekly meetings on safety are boring",
        "Månedlig møte med nettselskapet, hvordan får dere det til",
        "Månadleg møte med kommunen, nokon som har gode erfaringar",
        "daily operations meeting how do you run it",
    ],
)
def test_what_is_said_or_asked_of_regular_things_orders_nothing(text: str) -> None:
    assert not is_meeting_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "cancel my sign-up for the webinar on Thursday",
        "Please cancel my registration for the seminar",
        "unregister me from the course on 8 December",
        "meld meg av webinaret på torsdag",
        "meld oss av kurset fredag",
        "trekk påmeldingen min til seminaret 8. desember",
        "Stryk påmeldinga mi til webinaret",
        "avbestill plassen min på fagdagen",
    ],
)
def test_what_changes_a_sign_up_is_told_of_the_bot_and_orders_nothing(text: str) -> None:
    assert parse_command(text) == ("asked", text)
    assert not is_meeting_order(text)


@pytest.mark.parametrize(
    "text", ["cancel my booking of the crane", "avbestill plassen vår på deponiet", "remove me from the mailing list"]
)
def test_what_is_signed_off_from_other_things_is_no_sign_up(text: str) -> None:
    assert find_bot_request(text)[0] not in ("signing", "meeting")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Møte torsdag kl 9 plan for sal 3", "Plan for sal 3"),
    ],
)
def test_a_title_that_may_be_otherwise_is_filled_in_and_asked_about(text: str, title: str) -> None:
    line = read(text)
    assert line.title == title
    assert "title" in line.asked
