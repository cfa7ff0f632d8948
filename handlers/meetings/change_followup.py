"""Follow up a change: redraw cards, reschedule reminders, fill seats, and notify those affected."""

from __future__ import annotations

from handlers.chat.turn import Arena
from handlers.meetings import cards, change_notices, moved_notices
from handlers.meetings.meeting_changes import MeetingChange
from handlers.meetings.reminders.reminder_planner import reschedule_meeting_reminders
from handlers.meetings.rsvps import rsvp_exclusions, seat_allocation
from storage.kit.database import Store


async def follow_up_change(store: Store, arena: Arena, change: MeetingChange, by: int | None) -> int:
    """Follow up in the transaction of the change; `by` knows of it. Return how many people are asked
    again.
    """
    await store.session.flush()
    starts = {found.id: old for found, old in change.moved}
    await rsvp_exclusions.withdraw_excluded_rsvps(store, arena, change.touched, starts)
    await reschedule_meeting_reminders(store, arena, *change.touched)
    for found in change.touched:
        if found.takes_place:
            await seat_allocation.fill_free_seats(store, found)
    asked = await moved_notices.notify_meeting_moved(store, arena, change.moved, by)
    if change.relocated:
        stay = [found for found in change.touched if found.takes_place and found.id not in starts]
        await change_notices.notify_meeting_relocated(store, arena, stay)
    if change.dropped:
        await change_notices.notify_meeting_cancelled(store, arena, change.dropped, by)
    await cards.redraw_meeting_cards(store, [found.occurrence for found in change.touched])
    await cards.post_meeting_cards(store, change.meeting)
    return asked
