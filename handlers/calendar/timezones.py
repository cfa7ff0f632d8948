"""VTIMEZONE: what a zone does around some meetings, in the words that Outlook, Google and Apple understand.

`icalendar` can make one too, but a spring change of its is an hour late, and it lists dates where Exchange wants rules.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDatetime, vRecur, vUTCOffset

from handlers.calendar.footers import Change, Footer, footer

#: years after the last meeting for which it must be right: a series is prolonged
YEARS = 5
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: the change of a clock: instant, offset before, offset after, daylight time after
Onset = tuple[datetime, timedelta, timedelta, bool]


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: int, last: int) -> Timezone:
    """For meetings in these years: two yearly rules where they suffice, else every single change."""
    made = Timezone()
    made.add("TZID", zone)
    rules = footer(zone)
    onsets = _onsets(ZoneInfo(zone), first - 1, last + YEARS)
    if rules is not None and _agrees(rules, onsets, first - 1, last + YEARS):
        for part in _yearly(rules, first - 1):
            made.add_component(part)
        return made
    start = datetime(first - 1, 1, 1, tzinfo=UTC)
    offset = ZoneInfo(zone).utcoffset(start) or timedelta(0)
    made.add_component(_part(start + offset, offset, offset, daylight=False))
    for at, before, after, daylight in onsets:
        made.add_component(_part(at + before, before, after, daylight=daylight))
    return made


def _agrees(rules: Footer, onsets: list[Onset], first: int, last: int) -> bool:
    """Whether the rules give these changes and no others, and calendars have words for them."""
    if rules.begin is None or rules.end is None:
        return not onsets
    if not (rules.begin.plain and rules.end.plain):
        return False
    expected = set()
    for year in range(first, last + 1):
        expected.add((rules.begin.in_year(year).replace(tzinfo=UTC) - rules.standard, rules.standard, rules.daylight))
        expected.add((rules.end.in_year(year).replace(tzinfo=UTC) - rules.daylight, rules.daylight, rules.standard))
    return expected == {(at, before, after) for at, before, after, _ in onsets}


def _yearly(rules: Footer, year: int) -> list[TimezoneStandard | TimezoneDaylight]:
    if rules.begin is None or rules.end is None:
        start = datetime(year, 1, 1, tzinfo=UTC)
        return [_part(start, rules.standard, rules.standard, daylight=False)]
    begin = _part(rules.begin.in_year(year), rules.standard, rules.daylight, daylight=True)
    begin.add("RRULE", _every_year(rules.begin))
    end = _part(rules.end.in_year(year - 1), rules.daylight, rules.standard, daylight=False)
    end.add("RRULE", _every_year(rules.end))
    return [end, begin]


def _every_year(change: Change) -> vRecur:
    day = f"{change.position}{_DAYS[change.weekday]}"
    return vRecur({"FREQ": ["YEARLY"], "BYMONTH": [change.month], "BYDAY": [day]})


def _part(
    wall: datetime, before: timedelta, after: timedelta, *, daylight: bool
) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if daylight else TimezoneStandard()
    part.add("DTSTART", vDatetime(wall.replace(tzinfo=None)))
    part.add("TZOFFSETFROM", vUTCOffset(before))
    part.add("TZOFFSETTO", vUTCOffset(after))
    return part


def _onsets(zone: ZoneInfo, first: int, last: int) -> list[Onset]:
    """Every change of the offset in these years, found by looking at each day and then closer."""
    found = []
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            after = high.astimezone(zone)
            before = day.astimezone(zone).utcoffset() or timedelta(0)
            found.append((high, before, after.utcoffset() or timedelta(0), bool(after.dst())))
        day = following
    return found
