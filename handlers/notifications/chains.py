"""Chains: what follows, step by step, while nobody acts; each step is promised when the one before it is over.

The next step is promised in the transaction that marks one as sent. One that cannot be told, or has nobody to be told
to, does not end the chain: the planner goes on. Whoever acts ends it, in the transaction in which they act.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.chat.routing import Later, Router
from handlers.chat.turn import Arena, View
from handlers.dates import zones
from handlers.dates.hours import Hours, hours_of
from handlers.notifications.pushes import push
from storage.directory.people import Person
from storage.kit.database import Store
from storage.notifications.escalations import AHEAD, Chain
from storage.notifications.scheduled_notifications import Promise
from storage.queue.delivery_rows import CANCELLED, PENDING

#: how long a step that can wait holds up the next one, when its readers want to be left alone
PATIENCE = timedelta(days=30)
#: the planner has looked several times by then
MARGIN = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What helps to choose the readers of a step."""

    #: those who have been promised it before
    known: frozenset[int]
    #: whether somebody wants to be left alone when it is due
    paused: Callable[[Person], bool]


Readers = Callable[[Candidates], Awaitable[Sequence[Person]]]


@dataclass(frozen=True, slots=True)
class Step:
    """One word to some people, or, when `act` is given, something the bot does by itself."""

    name: str
    #: working hours of whoever reads it, since the chain began, and since somebody was last told
    after: float
    pause: float = 0
    template: str = ""
    readers: Readers | None = None
    act: Callable[[], Awaitable[None]] | None = None
    #: told by itself, and not to those who want to be left alone
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """The steps about one record, as it stands now."""

    #: of the deliveries; the key of each is this with step and person
    subject: str
    steps: Sequence[Step]
    key: str
    args: Mapping[str, Any] = field(default_factory=dict)


#: the course of a record, which is held; None when nothing waits any more
CourseOf = Callable[[Store, Arena, int], Awaitable[Course | None]]


def watch(
    router: Router, kind: str, course_of: CourseOf, begin: Callable[[Store, Arena], Awaitable[None]] | None = None
) -> None:
    """A plan, an audit and what follows from each message; `begin`: records that should have a chain and have none."""

    @router.plan(kind)
    async def plan(store: Store, arena: Arena, _until: datetime) -> None:
        if begin is not None:
            await begin(store, arena)
        for chain in await store.chains.due(kind):
            await go_on(store, arena, kind, chain.record_id, course_of)

    @router.audit(kind)
    async def audit(store: Store, arena: Arena) -> list[str]:
        found = []
        for chain in await store.chains.late(kind, store.now - MARGIN):
            course = await course_of(store, arena, chain.record_id)
            rows = await store.pushes.promised([course.subject]) if course else ()
            if not any(row.state in PENDING for row in rows):
                found.append(f"{kind} {chain.record_id}: step {chain.behind + 1} has not been taken")
        return found


def hook(router: Router, kind: str, course_of: CourseOf, *templates: str) -> None:
    """Go on when a step has been told, or never can be."""

    async def told(view: View) -> None:
        await _told(view, kind, course_of)

    async def lost(view: View) -> None:
        await go_on(view.store, view.arena, kind, view["chain"], course_of)

    for template in templates:
        router.sent(template)(told)
        router.lost(template)(lost)


async def go_on(store: Store, arena: Arena, kind: str, id: int, course_of: CourseOf) -> None:
    """Promise the step that is next, and go past those that are over."""
    course = await course_of(store, arena, id)
    chain = await store.chains.lock(kind, id)
    if chain is None or chain.next_at is None:
        return
    if course is None:
        chain.next_at = None
    else:
        await _advance(store, arena, course, chain)


async def end(store: Store, kind: str, id: int, subject: str) -> None:
    """Somebody has acted: what was promised is called off, and cards that are out say so."""
    if await store.chains.end(kind, id):
        await store.chains.call_off(subject)
        await redraw(store, subject)


async def redraw(store: Store, subject: str) -> None:
    """Cards that are out say how it stands; a message that is on its way is looked at when it has arrived."""
    for copy in await store.chains.copies(subject):
        await store.outbox.redraw_one(copy)


async def restart(store: Store, kind: str, id: int, subject: str, *, since: datetime, behind: int | None = 0) -> None:
    """Anew from here on; `behind` None: with the step that was next. The planner promises it."""
    chain = await store.chains.lock(kind, id)
    if chain is not None and chain.next_at is not None:
        await store.chains.call_off(subject)
    await store.chains.restart(kind, id, since, behind)


