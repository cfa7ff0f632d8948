"""Add a reminder for whoever asks for it, within what one person may have."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.dates.recurrence import RecurrenceRule
from handlers.dates.working_hours import build_working_hours
from handlers.overview.own_reminders.reminder_delivery import post_own_reminder
from handlers.overview.own_reminders.reminder_records import RecordLink
from handlers.overview.own_reminders.reminder_series import plan_repetition
from storage.overview.own_reminders import OwnReminder

#: maximum number of characters of what somebody is reminded of, and of reminders that a person has open
LONGEST_TEXT, MOST_REMINDERS = 1000, 100


async def add_own_reminder(
    turn: Turn, text: str, link: RecordLink, at: datetime, *, timed: bool, rule: RecurrenceRule | None = None
) -> OwnReminder:
    """Add the reminder, and promise it if its time is near. Raises UserError for one too many."""
    if await turn.store.own_reminders.count_open_reminders(turn.person.id) >= MOST_REMINDERS:
        raise UserError(
            turn.say("You have {n} reminders already. Write “my reminders” and delete some first.", n=MOST_REMINDERS)
        )
    reminder = OwnReminder(
        person_id=turn.person.id,
        account_id=turn.account.id,
        text=text,
        kind=link.kind,
        record_id=link.id,
        code=link.code,
        at=at,
        timed=timed,
    )
    plan_repetition(reminder, rule, build_working_hours(turn.person, turn.arena))
    await turn.store.own_reminders.add(reminder)
    turn.store.audit_trail.count_private_act()
    await post_own_reminder(turn.store, reminder)
    return reminder
