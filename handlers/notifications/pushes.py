"""Pushes: private messages that can wait for their reader's working time, and are moved when that changes."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import msgspec

from handlers.chat import outgoing
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.dates import zones
from handlers.dates.hours import Hours, hours_of
from storage.directory.people import Person
from storage.kit.database import Store
from storage.queue.delivery_rows import NOTICE, REMINDER, Delivery
from storage.queue.outbox import Draft

router = Router()
#: when in the day what can wait is told
MORNING = time(8)


async def push(
    store: Store,
    arena: Arena,
    person: Person,
    template: str,
    args: dict[str, Any],
    *,
    key: str,
    at: datetime,
    subject: str = "",
    expires_at: datetime | None = None,
    early: bool = False,
    urgent: bool = False,
) -> bool:
    """Promise it for `at`, or for the next moment in the person's hours; `early`: rather for the last one before.

    It is told in one message with what else there is that day; `urgent`: by itself, and whatever else there was.
    False when the person has no account to write to, or when there is no such moment before it expires.
    """
    hours = hours_of(person, arena)
    due = hours.last_open(at) if early else hours.next_open(at)
    account = (await store.people.last_accounts([person.id])).get(person.id)
    if account is None or (expires_at is not None and due >= expires_at):
        return False
    draft = outgoing.private(person, account, template, args, key=key, subject=subject, due_at=due)
    await store.outbox.post(
        timed(draft, hours, zones.local(at, hours.zone), expires_at=expires_at, early=early, urgent=urgent)
    )
    return True


def timed(
    draft: Draft, hours: Hours, meant: datetime, *, expires_at: datetime | None, early: bool, urgent: bool = False
) -> Draft:
    """As a push; `meant` is the wall time in the person's zone that its due time was made from."""
    if urgent:  # so long before something, wherever its reader is
        return msgspec.structs.replace(draft, kind=NOTICE, expires_at=expires_at)
    return msgspec.structs.replace(
        draft,
        kind=REMINDER,
        expires_at=expires_at,
        local_time=meant.isoformat(timespec="minutes"),
        tzid=hours.zone.key,
        tzdata_version=zones.tzdata_version(),
        early=early,
    )


async def follow(store: Store, arena: Arena, person: Person) -> None:
    """Their hours or their zone have changed, and with them when they are told what is still to come."""
    hours = hours_of(person, arena)
    await store.pushes.move([_moved(row, hours) for row in await store.pushes.of_person(person.id)])


@router.plan("pushes")
async def follow_zones(store: Store, arena: Arena, _until: datetime) -> None:
    """Countries change their clocks: what was worked out by older rules is worked out anew."""
    rows = await store.pushes.outdated(zones.tzdata_version())
    people = {person.id: person for person in await store.people.named({row.person_id or 0 for row in rows})}
    moved = [_moved(row, hours_of(people[row.person_id], arena)) for row in rows if row.person_id in people]
    await store.pushes.move(moved)


def _moved(row: Delivery, hours: Hours) -> dict[str, Any]:
    meant = datetime.fromisoformat(row.local_time)
    due = (hours.at_or_before if row.early else hours.at_or_after)(meant.date(), meant.time())
    return {"row": row.id, "due_at": due, "tzid": hours.zone.key, "tzdata_version": zones.tzdata_version()}
