"""Schedule the steps of an escalation: find whom the next one tells, and when, or that it is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from handlers.chat.turn import Arena
from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.notifications.escalation_policy import EscalationPolicy, EscalationStep, RecipientContext
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.kit.database import Store
from storage.notifications.escalations import AHEAD, Escalation
from storage.notifications.scheduled_notifications import PostedDelivery
from storage.queue.delivery_rows import CANCELLED, PENDING

#: How long a step that is not urgent delays the next one when its recipients have paused notifications.
PATIENCE = timedelta(days=30)


async def advance_past_finished_steps(
    store: Store, arena: Arena, policy: EscalationPolicy, escalation: Escalation
) -> None:
    """Schedule the first step that is not over yet; end the escalation when there is none."""
    rows = {row.key: row for row in await store.scheduled_notifications.list_posted_deliveries([policy.subject])}
    while escalation.behind < len(policy.steps):
        at = await _find_step_wait(store, arena, policy, escalation, rows)
        if at is not None:  # whoever is away may keep it waiting: those that were not looked at yet come before it
            escalation.next_at = max(at, store.now)
            return
        escalation.behind += 1
    escalation.next_at = None


async def _find_step_wait(
    store: Store, arena: Arena, policy: EscalationPolicy, escalation: Escalation, rows: Mapping[str, PostedDelivery]
) -> datetime | None:
    """Return when the escalation is to be looked at again; None when its step is over."""
    step = policy.steps[escalation.behind]
    if step.act is not None:
        at = _find_step_due_time(step, escalation, WorkingHours(arena.zone))
        if at > store.now:
            return at
        await step.act()
        return None
    waits: dict[Person, datetime] = {}
    for person in await _list_step_recipients(arena, policy, escalation, step, rows):
        when = await _schedule_step_message(store, arena, policy, escalation, person, rows)
        if when is not None:
            waits[person] = when
    if not waits or _is_next_step_due(store.now, arena, policy, escalation, waits):
        return None
    return min(waits.values())


async def _list_step_recipients(
    arena: Arena,
    policy: EscalationPolicy,
    escalation: Escalation,
    step: EscalationStep,
    rows: Mapping[str, PostedDelivery],
) -> list[Person]:
    assert step.readers is not None
    prefix = f"{policy.key}:{step.name}:"
    known = frozenset(int(key.removeprefix(prefix)) for key in rows if key.startswith(prefix))

    def is_paused(person: Person) -> bool:
        due = _find_step_due_time(step, escalation, build_working_hours(person, arena))
        return person.paused_until is not None and person.paused_until > due

    found = await step.readers(RecipientContext(known, is_paused))
    return [
        person for person in {person.id: person for person in found}.values() if not (step.urgent and is_paused(person))
    ]


async def _schedule_step_message(
    store: Store,
    arena: Arena,
    policy: EscalationPolicy,
    escalation: Escalation,
    person: Person,
    rows: Mapping[str, PostedDelivery],
) -> datetime | None:
    """Return when this person is notified, or when to schedule the step for them.

    Return None if that is over, or impossible.
    """
    step, hours = policy.steps[escalation.behind], build_working_hours(person, arena)
    key, at = f"{policy.key}:{step.name}:{person.id}", max(_find_step_due_time(step, escalation, hours), store.now)
    row = rows.get(key)
    if row is not None and row.state in PENDING:
        return row.due_at
    if row is not None and (row.state != CANCELLED or row.told or not row.called_off):
        return None
    if at > store.now + AHEAD:
        return at - AHEAD
    if row is not None:  # cancelled before, and wanted again
        await store.scheduled_notifications.revive_notifications(
            [{"row": row.id, "due_at": hours.find_next_open(at)} | _build_zone_update(hours, step)]
        )
        return hours.find_next_open(at)
    assert step.card is not None, f"{policy.key}: {step.name} has nothing to tell"
    card = msgspec.structs.replace(step.card, chain=escalation.record_id, step=step.name)
    told = await schedule_notification(
        store, arena, person, card, key=key, at=at, subject=policy.subject, urgent=step.urgent
    )
    return hours.find_next_open(at) if told else None


def _build_zone_update(hours: WorkingHours, step: EscalationStep) -> dict[str, str]:
    return {} if step.urgent else {"tzid": hours.zone.key, "tzdata_version": time_zones.read_tzdata_version()}


def _find_step_due_time(step: EscalationStep, escalation: Escalation, hours: WorkingHours) -> datetime:
    at = hours.add_working_hours(escalation.since, step.after)
    return at if escalation.told_at is None else max(at, hours.add_working_hours(escalation.told_at, step.pause))


def _is_next_step_due(
    now: datetime, arena: Arena, policy: EscalationPolicy, escalation: Escalation, waits: Mapping[Person, datetime]
) -> bool:
    """Return True if the next step is due for all recipients.

    People who cannot be notified yet delay nobody, and are notified later.
    """
    step, further = policy.steps[escalation.behind], policy.steps[escalation.behind + 1 : escalation.behind + 2]
    patience = timedelta() if step.urgent else PATIENCE
    return bool(further) and all(
        _find_step_due_time(further[0], escalation, build_working_hours(person, arena)) + patience <= now
        for person in waits
    )
