"""Find pending posts of a thread, and combine them in one message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.directory.people import Person
from storage.kit.arrays import match_any_of, match_selected
from storage.kit.base import Repository
from storage.queue.copy_selects import LIVE_BY_ID
from storage.queue.delivery_rows import CANCELLED, LEASED, PENDING, POST, READY, SENDING, SENT, Delivery
from storage.queue.delivery_steps import EVENTS, ROWS


def _match_live() -> sa.ColumnElement[bool]:
    states: Collection[str] = (*PENDING, SENT)
    return Delivery.state.in_(states)


#: Prebuilt, since every answer needs them: compiling costs as much as executing.
_DUE_FOR_READERS = (
    sa.select(Delivery, Person)
    .outerjoin(Person, Person.id == Delivery.person_id)
    .where(
        match_any_of(Delivery.user, sa.bindparam("users")),
        Delivery.op == POST,
        Delivery.state.in_((READY, LEASED, SENDING)),
        Delivery.due_at <= sa.bindparam("at"),
    )
    .execution_options(populate_existing=True)
)
_LOCKED_POSTS = (
    sa.select(ROWS.c.id)
    .where(ROWS.c.subject == sa.bindparam("of"), ROWS.c.op == POST)
    .order_by(ROWS.c.id)
    .with_for_update(key_share=True)
)
_TOLD = ROWS.alias()
_LEAD_IDS = sa.select(_TOLD.c.told_in_id).where(_TOLD.c.subject == sa.bindparam("of"), _TOLD.c.state == CANCELLED)
_LEADS = sa.select(Delivery).where(match_selected(ROWS.c.id, _LEAD_IDS), LIVE_BY_ID)


class ThreadPosts(Repository):
    """Handle posts of one template in the same thread of the same room.

    They keep their order, and may go out together.
    """

    async def list_pending_thread_posts(self, rows: Sequence[Delivery]) -> Sequence[Delivery]:
        """List all pending posts in the threads of these rows, the rows themselves among them."""
        places = {(row.template, row.platform, row.workspace, row.channel, row.thread) for row in rows}
        columns = (Delivery.template, Delivery.platform, Delivery.workspace, Delivery.channel, Delivery.thread)
        there = [
            sa.and_(*(column == value for column, value in zip(columns, place, strict=True)))
            for place in sorted(places)
        ]
        which = sa.and_(
            sa.or_(sa.false(), *there), Delivery.message == "", Delivery.op == POST, Delivery.state.in_(PENDING)
        )
        found = await self.session.scalars(sa.select(Delivery).where(which).execution_options(populate_existing=True))
        return found.all()

    async def join_thread_posts(self, lead: Delivery, rows: Sequence[Delivery]) -> list[Delivery]:
        """Combine rows into the lead's message, as far as no other worker holds them. Return the combined
        rows.

        The rows are over with that. If the lead is lost, so are they: the same thread cannot be written to.
        """
        ids = [row.id for row in rows]
        free = sa.or_(ROWS.c.state == READY, sa.and_(ROWS.c.state == LEASED, ROWS.c.owner == lead.owner))
        # Without waiting: the owner of one of them may wait for a row locked here.
        held = await self.session.scalars(
            sa.select(ROWS.c.id).where(match_any_of(ROWS.c.id, ids), free).with_for_update(skip_locked=True)
        )
        joined = set(held.all())
        if joined:
            why = f"told in {lead.id}"
            values = {"state": CANCELLED, "told_in_id": lead.id, "lease_until": None, "last_error": why}
            await self.session.execute(sa.update(ROWS).where(match_any_of(ROWS.c.id, joined)).values(values))
            event = {"at": self.now, "from_state": READY, "to_state": CANCELLED, "owner": lead.owner, "reason": why}
            await self.session.execute(sa.insert(EVENTS), [{"delivery_id": id, **event} for id in sorted(joined)])
        return [row for row in rows if row.id in joined]

    async def store_lead_arguments(self, lead: Delivery) -> None:
        """Store the lead's arguments, which say what its message tells."""
        await self.session.execute(sa.update(ROWS).where(ROWS.c.id == lead.id).values(args=lead.args))

    async def list_lead_deliveries(self, subject: str) -> Sequence[Delivery]:
        """List messages of other subjects that tell something of this subject, or will.

        Waits for whoever is just about to decide that.
        """
        await self.session.execute(_LOCKED_POSTS, {"of": subject})
        return (await self.session.scalars(_LEADS, {"of": subject})).all()

    async def lock_newest_personal_post(
        self, template: str, person_id: int, subjects: Collection[str]
    ) -> Delivery | None:
        """Return the newest message to this person about one of these subjects that is out or may be.

        The row is locked.
        """
        which = sa.and_(match_any_of(Delivery.subject, subjects), Delivery.template == template, Delivery.op == POST)
        found = await self.session.scalars(
            sa.select(Delivery)
            .where(which, Delivery.person_id == person_id, _match_live(), Delivery.cancel_requested.is_(False))
            .order_by(Delivery.id.desc())
            .limit(1)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        return found.first()

    async def find_delivery_by_key(self, key: str) -> Delivery | None:
        """Return the delivery that was posted under this key."""
        return (await self.session.scalars(sa.select(Delivery).where(Delivery.dedupe_key == key))).first()

    async def list_due_for_readers(self, rows: Sequence[Delivery]) -> Sequence[Delivery]:
        """Return all private messages that are due or on their way to the readers of these rows.

        Their readers are loaded with them.
        """
        readers = {(row.platform, row.workspace, row.user) for row in rows}
        users = sorted({user for _, _, user in readers})
        found = await self.session.scalars(_DUE_FOR_READERS, {"users": users, "at": self.now})
        return [row for row in found if (row.platform, row.workspace, row.user) in readers]

    async def list_thread_starters(self, room_id: int, template: str, since: datetime) -> Sequence[Delivery]:
        """List messages of this template sent to the room since then, under which threads are."""
        which = sa.and_(Delivery.room_id == room_id, Delivery.template == template, Delivery.op == POST)
        found = await self.session.scalars(
            sa.select(Delivery).where(which, Delivery.state == SENT, Delivery.sent_at >= since).order_by(Delivery.id)
        )
        return found.all()

    async def list_live_posts(self, subject: str) -> Sequence[Delivery]:
        """List messages of this subject that are out or may be."""
        found = await self.session.scalars(
            sa.select(Delivery).where(Delivery.subject == subject, Delivery.op == POST, _match_live())
        )
        return found.all()
