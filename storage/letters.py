"""Letters: private messages to one person that are still to come, called off all at once when they must not come."""

from __future__ import annotations

import sqlalchemy as sa

from storage.delivery_rows import PENDING, Delivery
from storage.outbox import Outbox


class Letters(Outbox):
    """What is on its way to somebody."""

    async def call_off(self, person_id: int, user: str = "") -> int:
        """All of them, or those to one account of theirs; returns how many there were."""
        there = Delivery.user == user if user else Delivery.user != ""
        return await self._cancel(sa.and_(Delivery.person_id == person_id, there, Delivery.state.in_(PENDING)))
