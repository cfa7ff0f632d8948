"""Lines of series that say how many times without "ganger", and from which month on."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title", "rule", "count"),
    [
        ("Oven safety, four Thursdays in a row at 13:00 from 3 December, canteen", "Oven safety", "TH", 4),
        ("Choir practice, 5 Tuesdays from 8 December at 17.30, canteen", "Choir practice", "TU", 5),
        ("fire kvelder, hver onsdag fra 2. desember kl 18-20, sveisekurs, kantina", "Sveisekurs", "WE", 4),
        ("Yoga, kvar torsdag kl 17 frå 3. desember, seks kveldar, kantina", "Yoga", "TH", 6),
        ("lag 4 ukentlige vaktmøter om brøyting, torsdager kl 7, kantina", "Vaktmøter om brøyting", "TH", 4),
        ("3 weekly handover meetings Tuesdays at 9 from 8 Dec, canteen", "Handover meetings", "TU", 3),
    ],
)
def test_a_series_is_counted_by_its_days(text: str, title: str, rule: str, count: int) -> None:
    line = read(text)
    assert (line.title, line.asks) == (title, ())
    assert line.place in ("kantina", "canteen")
    assert (line.rule, line.count) == (f"FREQ=WEEKLY;BYDAY={rule}", count)


def test_what_is_done_daily_is_a_series_where_it_is_counted() -> None:
    line = read("Daily toolbox huddle for the paint crew at 8:00 from Monday 7 December, six times, canteen")
    assert (line.rule, line.count, line.place) == ("FREQ=DAILY", 6, "canteen")


def test_a_month_behind_hours_begins_a_series() -> None:
    line = read("Månedlig gjennomgang av støy, første torsdag i måneden kl 12-13 fra februar, Teams")
    assert line.start == datetime.fromisoformat("2027-02-04T12:00")
    assert line.end == datetime.fromisoformat("2027-02-04T13:00")


def test_figures_that_say_how_often_are_no_rule_of_the_meeting() -> None:
    line = read("Gjennomgang av de ukentlige tallene fredag kl 10 i kantina")
    assert (line.rule, line.count) == ("", None)
    assert line.start == datetime.fromisoformat("2026-12-04T10:00")
