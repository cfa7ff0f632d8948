"""Schedule private messages for their reader's working hours, and move them when those change."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import msgspec

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours, build_working_hours
from storage.directory.people import Person
from storage.kit.database import Store
from storage.queue.delivery_rows import NOTICE, REMINDER, Delivery
from storage.queue.outbox import DeliveryDraft

router = Router()
#: time of day of notifications that are not urgent
MORNING = time(8)


async def schedule_notification(
    store: Store,
    arena: Arena,
    person: Person,
    card: CardArguments,
    *,
    key: str,
    at: datetime,
    subject: str = "",
    expires_at: datetime | None = None,
    early: bool = False,
    urgent: bool = False,
) -> bool:
    """Schedule a notification for `at`, or for the next moment in the person's hours.

    `early`: rather for the last moment before. It shares a message with what else there is that day; `urgent`: it
    goes by itself, whatever else there was. Return False when the person has no account, or there is no such
    moment before it expires.
    """
    hours = build_working_hours(person, arena)
    due = hours.find_last_open(at) if early else hours.find_next_open(at)
    account = (await store.people.map_last_used_accounts([person.id])).get(person.id)
    if account is None or (expires_at is not None and due >= expires_at):
        return False
    draft = outgoing.build_private_draft(person, account, card, key=key, subject=subject, due_at=due)
    await store.outbox.post_deliveries(
        build_notification_draft(
            draft, hours, time_zones.convert_to_local(at, hours.zone), expires_at=expires_at, early=early, urgent=urgent
        )
    )
    return True


def build_notification_draft(
    draft: DeliveryDraft,
    hours: WorkingHours,
    meant: datetime,
    *,
    expires_at: datetime | None,
    early: bool,
    urgent: bool = False,
) -> DeliveryDraft:
    """Return the draft as a scheduled notification.

    `meant` is the wall time in the person's zone that its due time was made from.
    """
    if urgent:  # due at a fixed interval before something, in any zone
        return msgspec.structs.replace(draft, kind=NOTICE, expires_at=expires_at)
    return msgspec.structs.replace(
        draft,
        kind=REMINDER,
        expires_at=expires_at,
        local_time=meant.isoformat(timespec="minutes"),
        tzid=hours.zone.key,
        tzdata_version=time_zones.read_tzdata_version(),
        early=early,
    )


async def reschedule_notifications(store: Store, arena: Arena, person: Person) -> None:
    """Move what is still to come, because the person's hours or zone have changed."""
    hours = build_working_hours(person, arena)
    await store.scheduled_notifications.move_notifications(
        [
            _build_new_due_time(row, hours)
            for row in await store.scheduled_notifications.list_notifications_of_person(person.id)
        ]
    )


@router.plan("pushes")
async def reschedule_outdated_zones(store: Store, arena: Arena, _until: datetime) -> None:
    """Compute due times anew that were made by older time-zone rules: countries change their clocks."""
    rows = await store.scheduled_notifications.list_notifications_with_old_tzdata(time_zones.read_tzdata_version())
    people = {
        person.id: person for person in await store.people.list_people_by_id({row.person_id or 0 for row in rows})
    }
    moved = [
        _build_new_due_time(row, build_working_hours(people[row.person_id], arena))
        for row in rows
        if row.person_id in people
    ]
    await store.scheduled_notifications.move_notifications(moved)


def _build_new_due_time(row: Delivery, hours: WorkingHours) -> dict[str, Any]:
    meant = datetime.fromisoformat(row.local_time)
    due = (hours.clamp_at_or_before if row.early else hours.clamp_at_or_after)(meant.date(), meant.time())
    return {"row": row.id, "due_at": due, "tzid": hours.zone.key, "tzdata_version": time_zones.read_tzdata_version()}
