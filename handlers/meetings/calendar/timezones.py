"""Build VTIMEZONEs: a zone's rules around some meetings, as Outlook, Google and Apple understand them.

`icalendar` can build one too, but one of its spring changes is an hour late. It also lists dates
where Exchange wants rules.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDatetime, vRecur, vUTCOffset

from handlers.meetings.calendar.posix_tz_rules import ClockChange, PosixTzRule, find_tz_rule

#: Years after the last meeting for which the zone must be right, because a series may be extended.
YEARS = 5
#: First year of yearly rules. Some programs keep the first description of a zone and use it for all meetings.
EVER = 1970
#: first year examined for any meeting, for the same reason
SINCE = 2024
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: clock change: (instant, offset before, offset after, True if daylight saving time begins)
Onset = tuple[datetime, timedelta, timedelta, bool]


@lru_cache(maxsize=256)
def build_vtimezone(zone: str, first: int, last: int) -> Timezone:
    """Return the zone for meetings in these years: two yearly rules where they suffice, else every single
    change.
    """
    made = Timezone()
    made.add("TZID", zone)
    rules, first, last = find_tz_rule(zone), min(first - 1, SINCE), last + YEARS
    onsets = _list_offset_changes(zone, first, last)
    if rules is not None and _is_rule_exact(rules, onsets, first, last):
        for part in _build_yearly_rules(rules):
            made.add_component(part)
        return made
    start = datetime(first, 1, 1, tzinfo=UTC)
    offset = _get_utc_offset(start, ZoneInfo(zone))
    made.add_component(_build_zone_part(start + offset, offset, offset, daylight=False))
    for at, before, after, daylight in onsets:
        made.add_component(_build_zone_part(at + before, before, after, daylight=daylight))
    return made


def _is_rule_exact(rules: PosixTzRule, onsets: list[Onset], first: int, last: int) -> bool:
    """Return True if the rules give exactly these changes, and calendars can express them."""
    if rules.begin is None or rules.end is None:
        return not onsets
    if not (rules.begin.plain and rules.end.plain):
        return False
    expected = set()
    for year in range(first, last + 1):
        expected.add(
            (rules.begin.compute_in_year(year).replace(tzinfo=UTC) - rules.standard, rules.standard, rules.daylight)
        )
        expected.add(
            (rules.end.compute_in_year(year).replace(tzinfo=UTC) - rules.daylight, rules.daylight, rules.standard)
        )
    return expected == {(at, before, after) for at, before, after, _ in onsets}


def _build_yearly_rules(rules: PosixTzRule) -> list[TimezoneStandard | TimezoneDaylight]:
    if rules.begin is None or rules.end is None:
        start = datetime(EVER, 1, 1, tzinfo=UTC)
        return [_build_zone_part(start, rules.standard, rules.standard, daylight=False)]
    begin = _build_zone_part(rules.begin.compute_in_year(EVER), rules.standard, rules.daylight, daylight=True)
    begin.add("RRULE", _build_yearly_recurrence(rules.begin))
    end = _build_zone_part(rules.end.compute_in_year(EVER), rules.daylight, rules.standard, daylight=False)
    end.add("RRULE", _build_yearly_recurrence(rules.end))
    return [begin, end]


def _build_yearly_recurrence(change: ClockChange) -> vRecur:
    day = f"{change.position}{_DAYS[change.weekday]}"
    return vRecur({"FREQ": ["YEARLY"], "BYMONTH": [change.month], "BYDAY": [day]})


def _build_zone_part(
    wall: datetime, before: timedelta, after: timedelta, *, daylight: bool
) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if daylight else TimezoneStandard()
    part.add("DTSTART", vDatetime(wall.replace(tzinfo=None)))
    part.add("TZOFFSETFROM", vUTCOffset(before))
    part.add("TZOFFSETTO", vUTCOffset(after))
    return part


def _list_offset_changes(zone: str, first: int, last: int) -> list[Onset]:
    """Return every change of the offset in these years."""
    return [onset for year in range(first, last + 1) for onset in _search_offset_changes(zone, year)]


@lru_cache(maxsize=4096)
def _search_offset_changes(zone: str, year: int) -> list[Onset]:
    """Search the year week by week, and bisect the weeks whose ends differ: no zone changes and changes back in one."""
    there, found = ZoneInfo(zone), []
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    before = _get_utc_offset(at, there)
    while at < end:
        following = min(at + timedelta(weeks=1), end)
        after = _get_utc_offset(following, there)
        if after != before:
            low, high = at, following
            while high - low > timedelta(seconds=1):
                middle = (low + (high - low) // 2).replace(microsecond=0)
                low, high = (middle, high) if _get_utc_offset(middle, there) == before else (low, middle)
            found.append((high, before, after, bool(high.astimezone(there).dst())))
        at, before = following, after
    return found


def _get_utc_offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)
