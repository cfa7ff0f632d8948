"""Pushes: private messages that can wait for their reader's working time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.chat import outgoing
from handlers.chat.turn import Arena
from handlers.times import zones
from handlers.times.hours import hours_of
from storage.database import Store
from storage.delivery_rows import REMINDER
from storage.people import Person


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
) -> bool:
    """Promise it for `at`, or for the next moment in the person's hours; `early`: rather for the last one before.

    False when the person has no account to write to, or when there is no such moment before it expires.
    """
    hours = hours_of(person, arena)
    due = hours.last_open(at) if early else hours.next_open(at)
    if expires_at is not None and due >= expires_at:
        return False
    meant = (zones.local(due, hours.zone).isoformat(timespec="minutes"), hours.zone.key, zones.tzdata_version())
    return await outgoing.to_person(
        store,
        person,
        template,
        args,
        key=key,
        subject=subject,
        due_at=due,
        expires_at=expires_at,
        kind=REMINDER,
        meant=meant,
    )
