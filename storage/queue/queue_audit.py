"""What should have moved and did not: asked every minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.kit.base import Repository
from storage.questions.questions import ACCEPTED, Question
from storage.queue.delivery_rows import LEASED, PENDING, READY, SENDING, UNKNOWN, Delivery, RateSlot

#: enough to see what is wrong
MOST = 100
_target = aliased(Delivery)
#: its workspace is left alone just now: there is a slot of that name (`bot.delivery.circuit_breaker.slot`)
_SHUT = sa.exists().where(RateSlot.bucket == Delivery.platform + ":" + Delivery.workspace + ":!")
#: a change of a message that is not out itself is no news, nor what is told in one
_OTHER = sa.func.coalesce(Delivery.target_id, Delivery.told_in_id)
_WAITS = sa.exists().where(_target.id == _OTHER, _target.state.in_(PENDING))
_WAITING = (Delivery.state == READY, sa.or_(_OTHER.is_(None), ~_WAITS))


class Audits(Repository):
    """Ids, oldest first; nothing about anybody."""

    async def overdue(self, late: timedelta) -> Sequence[str]:
        """Due for so long, and nothing says that they should wait."""
        return await self._deliveries(*_WAITING, Delivery.next_at < self.now - late, ~_SHUT)

    async def kept_waiting(self, late: timedelta) -> Sequence[str]:
        """Their workspace has not answered for a while."""
        return await self._deliveries(*_WAITING, Delivery.due_at < self.now - late, _SHUT)

    async def stuck(self, late: timedelta) -> Sequence[str]:
        """In the hands of a worker that is gone, and nobody has taken them up."""
        return await self._deliveries(Delivery.state.in_((LEASED, SENDING)), Delivery.lease_until < self.now - late)

    async def unknown(self, late: timedelta) -> Sequence[str]:
        """Nobody could say what became of them."""
        return await self._deliveries(Delivery.state == UNKNOWN, Delivery.started_at < self.now - late, ~_SHUT)

    async def unpublished(self, late: timedelta) -> Sequence[int]:
        """Questions that were accepted and are not out."""
        rows = await self.session.scalars(
            sa.select(Question.id)
            .where(Question.state == ACCEPTED, Question.publish_at < self.now - late)
            .order_by(Question.id)
            .limit(MOST)
        )
        return rows.all()

    async def _deliveries(self, *which: sa.ColumnElement[bool]) -> Sequence[str]:
        return (
            await self.session.scalars(sa.select(Delivery.id).where(*which).order_by(Delivery.id).limit(MOST))
        ).all()
