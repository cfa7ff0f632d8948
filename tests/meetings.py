"""Meetings for tests, as they stand once the secretariat has approved them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from handlers.dates import time_zones
from storage.kit.database import Database, Store
from storage.meetings.meetings import PLANNED, Meeting
from storage.meetings.occurrences import Occurrence

#: a Monday, 10.00 in Oslo: what tests set their clock to
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)


async def meets(
    database: Database,
    organiser_id: int,
    *,
    title: str = "Arena meeting 2/27",
    starts: str = "2027-03-16T10:00",
    minutes: int = 300,
    **more: Any,
) -> int:
    """One meeting that takes place once, a fortnight after MONDAY; the id of its occurrence."""
    async with database.begin() as store:
        occurrence = await add_meeting(store, organiser_id, title=title, starts=starts, minutes=minutes, **more)
        return occurrence.id


async def add_meeting(
    store: Store, organiser_id: int, *, title: str, starts: str, minutes: int, **more: Any
) -> Occurrence:
    signup_by = more.pop("signup_by", None)
    zone = more.pop("zone", "Europe/Oslo")
    values: dict[str, Any] = {"place": "Eksempel Industripark", "state": PLANNED, "offsets": {}} | more
    meeting = await store.meetings.add(
        Meeting(
            uid=f"{uuid4()}@arena.test",
            title=title,
            organiser_id=organiser_id,
            zone=zone,
            starts=starts,
            minutes=minutes,
            **values,
        )
    )
    start = time_zones.convert_to_instant(datetime.fromisoformat(starts), ZoneInfo(zone))
    return await store.occurrences.add(
        Occurrence(
            meeting_id=meeting.id,
            original=starts,
            starts=starts,
            start_at=start,
            end_at=start + timedelta(minutes=minutes),
            signup_by=signup_by,
        )
    )
