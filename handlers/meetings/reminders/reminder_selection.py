"""Select a person's reminders: one a day per meeting, and of missed ones only those still useful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders.invitee_status import InviteeStatus, is_reminder_relevant
from handlers.meetings.reminders.reminder_kinds import HOUR, PAPERS, THANKS
from handlers.meetings.reminders.reminder_times import ReminderTime
from storage.queue.delivery_retention import MESSAGES

#: Kinds that are skipped when late. An agenda is best sent a week before, and an hour passes soon.
ON_TIME = (PAPERS, HOUR)
#: age from which a reminder that went out may be deleted
_KNOWN = MESSAGES - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReminderChoice:
    """Hold a reminder that somebody is to get; `late`: its time has passed, so that it is sent now."""

    moment: ReminderTime
    late: bool = False


def select_reminders(
    occurrence: OccurrenceView,
    moments: Sequence[ReminderTime],
    who: InviteeStatus,
    now: datetime,
    today: date,
    *,
    papers: bool,
) -> list[ReminderChoice]:
    """Return the person's reminders from `moments`, which are in order of time; `today` is the person's
    local date.

    `papers`: there is an agenda, and it is not sent yet.
    """
    mine = select_daily_reminders(occurrence, moments, who, now, papers=papers)
    coming = [moment for moment in mine if moment.due > now]
    late = [
        moment for moment in mine if moment.due <= now < moment.expires and not _is_forgotten(occurrence, moment, now)
    ]
    chosen = [ReminderChoice(moment) for moment in coming]
    if late and _is_still_useful(late[-1], who) and not any(moment.day == today for moment in coming):
        chosen.insert(0, ReminderChoice(late[-1], late=True))
    return chosen


def select_daily_reminders(
    occurrence: OccurrenceView, moments: Sequence[ReminderTime], who: InviteeStatus, now: datetime, *, papers: bool
) -> list[ReminderTime]:
    """Return the reminders that concern the person, one a day. Of two on one day, the later kind says
    more.
    """
    days: dict[date, ReminderTime] = {}
    for moment in moments:
        if is_reminder_relevant(occurrence, moment.kind, who, now) and (papers or moment.kind != PAPERS):
            days[moment.day] = moment
    return list(days.values())


def is_reminder_superseded(mine: Sequence[ReminderTime], kind: str, today: date) -> bool:
    """Return True if a later reminder is due by now, or this one no longer concerns the reader."""
    due = [moment.kind for moment in mine if moment.day <= today or moment.kind == kind]
    return kind not in due or (due[-1] != kind and kind != THANKS)


def _is_forgotten(occurrence: OccurrenceView, moment: ReminderTime, now: datetime) -> bool:
    """Return True if it was told so long ago that nothing is known of it any more."""
    return occurrence.meeting.created_at <= moment.due < now - _KNOWN


def _is_still_useful(moment: ReminderTime, who: InviteeStatus) -> bool:
    """Return False for people who have answered since, or were asked again: they know of the meeting."""
    acted = who.asked or (who.answered_at is not None and who.answered_at >= moment.due)
    return moment.kind not in ON_TIME and not acted
