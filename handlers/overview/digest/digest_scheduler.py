"""Schedule one digest a week per subscriber: Tuesday morning local time, else the next open day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.notifications.scheduled_notifications import MORNING, build_notification_draft
from storage.directory.people import Person
from storage.kit.database import Store
from storage.queue.outbox import DeliveryDraft

router = Router()
#: offsets from Monday
TUESDAY, WEEK = timedelta(days=1), timedelta(days=7)


class DigestCard(CardArguments, frozen=True):
    template = "digest.card"
    lists_pending = True

    #: Monday of its week
    week: date


@router.plan("digest")
async def schedule_digests(store: Store, arena: Arena, until: datetime) -> None:
    people = [person for person in await store.people.list_all_people() if person.digest and not person.guest]
    wanted = [
        (person, hours, week, due)
        for person in people
        for hours in (build_working_hours(person, arena),)
        for week, due in list_digest_mornings(hours, store.now, until)
    ]
    known = {
        row.key
        for row in await store.scheduled_notifications.list_posted_deliveries(
            {build_digest_subject(week) for _, _, week, _ in wanted}
        )
    }
    new = [planned for planned in wanted if format_digest_key(planned[0], planned[2]) not in known]
    accounts = await store.people.map_last_used_accounts({person.id for person, *_ in new})
    drafts: list[DeliveryDraft] = []
    for person, hours, week, due in new:
        if person.id in accounts:
            draft = outgoing.build_private_draft(
                person,
                accounts[person.id],
                DigestCard(week),
                key=format_digest_key(person, week),
                subject=build_digest_subject(week),
                due_at=due,
            )
            meant = datetime.combine(week + TUESDAY, MORNING)
            drafts.append(
                build_notification_draft(draft, hours, meant, expires_at=_find_digest_expiry(week, hours), early=False)
            )
    await store.outbox.post_deliveries(*drafts)


def list_digest_mornings(hours: WorkingHours, now: datetime, until: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the Monday of each week with a digest, and when it is due. Pauses are ignored."""
    awake = replace(hours, paused_until=None)
    today = time_zones.convert_to_local(now, hours.zone).date()
    week = today - timedelta(days=today.weekday())
    while True:
        due = awake.clamp_at_or_after(week + TUESDAY, MORNING)
        if due > until:
            return
        if now < due < _find_digest_expiry(week, hours):
            yield week, due
        week += WEEK


def format_digest_key(person: Person, week: date) -> str:
    """Format "digest:12:2027-W09"."""
    year, number, _ = week.isocalendar()
    return f"digest:{person.id}:{year}-W{number:02}"


def build_digest_subject(week: date) -> str:
    """Return the subject shared by all digests of a week."""
    return f"digest:{week.isoformat()}"


def _find_digest_expiry(week: date, hours: WorkingHours) -> datetime:
    """Return the end of the week, when its digest expires."""
    return time_zones.convert_to_instant(datetime.combine(week + WEEK, datetime.min.time()), hours.zone)
