"""Compute when a reminder comes: at the minute that was named, else in the morning, within its person's hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.chat.turn import ReaderContext
from handlers.dates.time_zones import convert_to_instant, convert_to_local
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.notifications.scheduled_notifications import MORNING
from storage.overview.own_reminders import OwnReminder


def compute_reminder_time(hours: WorkingHours, day: date, clock: time | None) -> datetime:
    """Return the instant in the zone of these hours. Without a time of day it is a morning within them."""
    if clock is not None:
        return convert_to_instant(datetime.combine(day, clock), hours.zone)
    at = hours.clamp_at_or_after(day, MORNING)
    return max(at, hours.clamp_at_or_after(convert_to_local(at, hours.zone).date(), MORNING))


def compute_later_time(at: ReaderContext, days: int, reminder: OwnReminder | None) -> datetime:
    """Return the same time of day so many days from today, in the person's zone."""
    hours = build_working_hours(at.person, at.arena)
    day = convert_to_local(at.now, hours.zone).date() + timedelta(days=days)
    timed = reminder is not None and reminder.timed
    clock = convert_to_local(reminder.at, hours.zone).time() if reminder and timed else None
    return compute_reminder_time(hours, day, clock)
