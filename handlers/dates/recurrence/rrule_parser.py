"""Parse rules as calendars write them (RRULE): only those that Outlook, Google and Apple all accept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates.recurrence.recurrence_rule import MOST_OCCURRENCES, WEEKDAYS, Frequency, NotARule, RecurrenceRule
from handlers.dates.time_zones import convert_to_local
from handlers.language.late_patterns import compile_later

FREQUENCIES: dict[str, Frequency] = {"DAILY": "DAILY", "WEEKLY": "WEEKLY", "MONTHLY": "MONTHLY", "YEARLY": "YEARLY"}
#: standard parts that are too fine for meetings
TOO_FINE = ("SECONDLY", "MINUTELY", "HOURLY")
#: standard parts that calendars interpret differently
NOT_ALIKE = ("BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "RSCALE", "SKIP")
KNOWN = ("FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "BYMONTHDAY", "COUNT", "UNTIL", "WKST")
_LONGEST_RULE = 500
_DAY = compile_later(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = compile_later(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_DATE, _TIME = "%Y%m%d", "%H%M%S"


def parse_rrule(text: str, zone: ZoneInfo | None = None, *, endless: bool = False) -> RecurrenceRule:
    """Parse an RRULE. Raises NotARule, also for one without an end unless `endless`.

    An end in UTC is converted to wall time in the zone.
    """
    parts = _split_rrule(text)
    freq = parts.get("FREQ", "")
    if freq in TOO_FINE:
        raise NotARule("frequency")
    if freq not in FREQUENCIES:
        raise NotARule("unknown")
    weekdays, position = _parse_rrule_weekdays(parts)
    rule = RecurrenceRule(
        FREQUENCIES[freq],
        interval=_parse_rrule_number(parts.get("INTERVAL", "1")),
        weekdays=weekdays,
        position=position,
        monthday=_parse_rrule_monthday(parts.get("BYMONTHDAY")),
        count=_parse_rrule_count(parts.get("COUNT")),
        until=_parse_rrule_until(parts["UNTIL"], zone) if "UNTIL" in parts else None,
    )
    _validate_week_start(parts.get("WKST", "MO"), rule)
    if not (rule.ends or endless):
        raise NotARule("endless")
    return rule


def _split_rrule(text: str) -> dict[str, str]:
    text = text.strip()
    if len(text) > _LONGEST_RULE:
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


def _parse_rrule_number(text: str) -> int:
    """Return the number. A huge one stays huge, so that it is refused for its size."""
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text):
        raise NotARule("unknown")
    return int(text)


def _parse_rrule_count(text: str | None) -> int:
    if text is None:
        return 0
    if not 1 <= (count := _parse_rrule_number(text)) <= MOST_OCCURRENCES:
        raise NotARule("many")
    return count


def _parse_rrule_monthday(text: str | None) -> int:
    if text is None:
        return 0
    if "," in text:
        raise NotARule("part")
    if (day := _parse_rrule_number(text)) == 0 or day < -31 or day > 31:
        raise NotARule("unknown")
    return day


def _parse_rrule_weekdays(parts: dict[str, str]) -> tuple[tuple[int, ...], int]:
    """Return the weekdays, and which of the month: "2TU", or "TU" with BYSETPOS=2 as Outlook has it."""
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
        positions = {_parse_rrule_number(parts["BYSETPOS"])}
    position = positions.pop()
    if positions or ("BYSETPOS" in parts and not position) or any(match[1] and not int(match[1]) for match in days):
        raise NotARule("position")
    return weekdays, position


def _parse_rrule_until(text: str, zone: ZoneInfo | None) -> datetime:
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise NotARule("unknown")
    try:
        day = datetime.strptime(match[1], _DATE)  # noqa: DTZ007
        if match[2] is None:
            return datetime.combine(day, time(23, 59, 59))
        end = datetime.combine(day, datetime.strptime(match[2], _TIME).time())  # noqa: DTZ007
        return end if not match[3] or zone is None else convert_to_local(end.replace(tzinfo=UTC), zone)
    except (ValueError, OverflowError) as error:
        raise NotARule("unknown") from error


def _validate_week_start(day: str, rule: RecurrenceRule) -> None:
    """Raise NotARule if the first day of the week matters: several days, with weeks left out."""
    if day not in WEEKDAYS:
        raise NotARule("unknown")
    if day != WEEKDAYS[0] and rule.freq == "WEEKLY" and rule.interval > 1 and len(rule.weekdays) > 1:
        raise NotARule("part")
