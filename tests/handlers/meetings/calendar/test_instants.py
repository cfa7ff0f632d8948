"""A thousand meetings in all zones: four engines read the same instants from them as the bot goes by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from handlers.meetings.calendar.calendar_theme import CalendarTheme
from handlers.meetings.calendar.ical_files import build_feed_file
from tests.handlers.meetings.calendar.invented import WRITTEN, Whole, instants, meetings
from tests.handlers.meetings.calendar.readers import with_icalendar, with_javascript, with_vobject

LOOK = CalendarTheme(Say("nb", ZoneInfo("Europe/Oslo")), "Arena")
#: written by the thousand below, in parts, so that one that fails is found again
COUNT, PARTS = 1000, 4


@pytest.fixture(scope="module")
def written() -> list[tuple[Whole, bytes]]:
    return [(whole, build_feed_file([whole], LOOK, WRITTEN)) for whole in meetings(COUNT)]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("engine", [with_icalendar, with_vobject], ids=["icalendar", "vobject"])
def test_python_engines_read_what_is_meant(written: list[tuple[Whole, bytes]], engine, part: int) -> None:  # type: ignore[no-untyped-def]
    for whole, text in written[part::PARTS]:
        assert engine(text) == instants(whole), text.decode()


def test_javascript_engines_read_what_is_meant(written: list[tuple[Whole, bytes]]) -> None:
    """Where that machine's clock knows an older rule of a zone, node-ical goes by the clock, and is not asked."""
    asked = [(text, whole[0].zone, instants(whole)) for whole, text in written]
    read = with_javascript(asked)
    for (text, _, expected), found in zip(asked, read, strict=True):
        assert found["ical.js"] == expected, text.decode()
        assert not found["agrees"] or found["node-ical"] == expected, text.decode()
    assert sum(found["agrees"] for found in read) > COUNT * 0.97


def test_a_wrong_instant_would_be_seen(written: list[tuple[Whole, bytes]]) -> None:
    """The check itself: one hour of summer time off, as some libraries write it."""
    whole, text = next((whole, text) for whole, text in written if whole[0].rule and b"TZOFFSETTO:+0200" in text)
    wrong = text.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300")
    (found,) = with_javascript([(wrong, whole[0].zone, instants(whole))])
    assert found["ical.js"] != instants(whole)
