"""Read from a typed line what to remind somebody of, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates.recurrence import RecurrenceRule
from handlers.dates.time_zones import convert_to_local
from handlers.language.late_patterns import compile_later
from handlers.language.reminder_orders import cut_reminder_order, opens_with_reminder_order
from handlers.meetings.line_reader import Ask, LineMoment, read_line_moment
from handlers.notifications.scheduled_notifications import MORNING
from handlers.overview.own_reminders.day_parts import name_part_hours

#: between when and what: "minn meg i morgen om møtet på fredag"
_BETWEEN = compile_later(r"(?<=\w)(?:\s*:\s+|\s+(?=(?:om|på å|to|about|that|at|så)\s))", re.IGNORECASE)
#: a sentence that ends so has lost its day: "fristen er"
_TORN = compile_later(r"\b(?:er|is|are|går ut|gjekk ut|ends|utløper|frist\w*|deadline)[\s.,;:!?]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """Hold what was read. `ask` says what is not certain of the time; without a day nothing was said of it."""

    text: str
    day: date | None = None
    clock: time | None = None
    ask: Ask | None = None
    #: how often again, if it was asked for more than once
    rule: RecurrenceRule | None = None

    @property
    def is_certain(self) -> bool:
        return self.day is not None and self.ask is None


def read_reminder_line(text: str, now: datetime, zone: ZoneInfo) -> ReminderLine:
    """Read the line: in its own words without the order and the time, where these stand apart from the rest."""
    line = _read_line(text, now, zone)
    hourly = name_part_hours(text) if line.clock is None else None
    if hourly is None:
        return line
    timed = _read_line(hourly, now, zone)
    # a part of the day that is over is asked about in its own words
    return timed if timed.is_certain else line


def _read_line(text: str, now: datetime, zone: ZoneInfo) -> ReminderLine:
    moment, rest = _read_moment(text, now, zone)
    if moment.ask is not None or not opens_with_reminder_order(rest) or _TORN.search(rest):
        rest = text
    what = cut_reminder_order(rest)
    here = convert_to_local(now, zone)
    if moment.at is not None:
        return ReminderLine(what, moment.at.date(), moment.at.time(), moment.ask, moment.rule)
    ask = moment.ask
    if ask is None and moment.day == here.date() and here.time() >= MORNING:
        ask = Ask("time")
    return ReminderLine(what, moment.day, None, ask, moment.rule)


def _read_moment(text: str, now: datetime, zone: ZoneInfo) -> tuple[LineMoment, str]:
    """Return the moment with the rest of the line. Of several days the one right behind the order counts."""
    moment = read_line_moment(text, now, zone)
    if moment.ask is None or moment.ask.what != "date":
        return moment, moment.rest
    for between in _BETWEEN.finditer(text):
        head = read_line_moment(text[: between.start()], now, zone)
        if head.day is not None and head.ask is None and opens_with_reminder_order(head.rest):
            return head, f"{head.rest} {text[between.end() :]}"
    return moment, moment.rest
