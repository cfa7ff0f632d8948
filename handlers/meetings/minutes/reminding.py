"""Remind: minutes that nobody writes are asked for, and so is the word that ends the time for corrections."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.hours import hours_of
from handlers.dates.workdays import workdays_after
from handlers.dates.zones import local
from handlers.meetings.minutes.lookup import find_minutes_keeper
from handlers.meetings.minutes.reviewing import chase
from handlers.meetings.sittings import Sitting, sitting
from handlers.notifications.pushes import push
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.minutes import DRAFT, REVIEW, Minutes

router = Router()
#: working days after the meeting
STEPS = (2, 5, 10)
#: working days after the time for corrections
APPROVE = (0, 3, 8)
MORNING = time(9)
#: what is older than that is nobody's any more
OLDEST = timedelta(days=60)


@router.plan("minutes")
async def plan(store: Store, arena: Arena, until: datetime) -> None:
    for occurrence in await store.occurrences.unclosed(store.now, store.now - OLDEST):
        found = await sitting(store, occurrence.id)
        if found is None or not found.takes_place:
            continue
        minutes = await store.minutes.find(found.id)
        person = await find_minutes_keeper(store, found, minutes)
        if person is None:
            continue
        if minutes is not None and minutes.state == REVIEW and minutes.review_until is not None:
            await _promise(store, arena, found, person, "approve", minutes.review_until, APPROVE, until)
        elif minutes is None or minutes.state == DRAFT:
            await _promise(store, arena, found, person, "missing", occurrence.end_at, STEPS, until)


async def _promise(
    store: Store,
    arena: Arena,
    found: Sitting,
    person: Person,
    what: str,
    since: datetime,
    steps: tuple[int, ...],
    until: datetime,
) -> None:
    """Each step once; what was missed while nothing ran gives way to the next."""
    hours = hours_of(person, arena)
    day = local(since, hours.zone).date()
    times = [hours.at_or_after(workdays_after(day, n), MORNING) if n else hours.next_open(since) for n in steps]
    ends = [*times[1:], times[-1] + OLDEST]
    for step, at, end in zip(steps, times, ends, strict=True):
        if at <= until and end > store.now:
            await push(
                store,
                arena,
                person,
                f"minutes.{what}",
                {"occurrence": found.id},
                key=f"minutes:{found.id}:{what}:{step}:{person.id}:{since:%Y%m%d%H%M}",
                at=max(at, store.now),
                subject=chase(found.id),
                expires_at=end,
            )


@router.card("minutes.missing")
async def draw_missing(view: View) -> Card | None:
    """To whoever writes them; None once they are with those who were there."""
    found, minutes = await _mine(view)
    if found is None or (minutes is not None and minutes.state != DRAFT):
        return None
    text = view.say("The minutes of {title} are missing. Those who were there wait for them.", title=found.title)
    return Card("", (Text(text), Buttons((Button(view.say("Minutes"), "minutes.show", str(found.id), "primary"),))))


@router.card("minutes.approve")
async def draw_approve(view: View) -> Card | None:
    found, minutes = await _mine(view)
    if found is None or minutes is None or minutes.state != REVIEW:
        return None
    text = view.say(
        "The time for corrections to the minutes of {title} is over. Can they be approved?", title=found.title
    )
    row = (
        Button(view.say("Approve and close"), "minutes.close", str(found.id), "primary"),
        Button(view.say("Minutes"), "minutes.show", str(found.id)),
    )
    return Card("", (Text(text), Buttons(row)))


async def _mine(view: View) -> tuple[Sitting | None, Minutes | None]:
    """The meeting, if its minutes are still the reader's to write."""
    found = await sitting(view.store, view["occurrence"])
    minutes = await view.store.minutes.find(view["occurrence"])
    if found is None or view.person is None or not found.takes_place:
        return None, None
    person = await find_minutes_keeper(view.store, found, minutes)
    return (found, minutes) if person is not None and person.id == view.person.id else (None, None)
