"""That there will be more meetings, and not how often: the rhythm is asked about, and is no part of the title."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    "text",
    [
        "HMS-møte jevnlig fra 7. desember kl 9",
        "HMS-møte fra 7. desember kl 9, vet ikke hvor ofte ennå",
        "HMS-møte frå 7. desember kl 9, veit ikkje heilt kor ofte",
        "HMS-møte 7. desember kl 9, hvor ofte avklares senere",
        "nytt møte HMS-møte, skal gå jevnlig framover, kl 9, første gang 7. desember",
    ],
)
def test_a_rhythm_that_is_half_said_is_asked_about(text: str) -> None:
    line = read(text)
    assert (line.title, line.asked) == ("HMS-møte", ("rule",))
    assert line.start == datetime.fromisoformat("2026-12-07T09:00")


def test_so_it_is_in_english() -> None:
    for text in ("energy forum from 7 December at 9, repeating", "energy forum 7 December at 9, not sure how often"):
        line = read(text)
        assert (line.title, line.place, line.asked) == ("Energy forum", "", ("rule",))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("møte om regelmessig vedlikehold 7. desember kl 9", "Møte om regelmessig vedlikehold"),
        ("recurring leak in pump 3, meeting 7 December at 9", "Recurring leak in pump 3"),
        ("jevnlig statusmøte mandager kl 9", "Jevnlig statusmøte"),
    ],
)
def test_what_is_regular_by_itself_is_the_subject(text: str, title: str) -> None:
    assert (read(text).title, read(text).asks) == (title, ())


@pytest.mark.parametrize("text", ["besøk 7. desember kl 9 eller kanskje 10", "visit 7 December at 9 or maybe 10"])
def test_one_of_two_times_is_asked_about(text: str) -> None:
    assert "time" in read(text).asked


def test_months_that_have_begun_begin_a_series_now() -> None:
    line = read("fagnettverk siste mandag i måneden kl 13 fra desember til og med mars")
    assert (line.start, line.asks) == (datetime.fromisoformat("2026-12-28T13:00"), ())
    assert line.series is not None
    assert line.series.until is not None
    assert f"{line.series.until:%Y-%m-%d}" == "2027-03-31"


def test_each_or_every_other_week_is_asked_about() -> None:
    line = read("hver eller annenhver tirsdag kl 9 fra 8. desember: Driftsmøte")
    assert (line.title, line.rule, line.asked) == ("Driftsmøte", "", ("rule",))


@pytest.mark.parametrize(
    "text", ["sikkerhetsprat hver fredag kl 8, ? ganger", "sikkerhetsprat kvar fredag kl 8, X gonger"]
)
def test_an_open_number_of_times_is_asked_about(text: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asked) == ("Sikkerhetsprat", "", ("count",))


@pytest.mark.parametrize(
    "text",
    [
        "hver 14. dag på torsdag kl 11 fra 10. desember statusmøte",
        "every two weeks on Thursday at 11 from 10 December status meeting",
    ],
)
def test_the_weekday_behind_the_rhythm_is_part_of_it(text: str) -> None:
    assert read(text).rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"


def test_a_series_without_a_rhythm_is_asked_about() -> None:
    for text in (
        "ny møteserie sikkerhetsrunde kl 8 fra 14. desember",
        "new meeting series sikkerhetsrunde 14 December at 8",
    ):
        line = read(text)
        assert (line.title, line.asked) == ("Sikkerhetsrunde", ("rule",))
