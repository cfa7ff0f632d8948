"""Copies: where a card is, as far as it is promised or out."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.kit.base import Repository
from storage.queue.delivery_report import STALE
from storage.queue.delivery_rows import DELETE, LEASED, POST, READY, SENDING, SENT, UNKNOWN, Delivery


class Copies(Repository):
    """The same card in many places."""

    async def quoting(self, template: str, question_id: int) -> set[str]:
        """The subjects of the messages of this kind that name the question, alone or among others."""
        which = sa.and_(Delivery.template == template, Delivery.op == POST)
        rows = await self.session.execute(sa.select(Delivery.subject, Delivery.args).where(which))
        return {subject for subject, args in rows if question_id in (args.get("question"), *args.get("others", ()))}

    async def rooms(self, subject: str, template: str) -> set[int | None]:
        """The rooms that have a card of this subject, or will have, and from which nobody takes it."""
        change = aliased(Delivery)
        states = (READY, LEASED, SENDING, UNKNOWN, SENT)
        going = sa.exists().where(change.target_id == Delivery.id, change.op == DELETE, change.state.in_(states))
        which = (Delivery.subject == subject, Delivery.template == template, Delivery.op == POST)
        rows = await self.session.scalars(
            sa.select(Delivery.room_id).where(
                *which, Delivery.room_id.is_not(None), Delivery.state.in_(states), ~Delivery.cancel_requested, ~going
            )
        )
        return set(rows.all())

    async def outdated(self, room_id: int) -> list[tuple[Delivery, bool]]:
        """Messages in a room that show what is no longer so, as they came; and whether they were to be taken back."""
        change = aliased(Delivery)
        back = sa.exists().where(change.target_id == Delivery.id, change.op == DELETE)
        which = sa.and_(Delivery.room_id == room_id, STALE, Delivery.op == POST, Delivery.state == SENT)
        rows = await self.session.execute(sa.select(Delivery, back).where(which).order_by(Delivery.id))
        return [(row, taken_back) for row, taken_back in rows]
