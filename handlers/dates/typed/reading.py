"""From typed words to a time: whole texts are understood, or refused with a reason; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates.typed.days import Clock, both, dated
from handlers.dates.typed.grammar import Sentence, sentence
from handlers.dates.typed.refusing import NotATime
from handlers.dates.zones import instant, local

#: what may stand before a deadline and changes nothing
_BY = re.compile(r"\s*(?:innen|innan|senest|seinast|by|within|no later than|frist:?|deadline:?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """Wall times. Without a time of day they are midnight, and `end` is the last day."""

    start: datetime
    end: datetime | None
    timed: bool


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When:
    """ "tirsdag 17. mars kl 10-15", "neste uke", "3.-6. juni". Raises NotATime.

    Days come before months. What has no year is the next such day. The name of a day is the next one, and never
    today; with "next" it is that of next week.
    """
    here = local(now, zone)
    said = sentence(text)
    if said.ahead is not None:
        start = local(now + said.ahead, zone).replace(second=0, microsecond=0)
        return When(start, None, timed=True)
    first, last = _days(said, here.date())
    if not said.clocks:
        if last < here.date():
            raise NotATime("past")
        return When(_midnight(first), _midnight(last) if last != first else None, timed=False)
    start, end = _times(said, first, last)
    if instant(start, zone) <= now:
        raise NotATime("past")
    if end is not None and instant(end, zone) <= instant(start, zone):
        raise NotATime("end_before_start")
    return When(start, end, timed=True)


def read_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """One day, today or later: "innen 17. mars", "om 14 dager". Raises NotATime."""
    today = local(now, zone).date()
    by = _BY.match(text)
    said = sentence(text[by.end() :] if by else text)
    if said.clocks or said.ahead is not None:
        raise NotATime("only_day")
    first, last = _days(said, today)
    if first != last:
        raise NotATime("several")
    if first < today:
        raise NotATime("past")
    return first


def _days(said: Sentence, today: date) -> tuple[date, date]:
    if len(said.days) == 1:
        day = dated(said.days[0], today, today)
        return day, day
    return both(said.days[0], said.days[1], today)


def _times(said: Sentence, first: date, last: date) -> tuple[datetime, datetime | None]:
    start = _halves(said.clocks)
    if len(said.clocks) == 1:
        if first != last:
            raise NotATime("several")
        begins = start.on(first)
        return begins, None if said.lasts is None else begins + said.lasts
    if said.lasts is not None:
        raise NotATime("several")
    if start.hour == 24:
        raise NotATime("no_time")
    return start.on(first), said.clocks[1].on(last)


def _halves(clocks: tuple[Clock, ...]) -> Clock:
    """The start; in "2-4pm" it takes the half of the day from the end."""
    start = clocks[0]
    if len(clocks) == 2 and clocks[1].half and not start.half and 1 <= start.hour <= 12:
        day = date.min
        for half in ("pm", "am"):
            if replace(start, half=half).on(day) < clocks[1].on(day):
                return replace(start, half=half)
    return start


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
