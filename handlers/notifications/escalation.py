"""Escalate a record step by step while nobody acts; each step is scheduled when the one before it is over.

The next step is scheduled in the transaction that marks one as sent. A step that cannot be delivered, or has no
recipients, does not end the escalation: the planner goes on. Whoever acts ends it, in the transaction in which
they act.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.chat.routing import Later, Router
from handlers.chat.turn import Arena, View
from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.kit.database import Store
from storage.notifications.escalations import AHEAD, Escalation
from storage.notifications.scheduled_notifications import PostedDelivery
from storage.queue.delivery_rows import CANCELLED, PENDING

#: how long a step that can wait holds up the next one, when its readers want to be left alone
PATIENCE = timedelta(days=30)
#: the planner has looked several times by then
MARGIN = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class RecipientContext:
    """Provide what helps to choose the recipients of a step."""

    #: those who have been promised it before
    known: frozenset[int]
    #: whether somebody wants to be left alone when it is due
    paused: Callable[[Person], bool]


Readers = Callable[[RecipientContext], Awaitable[Sequence[Person]]]


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Describe one message to some people, or, when `act` is given, something the bot does by itself."""

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
class EscalationPolicy:
    """Hold the escalation steps about one record, as the record stands now."""

    #: of the deliveries; the key of each is this with step and person
    subject: str
    steps: Sequence[EscalationStep]
    key: str
    args: Mapping[str, Any] = field(default_factory=dict)


#: the course of a record, which is held; None when nothing waits any more
CourseOf = Callable[[Store, Arena, int], Awaitable[EscalationPolicy | None]]


def register_escalation(
    router: Router, kind: str, course_of: CourseOf, begin: Callable[[Store, Arena], Awaitable[None]] | None = None
) -> None:
    """Register a planner and an audit for one kind of escalation.

    `begin` starts those of records that should be under escalation and are not.
    """

    @router.plan(kind)
    async def plan_escalations(store: Store, arena: Arena, _until: datetime) -> None:
        if begin is not None:
            await begin(store, arena)
        for chain in await store.chains.list_due_escalations(kind):
            await advance_escalation(store, arena, kind, chain.record_id, course_of)

    @router.audit(kind)
    async def audit_escalations(store: Store, arena: Arena) -> list[str]:
        found = []
        for chain in await store.chains.list_late_escalations(kind, store.now - MARGIN):
            course = await course_of(store, arena, chain.record_id)
            rows = await store.pushes.list_posted_deliveries([course.subject]) if course else ()
            if not any(row.state in PENDING for row in rows):
                found.append(f"{kind} {chain.record_id}: step {chain.behind + 1} has not been taken")
        return found


def register_step_outcomes(router: Router, kind: str, course_of: CourseOf, *templates: str) -> None:
    """Register what follows when a step has been delivered, or never can be."""

    async def on_step_sent(view: View) -> None:
        await _complete_step(view, kind, course_of)

    async def on_step_lost(view: View) -> None:
        await advance_escalation(view.store, view.arena, kind, view["chain"], course_of)

    for template in templates:
        router.sent(template)(on_step_sent)
        router.lost(template)(on_step_lost)


async def advance_escalation(store: Store, arena: Arena, kind: str, id: int, course_of: CourseOf) -> None:
    """Schedule the step that is next, and skip those that are over.

    Locks the escalation; ends it when the record no longer waits.
    """
    course = await course_of(store, arena, id)
    chain = await store.chains.lock_escalation(kind, id)
    if chain is None or chain.next_at is None:
        return
    if course is None:
        chain.next_at = None
    else:
        await _advance_past_finished_steps(store, arena, course, chain)


async def stop_escalation(store: Store, kind: str, id: int, subject: str) -> None:
    """End the escalation because somebody has acted: cancel what was scheduled, and redraw sent cards."""
    if await store.chains.end_escalation(kind, id):
        await store.chains.cancel_escalation_notices(subject)
        await redraw_escalation_cards(store, subject)


async def redraw_escalation_cards(store: Store, subject: str) -> None:
    """Redraw sent cards with the present state; a message on its way is checked when it has arrived."""
    for copy in await store.chains.list_sent_notices(subject):
        await store.outbox.redraw_delivery(copy)


async def restart_record_escalation(
    store: Store, kind: str, id: int, subject: str, *, since: datetime, behind: int | None = 0
) -> None:
    """Restart the escalation at step 0; `behind` None: with the step that was next.

    The planner schedules that step.
    """
    chain = await store.chains.lock_escalation(kind, id)
    if chain is not None and chain.next_at is not None:
        await store.chains.cancel_escalation_notices(subject)
    await store.chains.restart_escalation(kind, id, since, behind)


def wait_for_working_hours(view: View) -> None:
    """Raise Later outside the reader's working hours.

    Called before a message goes out: its reader may have gone home, or asked to be left alone.
    """
    if view.person is None or view.delivery.message:
        return
    hours = build_working_hours(view.person, view.arena)
    if not hours.is_open(view.now):
        raise Later(hours.find_next_open(view.now))


