"""Escalate a record step by step while nobody acts; each step is scheduled when the one before it is over.

The next step is scheduled in the transaction that marks one as sent. A step that cannot be delivered, or has no
recipients, does not end the escalation: the planner goes on. Whoever acts ends it, in the transaction in which
they act.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy
from handlers.notifications.escalation_steps import advance_past_finished_steps
from storage.kit.database import Store
from storage.queue.delivery_rows import PENDING

#: within this time the planner has run several times
MARGIN = timedelta(minutes=20)

#: (store, arena, record id) -> its policy, with the record locked; None when nothing waits any more
CourseOf = Callable[[Store, Arena, int], Awaitable[EscalationPolicy | None]]


def register_escalation(
    router: Router, kind: str, load_policy: CourseOf, begin: Callable[[Store, Arena], Awaitable[None]] | None = None
) -> None:
    """Register a planner and an audit for one kind of escalation.

    `begin` starts those of records that should be under escalation and are not.
    """

    @router.plan(kind)
    async def plan_escalations(store: Store, arena: Arena, _until: datetime) -> None:
        if begin is not None:
            await begin(store, arena)
        for escalation in await store.escalations.list_due_escalations(kind):
            await advance_escalation(store, arena, kind, escalation.record_id, load_policy)

    @router.audit(kind)
    async def audit_escalations(store: Store, arena: Arena) -> list[str]:
        found = []
        for escalation in await store.escalations.list_late_escalations(kind, store.now - MARGIN):
            policy = await load_policy(store, arena, escalation.record_id)
            rows = await store.scheduled_notifications.list_posted_deliveries([policy.subject]) if policy else ()
            if not any(row.state in PENDING for row in rows):
                found.append(f"{kind} {escalation.record_id}: step {escalation.behind + 1} has not been taken")
        return found


def register_step_outcomes(
    router: Router,
    kind: str,
    load_policy: CourseOf,
    *cards: type[EscalationCard],
    follow: Callable[[View[Any]], Awaitable[None]] | None = None,
) -> None:
    """Register what follows when a step has been delivered, or never can be; `follow`: what else does after the
    first.
    """

    async def on_step_sent(view: View[EscalationCard]) -> None:
        await _complete_step(view, kind, load_policy)
        if follow is not None:
            await follow(view)

    async def on_step_lost(view: View[EscalationCard]) -> None:
        await advance_escalation(view.store, view.arena, kind, view.args.chain, load_policy)

    for card in cards:
        router.sent(card)(on_step_sent)
        router.lost(card)(on_step_lost)


async def advance_escalation(store: Store, arena: Arena, kind: str, id: int, load_policy: CourseOf) -> None:
    """Schedule the step that is next, and skip those that are over.

    Locks the escalation; ends it when the record no longer waits.
    """
    policy = await load_policy(store, arena, id)
    escalation = await store.escalations.lock_escalation(kind, id)
    if escalation is None or escalation.next_at is None:
        return
    if policy is None:
        escalation.next_at = None
    else:
        await advance_past_finished_steps(store, arena, policy, escalation)


async def stop_escalation(store: Store, kind: str, id: int, subject: str) -> None:
    """End the escalation because somebody has acted: cancel what was scheduled, and redraw sent cards."""
    if await store.escalations.end_escalation(kind, id, subject):
        await store.escalations.cancel_escalation_notices(subject)
        await redraw_escalation_cards(store, subject)


async def redraw_escalation_cards(store: Store, subject: str) -> None:
    """Redraw sent cards with the present state; a message on its way is checked when it has arrived."""
    for copy in await store.escalations.list_sent_notices(subject):
        await store.outbox.redraw_delivery(copy)


async def restart_record_escalation(
    store: Store, kind: str, id: int, subject: str, *, since: datetime, behind: int | None = 0
) -> None:
    """Restart the escalation at step 0; `behind` None: with the step that was next.

    The planner schedules that step.
    """
    escalation = await store.escalations.lock_escalation(kind, id)
    if escalation is not None and escalation.next_at is not None:
        await store.escalations.cancel_escalation_notices(subject)
    await store.escalations.restart_escalation(kind, id, since, behind)


async def _complete_step(view: View[EscalationCard], kind: str, load_policy: CourseOf) -> None:
    policy = await load_policy(view.store, view.arena, view.args.chain)
    escalation = await view.store.escalations.lock_escalation(kind, view.args.chain)
    if policy is None or escalation is None or escalation.next_at is None or escalation.behind >= len(policy.steps):
        if view.delivery.told_in_id is None:  # somebody acted while it was being sent
            await view.store.outbox.redraw_delivery(view.delivery)
        return
    if policy.steps[escalation.behind].name == view.args.step:
        escalation.behind, escalation.told_at = escalation.behind + 1, view.now
        await advance_past_finished_steps(view.store, view.arena, policy, escalation)
