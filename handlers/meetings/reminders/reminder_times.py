"""Compute when a meeting's reminders reach a person: local wall time, moved into working hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders.reminder_kinds import (
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
    find_reminder_days,
)
from handlers.notifications.scheduled_notifications import MORNING

#: how late thanks may be sent
THANKS_LAST = timedelta(days=4)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ReminderTime:
    """Hold the time of one reminder for everybody with the same working hours."""

    kind: str
    due: datetime
    #: intended wall time, before working hours moved it
    meant: datetime
    #: due date in the recipient's zone
    day: date
    #: after this time it is useless, and is not sent
    expires: datetime


def list_reminder_times(occurrence: OccurrenceView, hours: WorkingHours) -> list[ReminderTime]:
    """Return the reminder times in order. Pauses are ignored: after a pause the person gets what is still
    useful.
    """
    awake = replace(hours, paused_until=None)
    found = [moment for kind in KINDS if (moment := _find_reminder_time(occurrence, awake, kind)) is not None]
    return sorted(found, key=lambda moment: (moment.due, KINDS.index(moment.kind)))


def _find_reminder_time(occurrence_view: OccurrenceView, hours: WorkingHours, kind: str) -> ReminderTime | None:
    n, occurrence = find_reminder_days(occurrence_view, kind), occurrence_view.occurrence
    if n is None:
        return None
    if kind in (HOLD, CALL, INVITATION, PAPERS, DAY):
        return _find_time_before(occurrence.start_at, n, hours, kind)
    if kind in (SIGNUP, SILENT):
        by = occurrence.signup_by
        return _find_time_before(min(by, occurrence.start_at), n, hours, kind) if by is not None else None
    if kind == HOUR:
        return _find_time_hour_before(occurrence.start_at, hours)
    assert kind == THANKS
    meant = datetime.combine(
        time_zones.convert_to_local(occurrence.end_at, hours.zone).date() + timedelta(days=n), MORNING
    )
    due = hours.clamp_at_or_after(meant.date(), MORNING)
    return _build_reminder_time(kind, due, meant, hours, due + THANKS_LAST)


def _find_time_before(event: datetime, n: int, hours: WorkingHours, kind: str) -> ReminderTime | None:
    meant = datetime.combine(time_zones.convert_to_local(event, hours.zone).date() - timedelta(days=n), MORNING)
    due = hours.clamp_at_or_before(meant.date(), MORNING)
    return _build_reminder_time(kind, due, meant, hours, event) if due < event else None


def _find_time_hour_before(start: datetime, hours: WorkingHours) -> ReminderTime | None:
    """Return a time one hour before, or earlier that day if working hours end sooner.

    Return None if the hours have not begun by then.
    """
    meant = time_zones.convert_to_local(start - _HOUR, hours.zone)
    due = hours.find_last_open(start - _HOUR)
    same_day = (
        time_zones.convert_to_local(due, hours.zone).date() == time_zones.convert_to_local(start, hours.zone).date()
    )
    return _build_reminder_time(HOUR, due, meant, hours, start) if same_day else None


def _build_reminder_time(
    kind: str, due: datetime, meant: datetime, hours: WorkingHours, expires: datetime
) -> ReminderTime:
    return ReminderTime(kind, due, meant, time_zones.convert_to_local(due, hours.zone).date(), expires)
