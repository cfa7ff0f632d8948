"""Time that passes in a test: the planner looks, what is due is sent when it is, and nobody sleeps."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.notifications.escalations import Escalation
from storage.queue.delivery_rows import READY, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation

#: between two looks of the planner, when nothing is due
STEP = timedelta(days=3)


async def plan(talk: Conversation, *names: str) -> None:
    """What the clock does every five minutes; of all capabilities that wait for somebody, if none are named."""
    for name in names or [
        name for name in talk.courier.router.plans if name.startswith(("questions.", "solutions.", "meetings.unlooked"))
    ]:
        async with talk.database.begin() as store:
            await talk.courier.router.plans[name](store, talk.arena, store.now + timedelta(days=14))


async def passes(talk: Conversation, clock: Clock, when: datetime, *, planner: bool = True) -> None:
    """Until then. Without the planner only what follows from messages themselves goes on."""
    while True:
        if planner:
            await plan(talk)
        step = min(await _next(talk) or when, clock() + STEP, when)
        clock.set(max(step, clock()) + timedelta(seconds=1))
        await talk.settle()
        if clock() >= when:
            if planner:
                await plan(talk)
                await talk.settle()
            return


async def complaints(talk: Conversation) -> list[str]:
    """What the audit finds."""
    found = []
    async with talk.database.begin() as store:
        for audit in talk.courier.router.audits.values():
            found += await audit(store, talk.arena)
    return found


async def _next(talk: Conversation) -> datetime | None:
    async with talk.database.read() as store:
        row = sa.select(sa.func.min(Delivery.next_at, type_=Delivery.next_at.type)).where(
            Delivery.state == READY, Delivery.told_in_id.is_(None)
        )
        chain = sa.select(sa.func.min(Escalation.next_at, type_=Escalation.next_at.type)).where(
            Escalation.next_at > store.now
        )
        found = [await store.session.scalar(row), await store.session.scalar(chain)]
        return min((at for at in found if at is not None), default=None)
