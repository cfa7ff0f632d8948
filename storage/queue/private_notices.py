"""Cancel and redraw private notices: pending messages to one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from storage.directory.people import Account
from storage.kit.arrays import match_any_of
from storage.queue.delivery_rows import NOTICE, PENDING, POST, READY, UPDATE, Delivery
from storage.queue.outbox import Outbox

#: template of replies, which are drawn only once
ANSWER = "reply"


class PrivateNotices(Outbox):
    """Change the messages that are on their way to somebody."""

    async def cancel_private_notices(self, person_id: int, account: Account | None = None) -> int:
        """Cancel all of the person's messages, or those to one account. Return how many there were."""
        there = Delivery.user != ""
        if account is not None:
            there = sa.and_(
                Delivery.platform == account.platform,
                Delivery.workspace == account.workspace,
                Delivery.user == account.user,
            )
        ids = sa.select(Delivery.id).where(Delivery.person_id == person_id, there, Delivery.state.in_(PENDING))
        return await self._cancel_matching(ids=(await self.session.scalars(ids)).all())

    async def list_waiting_notices(self, subjects: Collection[str], template: str) -> Sequence[Delivery]:
        """List messages of this template about any of the subjects that nobody has been sent yet; oldest first."""
        which = (match_any_of(Delivery.subject, subjects), Delivery.template == template, Delivery.op == POST)
        waiting = (*which, Delivery.state == READY, Delivery.person_id.is_not(None))
        return (await self.session.scalars(sa.select(Delivery).where(*waiting).order_by(Delivery.id))).all()

    async def reuse_private_message(self, row: Delivery, template: str, args: dict[str, Any], subject: str) -> None:
        """Draw a sent message from other arguments from now on, whenever this subject changes."""
        row.template, row.args, row.subject, row.kind = template, args, subject, NOTICE
        await self.session.flush()
        await self.redraw_delivery(row)

    async def redraw_private_notices(self, person_id: int) -> None:
        """Redraw the person's messages, because they read another language. A reply is drawn once, and stays."""
        accounts = sa.select(Account.platform, Account.workspace, Account.user).where(Account.person_id == person_id)
        theirs = sa.tuple_(Delivery.platform, Delivery.workspace, Delivery.user).in_(accounts)
        ids = sa.select(Delivery.id).where(Delivery.person_id == person_id, theirs, Delivery.template != ANSWER)
        await self._change_copies(UPDATE, ids=(await self.session.scalars(ids)).all())