async def _complete_step(view: View, kind: str, course_of: CourseOf) -> None:
    course = await course_of(view.store, view.arena, view["chain"])
    chain = await view.store.chains.lock_escalation(kind, view["chain"])
    if course is None or chain is None or chain.next_at is None or chain.behind >= len(course.steps):
        if view.delivery.told_in_id is None:  # somebody acted while it was on its way
            await view.store.outbox.redraw_delivery(view.delivery)
        return
    if course.steps[chain.behind].name == view["step"]:
        chain.behind, chain.told_at = chain.behind + 1, view.now
        await _advance_past_finished_steps(view.store, view.arena, course, chain)


async def _advance_past_finished_steps(store: Store, arena: Arena, course: EscalationPolicy, chain: Escalation) -> None:
    rows = {row.key: row for row in await store.pushes.list_posted_deliveries([course.subject])}
    while chain.behind < len(course.steps):
        at = await _find_step_wait(store, arena, course, chain, rows)
        if at is not None:
            chain.next_at = at
            return
        chain.behind += 1
    chain.next_at = None


async def _find_step_wait(
    store: Store, arena: Arena, course: EscalationPolicy, chain: Escalation, rows: Mapping[str, PostedDelivery]
) -> datetime | None:
    """Return when the escalation is to be looked at again; None when its step is over."""
    step = course.steps[chain.behind]
    if step.act is not None:
        at = _find_step_due_time(step, chain, WorkingHours(arena.zone))
        if at > store.now:
            return at
        await step.act()
        return None
    waits: dict[Person, datetime] = {}
    for person in await _list_step_recipients(arena, course, chain, step, rows):
        when = await _schedule_step_message(store, arena, course, chain, person, rows)
        if when is not None:
            waits[person] = when
    if not waits or _is_next_step_due(store.now, arena, course, chain, waits):
        return None
    return min(waits.values())


async def _list_step_recipients(
    arena: Arena, course: EscalationPolicy, chain: Escalation, step: EscalationStep, rows: Mapping[str, PostedDelivery]
) -> list[Person]:
    assert step.readers is not None
    prefix = f"{course.key}:{step.name}:"
    known = frozenset(int(key.removeprefix(prefix)) for key in rows if key.startswith(prefix))

    def is_paused(person: Person) -> bool:
        due = _find_step_due_time(step, chain, build_working_hours(person, arena))
        return person.paused_until is not None and person.paused_until > due

    found = await step.readers(RecipientContext(known, is_paused))
    return [
        person for person in {person.id: person for person in found}.values() if not (step.urgent and is_paused(person))
    ]


async def _schedule_step_message(
    store: Store,
    arena: Arena,
    course: EscalationPolicy,
    chain: Escalation,
    person: Person,
    rows: Mapping[str, PostedDelivery],
) -> datetime | None:
    """Return when this person is told, or the step is to be scheduled for them.

    Return None when that is over, or cannot be.
    """
    step, hours = course.steps[chain.behind], build_working_hours(person, arena)
    key, at = f"{course.key}:{step.name}:{person.id}", max(_find_step_due_time(step, chain, hours), store.now)
    row = rows.get(key)
    if row is not None and row.state in PENDING:
        return row.due_at
    if row is not None and (row.state != CANCELLED or row.told or not row.called_off):
        return None
    if at > store.now + AHEAD:
        return at - AHEAD
    if row is not None:  # called off, and wanted again
        await store.pushes.revive_notifications(
            [{"row": row.id, "due_at": hours.find_next_open(at)} | _build_zone_update(hours, step)]
        )
        return hours.find_next_open(at)
    args = {**course.args, "chain": chain.record_id, "step": step.name}
    told = await schedule_notification(
        store, arena, person, step.template, args, key=key, at=at, subject=course.subject, urgent=step.urgent
    )
    return hours.find_next_open(at) if told else None


def _build_zone_update(hours: WorkingHours, step: EscalationStep) -> dict[str, str]:
    return {} if step.urgent else {"tzid": hours.zone.key, "tzdata_version": time_zones.read_tzdata_version()}


def _find_step_due_time(step: EscalationStep, chain: Escalation, hours: WorkingHours) -> datetime:
    at = hours.add_working_hours(chain.since, step.after)
    return at if chain.told_at is None else max(at, hours.add_working_hours(chain.told_at, step.pause))


def _is_next_step_due(
    now: datetime, arena: Arena, course: EscalationPolicy, chain: Escalation, waits: Mapping[Person, datetime]
) -> bool:
    """Return True if the next step is due for all of them: whoever cannot be told holds up nobody.

    They still hear when they can.
    """
    step, further = course.steps[chain.behind], course.steps[chain.behind + 1 : chain.behind + 2]
    patience = timedelta() if step.urgent else PATIENCE
    return bool(further) and all(
        _find_step_due_time(further[0], chain, build_working_hours(person, arena)) + patience <= now for person in waits
    )