def in_hours(view: View) -> None:
    """Before it goes out: its reader may have gone home, or asked to be left alone. Raises Later."""
    if view.person is None or view.delivery.message:
        return
    hours = hours_of(view.person, view.arena)
    if not hours.opens(view.now):
        raise Later(hours.next_open(view.now))


async def _told(view: View, kind: str, course_of: CourseOf) -> None:
    course = await course_of(view.store, view.arena, view["chain"])
    chain = await view.store.chains.lock(kind, view["chain"])
    if course is None or chain is None or chain.next_at is None or chain.behind >= len(course.steps):
        if view.delivery.told_in_id is None:  # somebody acted while it was on its way
            await view.store.outbox.redraw_one(view.delivery)
        return
    if course.steps[chain.behind].name == view["step"]:
        chain.behind, chain.told_at = chain.behind + 1, view.now
        await _advance(view.store, view.arena, course, chain)


async def _advance(store: Store, arena: Arena, course: Course, chain: Chain) -> None:
    rows = {row.key: row for row in await store.pushes.promised([course.subject])}
    while chain.behind < len(course.steps):
        at = await _wait(store, arena, course, chain, rows)
        if at is not None:
            chain.next_at = at
            return
        chain.behind += 1
    chain.next_at = None


async def _wait(
    store: Store, arena: Arena, course: Course, chain: Chain, rows: Mapping[str, Promise]
) -> datetime | None:
    """When the chain is to be looked at again; None when its step is over."""
    step = course.steps[chain.behind]
    if step.act is not None:
        at = _due(step, chain, Hours(arena.zone))
        if at > store.now:
            return at
        await step.act()
        return None
    waits: dict[Person, datetime] = {}
    for person in await _readers(arena, course, chain, step, rows):
        when = await _promise(store, arena, course, chain, person, rows)
        if when is not None:
            waits[person] = when
    if not waits or _passed(store.now, arena, course, chain, waits):
        return None
    return min(waits.values())


async def _readers(arena: Arena, course: Course, chain: Chain, step: Step, rows: Mapping[str, Promise]) -> list[Person]:
    assert step.readers is not None
    prefix = f"{course.key}:{step.name}:"
    known = frozenset(int(key.removeprefix(prefix)) for key in rows if key.startswith(prefix))

    def paused(person: Person) -> bool:
        due = _due(step, chain, hours_of(person, arena))
        return person.paused_until is not None and person.paused_until > due

    found = await step.readers(Candidates(known, paused))
    return [
        person for person in {person.id: person for person in found}.values() if not (step.urgent and paused(person))
    ]


async def _promise(
    store: Store, arena: Arena, course: Course, chain: Chain, person: Person, rows: Mapping[str, Promise]
) -> datetime | None:
    """When this person is told, or is to be promised it; None when that is over, or cannot be."""
    step, hours = course.steps[chain.behind], hours_of(person, arena)
    key, at = f"{course.key}:{step.name}:{person.id}", max(_due(step, chain, hours), store.now)
    row = rows.get(key)
    if row is not None and row.state in PENDING:
        return row.due_at
    if row is not None and (row.state != CANCELLED or row.told or not row.called_off):
        return None
    if at > store.now + AHEAD:
        return at - AHEAD
    if row is not None:  # called off, and wanted again
        await store.pushes.revive([{"row": row.id, "due_at": hours.next_open(at)} | _zone(hours, step)])
        return hours.next_open(at)
    args = {**course.args, "chain": chain.record_id, "step": step.name}
    told = await push(
        store, arena, person, step.template, args, key=key, at=at, subject=course.subject, urgent=step.urgent
    )
    return hours.next_open(at) if told else None


def _zone(hours: Hours, step: Step) -> dict[str, str]:
    return {} if step.urgent else {"tzid": hours.zone.key, "tzdata_version": zones.tzdata_version()}


def _due(step: Step, chain: Chain, hours: Hours) -> datetime:
    at = hours.add(chain.since, step.after)
    return at if chain.told_at is None else max(at, hours.add(chain.told_at, step.pause))


def _passed(now: datetime, arena: Arena, course: Course, chain: Chain, waits: Mapping[Person, datetime]) -> bool:
    """The next step is due for all of them: whoever cannot be told holds up nobody. They still hear when they can."""
    step, further = course.steps[chain.behind], course.steps[chain.behind + 1 : chain.behind + 2]
    patience = timedelta() if step.urgent else PATIENCE
    return bool(further) and all(_due(further[0], chain, hours_of(person, arena)) + patience <= now for person in waits)
