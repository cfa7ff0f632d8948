"""Letters: private messages to one person that are still to come, called off all at once when they must not come."""

from __future__ import annotations

import sqlalchemy as sa

from storage.directory.people import Account
from storage.queue.delivery_rows import PENDING, UPDATE, Delivery
from storage.queue.outbox import Outbox

#: the template of what is drawn once
ANSWER = "reply"


class Letters(Outbox):
    """What is on its way to somebody."""

    async def call_off(self, person_id: int, account: Account | None = None) -> int:
        """All of them, or those to one account of theirs; returns how many there were."""
        there = Delivery.user != ""
        if account is not None:
            there = sa.and_(
                Delivery.platform == account.platform,
                Delivery.workspace == account.workspace,
                Delivery.user == account.user,
            )
        return await self._cancel(sa.and_(Delivery.person_id == person_id, there, Delivery.state.in_(PENDING)))

    async def redraw_all(self, person_id: int) -> None:
        """Draw anew what the person has: they read another language. An answer is drawn once, and stays."""
        which = sa.and_(Delivery.person_id == person_id, Delivery.user != "", Delivery.template != ANSWER)
        await self._change(UPDATE, which)
