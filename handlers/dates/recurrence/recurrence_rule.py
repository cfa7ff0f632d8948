"""Define a recurrence rule and list its times, within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule
from dateutil.relativedelta import relativedelta

from handlers.dates.time_zones import convert_to_instant

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
Reason = Literal[
    "unknown", "frequency", "part", "interval", "weekdays", "position", "last_day", "leap_day", "both", "endless",
    "many", "long", "over", "start",
]  # fmt: skip
#: maximum numbers of occurrences and of years of a series
MOST_OCCURRENCES, MOST_YEARS = 200, 5
#: maximum interval between occurrences
LONGEST_STEP = 99
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: last day that every month has
EVERY_MONTH_HAS = 28
LAST = -1
POSITIONS = (1, 2, 3, 4, LAST)


class NotARule(Exception):
    """Report a text that is no rule which every calendar understands; `explain_rule_error` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """Repeat every `interval` days, weeks, months or years, so many times or until a last wall time.

    Raises NotARule. Without weekdays, position or day of the month those of the start are meant. A rule without
    an end can be described and given one, but has no dates.
    """

    freq: Frequency
    interval: int = 1
    #: Monday is 0. A MONTHLY rule with a position has exactly one.
    weekdays: tuple[int, ...] = ()
    #: which of these weekdays in the month: 1 to 4, or -1 for the last
    position: int = 0
    #: day of the month: 1 to 28, or -1 for the last
    monthday: int = 0
    count: int = 0
    #: last wall time at which an occurrence may start
    until: datetime | None = None

    def __post_init__(self) -> None:
        if wrong := self._find_rule_error():
            raise NotARule(wrong)

    def _find_rule_error(self) -> Reason | None:
        if not 1 <= self.interval <= LONGEST_STEP:
            return "interval"
        if set(self.weekdays) - set(range(7)) or len(set(self.weekdays)) != len(self.weekdays):
            return "weekdays"
        if self.weekdays and self.freq != "WEEKLY" and not self.position:
            return "weekdays"
        if self.position and (self.freq != "MONTHLY" or self.position not in POSITIONS or len(self.weekdays) != 1):
            return "position"
        if self.monthday and (self.freq != "MONTHLY" or self.position):
            return "part"
        if self.monthday > EVERY_MONTH_HAS or self.monthday < LAST:
            return "last_day"
        if self.count and self.until:
            return "both"
        return None if 0 <= self.count <= MOST_OCCURRENCES else "many"

    @property
    def ends(self) -> bool:
        return bool(self.count or self.until)

    def list_occurrence_times(self, start: datetime, *, horizon: date, most: int) -> list[datetime]:
        """Return wall times from the start up to the day `horizon`, at most `most`. Raises NotARule.

        The start is the first of them. A series that is too long is refused whatever the horizon.
        """
        found = self._list_all_times(start)
        return [at for at in found if at.date() <= horizon][:most]

    def find_next_time(self, start: datetime, after: datetime) -> datetime | None:
        """Find the first wall time after `after`, of a series that has `start`; None if it ends before.

        The rule needs no end. How many times it has is not looked at.
        """
        times = self._expand_rule(start, after + relativedelta(years=MOST_YEARS))
        found: datetime | None = times.after(after)
        return found

    def _list_all_times(self, start: datetime) -> list[datetime]:
        if start.tzinfo is not None:
            raise ValueError("a series is of wall times")
        if not self.ends:
            raise NotARule("endless")
        if self.freq == "MONTHLY" and not (self.position or self.monthday) and start.day > EVERY_MONTH_HAS:
            raise NotARule("last_day")
        if self.freq == "YEARLY" and (start.month, start.day) == (2, 29):
            raise NotARule("leap_day")
        if self.until is not None and self.until < start:
            raise NotARule("over")
        latest = start + relativedelta(years=MOST_YEARS)
        found = list(islice(self._expand_rule(start, latest), self.count or MOST_OCCURRENCES + 1))
        if not found or found[0] != start:
            raise NotARule("start")
        if len(found) > MOST_OCCURRENCES:
            raise NotARule("many")
        if len(found) < self.count or (self.until is not None and self.until > latest):
            raise NotARule("long")
        return found

    def _expand_rule(self, start: datetime, latest: datetime) -> rrule.rrule:
        """Expand the rule no further than the longest series, so that no rule takes long."""
        days = [rrule.weekday(n, self.position or None) for n in self.weekdays]
        return rrule.rrule(
            getattr(rrule, self.freq),
            dtstart=start,
            interval=self.interval,
            until=latest if self.until is None else min(self.until, latest),
            byweekday=days or None,
            bymonthday=self.monthday or None,
            wkst=rrule.MO,
        )

    def format_rrule(self, zone: ZoneInfo | None = None) -> str:
        """Format the rule as calendars write it; with a zone its end is an instant, as invitations need it."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            nth = str(self.position or "")
            parts.append("BYDAY=" + ",".join(nth + WEEKDAYS[n] for n in self.weekdays))
        if self.monthday:
            parts.append(f"BYMONTHDAY={self.monthday}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            end = self.until if zone is None else convert_to_instant(self.until, zone)
            parts.append(f"UNTIL={end:%Y%m%dT%H%M%S}{'' if zone is None else 'Z'}")
        return ";".join(parts)
