"""Change what becomes of a reminder: it is done, put off, taken up again or deleted, by its person alone."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Reply, build_text_reply
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates.working_hours import build_working_hours
from handlers.overview.own_reminders.reminder_cards import (
    LIST,
    LaterReminder,
    ListedReminder,
    build_own_reminder_mark,
    build_reminder_reply,
    describe_reminder,
)
from handlers.overview.own_reminders.reminder_delivery import (
    move_own_reminder,
    refresh_reminder_messages,
    repeat_own_reminder,
)
from handlers.overview.own_reminders.reminder_list import draw_reminder_list
from handlers.overview.own_reminders.reminder_times import compute_later_time
from storage.overview.own_reminders import OwnReminder

router = Router()


async def load_own_reminder(turn: Turn, id: int, *, lock: bool = True) -> OwnReminder:
    """Return the person's reminder. Raises the same error for one that is not there and for somebody else's."""
    reminders = turn.store.own_reminders
    found = await (reminders.lock(id) if lock else reminders.find(id))
    mine = found is not None and found.person_id == turn.person.id
    await rights.need_right(
        turn, *((rights.OWNER,) if mine else ()), missing=turn.say("I cannot find that reminder. It may be deleted.")
    )
    assert found is not None
    return found


@router.on(Click, "reminders.done")
async def on_reminder_done(event: Click, turn: Turn) -> Reply:
    value = ListedReminder.parse_value(event.value)
    reminder = await load_own_reminder(turn, value.reminder)
    if reminder.next_at is not None:
        if reminder.sent_at is not None:
            await repeat_own_reminder(turn.store, reminder, build_working_hours(turn.person, turn.arena))
    elif reminder.done_at is None:
        reminder.done_at = turn.now
        await refresh_reminder_messages(turn.store, reminder)
    if value.place == LIST:
        lead = turn.say("Done: {text}", text=describe_reminder(reminder))
        return Reply(await draw_reminder_list(turn, lead=lead), replace=event.direct)
    return build_reminder_reply(turn, reminder, replace=event.direct)


@router.on(Click, "reminders.reopen")
async def on_reminder_reopen(event: Click, turn: Turn) -> Reply:
    """Take up again what was done. What was not sent before is sent now, if its time has passed."""
    reminder = await load_own_reminder(turn, parse_id(event.value))
    if reminder.done_at is not None:
        reminder.done_at = None
        if reminder.sent_at is None:
            await move_own_reminder(turn.store, reminder, reminder.at, timed=reminder.timed)
        else:
            await refresh_reminder_messages(turn.store, reminder)
    return build_reminder_reply(turn, reminder, replace=event.direct)


@router.on(Click, "reminders.later")
async def on_reminder_later(event: Click, turn: Turn) -> Reply:
    """Put the reminder off, once: a button of before shows what became of it."""
    value = LaterReminder.parse_value(event.value)
    reminder = await load_own_reminder(turn, value.reminder)
    if build_own_reminder_mark(reminder) == value.mark and reminder.done_at is None and 0 < value.days <= 366:
        at = compute_later_time(turn, value.days, reminder)
        await move_own_reminder(turn.store, reminder, at, timed=reminder.timed)
    return build_reminder_reply(turn, reminder, replace=event.direct)


@router.on(Click, "reminders.delete")
async def on_reminder_delete(event: Click, turn: Turn) -> Reply:
    value = ListedReminder.parse_value(event.value)
    reminder = await load_own_reminder(turn, value.reminder)
    text = turn.say("Deleted: {text}", text=describe_reminder(reminder))
    await turn.store.own_reminders.delete(reminder)
    await refresh_reminder_messages(turn.store, reminder)
    if value.place == LIST:
        return Reply(await draw_reminder_list(turn, lead=text), replace=event.direct)
    return build_text_reply(text, replace=event.direct)
