"""Find deliveries that should have moved and did not. The audit runs every minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.kit.base import Repository
from storage.questions.questions import ACCEPTED, Question
from storage.queue.delivery_rows import LEASED, PENDING, READY, SENDING, UNKNOWN, Delivery, RateLimitSlot

#: maximum number of findings, enough to see what is wrong
MOST_FINDINGS = 100
_target = aliased(Delivery)
#: True if the circuit breaker of the workspace is open.
#: Then a slot exists with the name from `bot.delivery.circuit_breaker.format_breaker_slot`.
_SHUT = sa.exists().where(RateLimitSlot.bucket == Delivery.platform + ":" + Delivery.workspace + ":!")
#: Changes of an unsent message are not reported, nor rows delivered in another's message.
_OTHER = sa.func.coalesce(Delivery.target_id, Delivery.told_in_id)
_WAITS = sa.exists().where(_target.id == _OTHER, _target.state.in_(PENDING))
_WAITING = (Delivery.state == READY, sa.or_(_OTHER.is_(None), ~_WAITS))


class QueueAudit(Repository):
    """List ids, oldest first. Nothing tells about anybody."""

    async def list_overdue_deliveries(self, late: timedelta) -> Sequence[str]:
        """List deliveries that are due for so long, although nothing says that they should wait."""
        return await self._list_delivery_ids(*_WAITING, Delivery.next_at < self.now - late, ~_SHUT)

    async def list_blocked_deliveries(self, late: timedelta) -> Sequence[str]:
        """List deliveries that are due for so long, whose workspace has not answered for a while."""
        return await self._list_delivery_ids(*_WAITING, Delivery.due_at < self.now - late, _SHUT)

    async def list_stuck_deliveries(self, late: timedelta) -> Sequence[str]:
        """List deliveries leased by a worker that is gone, which no other worker has taken up."""
        return await self._list_delivery_ids(
            Delivery.state.in_((LEASED, SENDING)), Delivery.lease_until < self.now - late
        )

    async def list_unresolved_deliveries(self, late: timedelta) -> Sequence[str]:
        """List deliveries whose outcome has been unknown for so long."""
        return await self._list_delivery_ids(Delivery.state == UNKNOWN, Delivery.started_at < self.now - late, ~_SHUT)

    async def list_overdue_publications(self, late: timedelta) -> Sequence[int]:
        """List the ids of accepted questions that should be published and are not."""
        rows = await self.session.scalars(
            sa.select(Question.id)
            .where(Question.state == ACCEPTED, Question.publish_at < self.now - late)
            .order_by(Question.id)
            .limit(MOST_FINDINGS)
        )
        return rows.all()

    async def _list_delivery_ids(self, *which: sa.ColumnElement[bool]) -> Sequence[str]:
        return (
            await self.session.scalars(sa.select(Delivery.id).where(*which).order_by(Delivery.id).limit(MOST_FINDINGS))
        ).all()
