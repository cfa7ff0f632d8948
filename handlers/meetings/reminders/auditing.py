"""The audit: meetings of the next day whose people have no reminder promised that they should have."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.meetings import sittings
from handlers.meetings.reminders.wishes import Wish, wishes
from handlers.meetings.sittings import Sitting
from storage.kit.database import Store

router = Router()
#: the planner has looked twice by then
GRACE = timedelta(minutes=12)


@router.audit("reminders")
async def missing(store: Store, arena: Arena) -> list[str]:
    """One line for each meeting: which, and how many people."""
    now = store.now
    rows = await store.occurrences.between(now, now + timedelta(hours=24))
    if not rows:
        return []
    meetings = await store.meetings.many({row.meeting_id for row in rows})
    found = [Sitting(meetings[row.meeting_id], row) for row in rows]
    found = [each for each in found if each.takes_place and each.meeting.changed_at < now - GRACE]
    known = {row.key for row in await store.pushes.promised([sittings.reminders(each.id) for each in found])}
    wanted = [wish for wish in await wishes(store, arena, found, now - GRACE) if wish.key not in known]
    reachable = await store.people.last_accounts({wish.person.id for wish in wanted})
    lost: dict[int, int] = {}
    for wish in wanted:
        if wish.person.id in reachable and await _should_be(store, wish):
            lost[wish.sitting.id] = lost.get(wish.sitting.id, 0) + 1
    return [f"occurrence {id}: {count} without a reminder" for id, count in sorted(lost.items())]


async def _should_be(store: Store, wish: Wish) -> bool:
    """Not who answered just now, and not where their hours begin too late."""
    rsvp = await store.rsvps.find(wish.sitting.id, wish.person.id)
    if rsvp is not None and rsvp.answered_at >= store.now - GRACE:
        return False
    return wish.hours.next_open(store.now) < wish.choice.moment.expires
