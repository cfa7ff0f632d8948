"""When each reminder of a meeting reaches somebody: wall time where they are, moved into their working time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.dates import zones
from handlers.dates.hours import Hours
from handlers.meetings.reminders.kinds import (
    CALL,
    DAY,
    HOLD,
    HOUR,
    INVITATION,
    KINDS,
    PAPERS,
    SIGNUP,
    SILENT,
    THANKS,
    days,
)
from handlers.meetings.sittings import Sitting
from handlers.notifications.pushes import MORNING

#: how long thanks may come late
THANKS_LAST = timedelta(days=4)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """One reminder for everybody with these hours."""

    kind: str
    due: datetime
    #: the wall time it was meant for, before it was moved
    meant: datetime
    #: the day it is due on, where its reader is
    day: date
    #: of no use any more
    expires: datetime


def moments(sitting: Sitting, hours: Hours) -> list[Moment]:
    """In order of time. A pause is not looked at: who has one is reminded after it, if it is of use then."""
    awake = replace(hours, paused_until=None)
    found = [moment for kind in KINDS if (moment := _moment(sitting, awake, kind)) is not None]
    return sorted(found, key=lambda moment: (moment.due, KINDS.index(moment.kind)))


def _moment(sitting: Sitting, hours: Hours, kind: str) -> Moment | None:
    n, occurrence = days(sitting, kind), sitting.occurrence
    if n is None:
        return None
    if kind in (HOLD, CALL, INVITATION, PAPERS, DAY):
        return _before(occurrence.start_at, n, hours, kind)
    if kind in (SIGNUP, SILENT):
        by = occurrence.signup_by
        return _before(min(by, occurrence.start_at), n, hours, kind) if by is not None else None
    if kind == HOUR:
        return _hour_before(occurrence.start_at, hours)
    assert kind == THANKS
    meant = datetime.combine(zones.local(occurrence.end_at, hours.zone).date() + timedelta(days=n), MORNING)
    due = hours.at_or_after(meant.date(), MORNING)
    return _moment_at(kind, due, meant, hours, due + THANKS_LAST)


def _before(event: datetime, n: int, hours: Hours, kind: str) -> Moment | None:
    meant = datetime.combine(zones.local(event, hours.zone).date() - timedelta(days=n), MORNING)
    due = hours.at_or_before(meant.date(), MORNING)
    return _moment_at(kind, due, meant, hours, event) if due < event else None


def _hour_before(start: datetime, hours: Hours) -> Moment | None:
    """Earlier that day, if their hours are over by then; none if they have not begun."""
    meant = zones.local(start - _HOUR, hours.zone)
    due = hours.last_open(start - _HOUR)
    same_day = zones.local(due, hours.zone).date() == zones.local(start, hours.zone).date()
    return _moment_at(HOUR, due, meant, hours, start) if same_day else None


def _moment_at(kind: str, due: datetime, meant: datetime, hours: Hours, expires: datetime) -> Moment:
    return Moment(kind, due, meant, zones.local(due, hours.zone).date(), expires)
