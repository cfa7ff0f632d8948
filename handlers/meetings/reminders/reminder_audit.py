"""Audit meetings of the next day for people without the reminder that they should have."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.meetings import occurrence_view
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders.planned_reminders import PlannedReminder, list_planned_reminders
from storage.kit.database import Store

router = Router()
#: within this time the planner has run twice
GRACE = timedelta(minutes=12)


@router.audit("reminders")
async def audit_missing_reminders(store: Store, arena: Arena) -> list[str]:
    """Return one line for each meeting: which one, and how many people."""
    now = store.now
    rows = await store.occurrences.list_occurrences_between(now, now + timedelta(hours=24))
    if not rows:
        return []
    meetings = await store.meetings.map_meetings_by_id({row.meeting_id for row in rows})
    found = [OccurrenceView(meetings[row.meeting_id], row) for row in rows]
    found = [each for each in found if each.takes_place and each.meeting.changed_at < now - GRACE]
    known = {
        row.key
        for row in await store.scheduled_notifications.list_posted_deliveries(
            [occurrence_view.build_reminder_subject(each.id) for each in found]
        )
    }
    wanted = [
        planned
        for planned in await list_planned_reminders(store, arena, found, now - GRACE)
        if planned.key not in known
    ]
    reachable = await store.people.map_last_used_accounts({planned.person.id for planned in wanted})
    lost: dict[int, int] = {}
    for planned in wanted:
        if planned.person.id in reachable and await _is_reminder_missing(store, planned):
            lost[planned.sitting.id] = lost.get(planned.sitting.id, 0) + 1
    return [f"occurrence {id}: {count} without a reminder" for id, count in sorted(lost.items())]


async def _is_reminder_missing(store: Store, planned: PlannedReminder) -> bool:
    """Return False for people who answered just now, or whose hours begin after the reminder expires."""
    rsvp = await store.rsvps.find_rsvp(planned.sitting.id, planned.person.id)
    if rsvp is not None and rsvp.answered_at >= store.now - GRACE:
        return False
    return planned.hours.find_next_open(store.now) < planned.choice.moment.expires
