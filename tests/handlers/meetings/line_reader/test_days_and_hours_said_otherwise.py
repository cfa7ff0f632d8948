"""Lines that say how long in short, an hour twice, an end apart, or on which day it is not."""

from __future__ import annotations

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Prat om skuffa fredag kl 12.30, kvarter holder fint, kantina", "2026-12-04 12:30-12:45"),
        ("Prat om skuffa fredag kl 12.30, halvtime bør holde, kantina", "2026-12-04 12:30-13:00"),
        ("Prat om skuffa, Fri 4 Dec 13:00, kantina, 40m", "2026-12-04 13:00-13:40"),
        ("Prat om skuffa fredag rett etter lunsj, altså 12:15, kantina", "2026-12-04 12:15"),
        ("Prat om skuffa first thing Friday, 8:15, kantina", "2026-12-04 08:15"),
        ("Prat om skuffa fredag kl 12.15, like før lunsj, kantina", "2026-12-04 12:15"),
        ("Prat om skuffa Friday at 1.15 pm, kantina till 2.", "2026-12-04 13:15-14:00"),
        ("Prat om skuffa Friday at ten to nine, kantina", "2026-12-04 08:50"),
        ("Prat om skuffa, laurdag passar dårleg, så fredag kl 9 i kantina", "2026-12-04 09:00"),
        ("Prat om skuffa på fredag kl 9, kantina. Thursday doesn't work for us", "2026-12-04 09:00"),
        ("Porten står oppe hver natt. Prat om skuffa fredag kl 9, kantina", "2026-12-04 09:00"),
    ],
)
def test_day_and_hours_are_read(text: str, times: str) -> None:
    line = read(text)
    said = f"{line.start:%Y-%m-%d %H:%M}" + (f"-{line.end:%H:%M}" if line.end else "")
    assert (said, line.rule, line.asks) == (times, "", ())
    assert (line.title, line.place) == ("Prat om skuffa", "kantina")


def test_the_week_of_a_subject_is_not_the_week_of_the_meeting() -> None:
    line = read("møte om revisjonen i uke 4, fre 11/12 kl 10 i kantina")
    assert (line.title, f"{line.start:%m-%d}", line.asks) == ("Møte om revisjonen i uke 4", "12-11", ())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Møte om skuffa uke 4 fre 11/12 kl 10 i kantina", ("date",)),  # one of them is a slip
        ("Prat om skuffa fredag etter lunsj, kantina", ("time",)),
        ("Prat om skuffa fredag en gang, kantina", ("time",)),
    ],
)
def test_what_is_said_nearly_is_asked(text: str, asked: tuple[str, ...]) -> None:
    assert read(text).asked == asked


def test_meters_are_no_minutes() -> None:
    line = read("Prat om rør på 45m fredag kl 9, kantina")
    assert (line.title, line.end) == ("Prat om rør på 45m", None)


def test_a_series_in_a_sentence_of_its_own_stays_one() -> None:
    line = read("Vi trenger et morgenmøte hver dag. Kl 8 i kantina")
    assert line.rule == "FREQ=DAILY"
