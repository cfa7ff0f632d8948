"""Send reminders: each once at each of its times, and late rather than never."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import outgoing
from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.time_zones import convert_to_local
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.overview.own_reminders.reminder_cards import (
    LATE,
    ReminderReceipt,
    build_own_reminder_mark,
    build_own_reminder_subject,
    draw_deleted_reminder,
    draw_due_reminder,
    draw_reminder,
)
from handlers.overview.own_reminders.reminder_series import advance_to_next_time
from storage.directory.people import Person
from storage.kit.database import Store
from storage.overview.own_reminders import OwnReminder

router = Router()
#: a reminder is promised so long before its time: whoever changes it has seldom to call one off
AHEAD = timedelta(hours=1)


class ReminderNotice(ReminderReceipt, frozen=True):
    """Hold the reminder that is due, and the mark of the time that it was promised for."""

    template = "reminders.due"

    mark: int = 0


@router.plan("own_reminders")
async def schedule_own_reminders(store: Store, arena: Arena, until: datetime) -> None:
    near = min(until, store.now + AHEAD)
    for reminder in await store.own_reminders.list_returning_reminders(near):
        if (person := await store.people.find(reminder.person_id)) is not None:
            await repeat_own_reminder(store, reminder, build_working_hours(person, arena))
    for reminder in await store.own_reminders.list_unsent_reminders(near):
        await post_own_reminder(store, reminder)


async def post_own_reminder(store: Store, reminder: OwnReminder) -> None:
    """Post the reminder where it was asked for, if its time is near; what is later the planner promises."""
    person = await store.people.find(reminder.person_id)
    if person is None or reminder.at > store.now + AHEAD:
        return
    mark = build_own_reminder_mark(reminder)
    await outgoing.post_to_person(
        store,
        person,
        ReminderNotice(reminder.id, mark=mark),
        key=f"own-reminder:{reminder.id}:{mark}",
        subject=build_own_reminder_subject(reminder.id),
        account_id=reminder.account_id,
        due_at=reminder.at,
    )


async def move_own_reminder(store: Store, reminder: OwnReminder, at: datetime, *, timed: bool) -> None:
    """Give the reminder another time. What was promised for the one before is called off."""
    reminder.at, reminder.timed, reminder.set_at = at, timed, store.now
    reminder.sent_at = reminder.done_at = None
    await refresh_reminder_messages(store, reminder)
    await post_own_reminder(store, reminder)


async def repeat_own_reminder(store: Store, reminder: OwnReminder, hours: WorkingHours) -> bool:
    """Let the reminder come again at its next time. Return False for one that comes no more."""
    if not advance_to_next_time(reminder, hours, store.now):
        return False
    await move_own_reminder(store, reminder, reminder.at, timed=reminder.timed)
    return True


async def refresh_reminder_messages(store: Store, reminder: OwnReminder) -> None:
    """Call off what is still to come, and redraw every message about the reminder."""
    await store.session.flush()
    subject = build_own_reminder_subject(reminder.id)
    await store.outbox.cancel_deliveries(subject=subject, template=ReminderNotice.template)
    await store.outbox.refresh_copies(subject)


@router.card(ReminderNotice)
async def draw_reminder_notice(view: View[ReminderNotice]) -> Card | None:
    """Draw the reminder when it is due. One without a time of day waits for its person's hours."""
    reminder = await view.store.own_reminders.find(view.args.reminder)
    at = view.build_person_context()
    if at is None or reminder is None or reminder.person_id != at.person.id:
        return draw_deleted_reminder(view)
    if reminder.done_at is not None or build_own_reminder_mark(reminder) != view.args.mark:
        return draw_reminder(at, reminder) if view.delivery.was_told else None
    if not reminder.timed:
        wait_for_reader_hours(view)
    return draw_due_reminder(at, reminder, late=_is_late(view, at.person, reminder))


def _is_late(view: View[ReminderNotice], person: Person, reminder: OwnReminder) -> bool:
    """Return True for what came after its minute, or without a time of day after its day."""
    came = view.delivery.sent_at or view.now
    if reminder.timed:
        return came - reminder.at > LATE
    zone = build_working_hours(person, view.arena).zone
    return convert_to_local(came, zone).date() > convert_to_local(reminder.at, zone).date()


@router.sent(ReminderNotice)
async def on_reminder_sent(view: View[ReminderNotice]) -> None:
    reminder = await view.store.own_reminders.find(view.args.reminder)
    if reminder is not None and build_own_reminder_mark(reminder) == view.args.mark:
        reminder.sent_at = view.now
