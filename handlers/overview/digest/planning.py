"""One digest a week for everybody who wants it: Tuesday morning where they are, or the next open day of that week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.chat import outgoing
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.dates import zones
from handlers.dates.hours import Hours, hours_of
from handlers.notifications.pushes import MORNING, timed
from storage.directory.people import Person
from storage.kit.database import Store
from storage.queue.outbox import Draft

router = Router()
#: counted from Monday
TUESDAY, WEEK = timedelta(days=1), timedelta(days=7)


@router.plan("digest")
async def plan(store: Store, arena: Arena, until: datetime) -> None:
    people = [person for person in await store.people.all() if person.digest and not person.guest]
    wanted = [
        (person, hours, week, due)
        for person in people
        for hours in (hours_of(person, arena),)
        for week, due in mornings(hours, store.now, until)
    ]
    known = {row.key for row in await store.pushes.promised({subject(week) for _, _, week, _ in wanted})}
    new = [wish for wish in wanted if key(wish[0], wish[2]) not in known]
    accounts = await store.people.last_accounts({person.id for person, *_ in new})
    drafts: list[Draft] = []
    for person, hours, week, due in new:
        if person.id in accounts:
            draft = outgoing.private(
                person,
                accounts[person.id],
                "digest.card",
                {"week": week.isoformat()},
                key=key(person, week),
                subject=subject(week),
                due_at=due,
            )
            meant = datetime.combine(week + TUESDAY, MORNING)
            drafts.append(timed(draft, hours, meant, expires_at=_end(week, hours), early=False))
    await store.outbox.post(*drafts)


def mornings(hours: Hours, now: datetime, until: datetime) -> Iterator[tuple[date, datetime]]:
    """The Monday of each week that has one, and when its digest is due. A pause is not looked at."""
    awake = replace(hours, paused_until=None)
    today = zones.local(now, hours.zone).date()
    week = today - timedelta(days=today.weekday())
    while True:
        due = awake.at_or_after(week + TUESDAY, MORNING)
        if due > until:
            return
        if now < due < _end(week, hours):
            yield week, due
        week += WEEK


def key(person: Person, week: date) -> str:
    """ "digest:12:2027-W09"."""
    year, number, _ = week.isocalendar()
    return f"digest:{person.id}:{year}-W{number:02}"


def subject(week: date) -> str:
    """All digests of a week."""
    return f"digest:{week.isoformat()}"


def _end(week: date, hours: Hours) -> datetime:
    """The week is over: its digest is of no use any more."""
    return zones.instant(datetime.combine(week + WEEK, datetime.min.time()), hours.zone)
