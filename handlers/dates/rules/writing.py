"""Rules as calendars write them (RRULE): those that Outlook, Google and Apple all accept, and no others."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates.rules.rule import MOST, WEEKDAYS, Frequency, NotARule, Rule
from handlers.dates.zones import local

FREQUENCIES: dict[str, Frequency] = {"DAILY": "DAILY", "WEEKLY": "WEEKLY", "MONTHLY": "MONTHLY", "YEARLY": "YEARLY"}
#: in the standard, but finer than a meeting
TOO_FINE = ("SECONDLY", "MINUTELY", "HOURLY")
#: in the standard, but not understood alike everywhere
NOT_ALIKE = ("BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "RSCALE", "SKIP")
KNOWN = ("FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "BYMONTHDAY", "COUNT", "UNTIL", "WKST")
_LONGEST = 500
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_DATE, _TIME = "%Y%m%d", "%H%M%S"


def parse_rrule(text: str, zone: ZoneInfo | None = None) -> Rule:
    """Raises NotARule. An end in UTC is that wall time in the zone."""
    parts = _parts(text)
    freq = parts.get("FREQ", "")
    if freq in TOO_FINE:
        raise NotARule("frequency")
    if freq not in FREQUENCIES:
        raise NotARule("unknown")
    weekdays, position = _days(parts)
    rule = Rule(
        FREQUENCIES[freq],
        interval=_number(parts.get("INTERVAL", "1")),
        weekdays=weekdays,
        position=position,
        monthday=_monthday(parts.get("BYMONTHDAY")),
        count=_count(parts.get("COUNT")),
        until=_until(parts["UNTIL"], zone) if "UNTIL" in parts else None,
    )
    _week_starts(parts.get("WKST", "MO"), rule)
    if not rule.ends:
        raise NotARule("endless")
    return rule


def _parts(text: str) -> dict[str, str]:
    text = text.strip()
    if len(text) > _LONGEST:
        raise NotARule("unknown")
    found: dict[str, str] = {}
    for part in text.upper().removeprefix("RRULE:").removesuffix(";").split(";"):
        name, equals, value = part.partition("=")
        if name in NOT_ALIKE:
            raise NotARule("part")
        if name not in KNOWN or name in found or not equals or not value:
            raise NotARule("unknown")
        found[name] = value
    return found


def _number(text: str) -> int:
    """A huge one stays huge: it is refused as what it is."""
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text):
        raise NotARule("unknown")
    return int(text)


def _count(text: str | None) -> int:
    if text is None:
        return 0
    if not 1 <= (count := _number(text)) <= MOST:
        raise NotARule("many")
    return count


def _monthday(text: str | None) -> int:
    if text is None:
        return 0
    if "," in text:
        raise NotARule("part")
    if (day := _number(text)) == 0 or day < -31 or day > 31:
        raise NotARule("unknown")
    return day


def _days(parts: dict[str, str]) -> tuple[tuple[int, ...], int]:
    """The weekdays, and which of the month: "2TU", or "TU" with BYSETPOS=2 as Outlook has it."""
    if "BYDAY" not in parts:
        if "BYSETPOS" in parts:
            raise NotARule("position")
        return (), 0
    found = [_DAY.fullmatch(day) for day in parts["BYDAY"].split(",")]
    days = [match for match in found if match]
    if len(days) != len(found):
        raise NotARule("unknown")
    weekdays = tuple(sorted(WEEKDAYS.index(match[2]) for match in days))
    positions = {int(match[1] or 0) for match in days}
    if "BYSETPOS" in parts:
        if positions != {0}:
            raise NotARule("position")
        positions = {_number(parts["BYSETPOS"])}
    position = positions.pop()
    if positions or ("BYSETPOS" in parts and not position) or any(match[1] and not int(match[1]) for match in days):
        raise NotARule("position")
    return weekdays, position


def _until(text: str, zone: ZoneInfo | None) -> datetime:
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise NotARule("unknown")
    try:
        day = datetime.strptime(match[1], _DATE)  # noqa: DTZ007
        if match[2] is None:
            return datetime.combine(day, time(23, 59, 59))
        end = datetime.combine(day, datetime.strptime(match[2], _TIME).time())  # noqa: DTZ007
        return end if not match[3] or zone is None else local(end.replace(tzinfo=UTC), zone)
    except (ValueError, OverflowError) as error:
        raise NotARule("unknown") from error


def _week_starts(day: str, rule: Rule) -> None:
    """Where a week begins matters only when weeks are left out and it has several days."""
    if day not in WEEKDAYS:
        raise NotARule("unknown")
    if day != WEEKDAYS[0] and rule.freq == "WEEKLY" and rule.interval > 1 and len(rule.weekdays) > 1:
        raise NotARule("part")
