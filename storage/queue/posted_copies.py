"""Find the copies of a card, as far as they are posted or sent."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.kit.base import Repository, spell_constant
from storage.kit.unit_memory import remember_in_unit
from storage.queue.delivery_report import STALE
from storage.queue.delivery_rows import DELETE, LEASED, PENDING, POST, READY, SENDING, SENT, UNKNOWN, Delivery

#: Prebuilt: compiling costs as much as executing.
_LIVE = sa.or_(*(Delivery.state == spell_constant(state) for state in (*PENDING, SENT)))
_COPIES = (
    sa.select(Delivery)
    .where(Delivery.subject == sa.bindparam("of"), Delivery.op == POST, _LIVE)
    .order_by(Delivery.id)
    .execution_options(populate_existing=True)
)

_EXPECTED = (READY, LEASED, SENDING, UNKNOWN, SENT)
_CHANGE = aliased(Delivery)
_WITHDRAWN = sa.exists().where(_CHANGE.target_id == Delivery.id, _CHANGE.op == DELETE, _CHANGE.state.in_(_EXPECTED))
_ROOMS = sa.select(Delivery.room_id).where(
    Delivery.subject == sa.bindparam("of"),
    Delivery.template == sa.bindparam("drawn_from"),
    Delivery.op == POST,
    Delivery.room_id.is_not(None),
    Delivery.state.in_(_EXPECTED),
    ~Delivery.cancel_requested,
    ~_WITHDRAWN,
)


class PostedCopies(Repository):
    """Find the copies of one card in many places."""

    @remember_in_unit("deliveries")
    async def list_live_copies(self, subject: str) -> Sequence[Delivery]:
        """List posts of a subject that have arrived, or still may, oldest first."""
        return (await self.session.scalars(_COPIES, {"of": subject})).all()

    async def list_sent_copies(self, subject: str) -> Sequence[Delivery]:
        """List sent posts of a subject, oldest first."""
        return [copy for copy in await self.list_live_copies(subject) if copy.state == SENT]

    async def has_live_post(self, subject: str) -> bool:
        """Return True if a post of this subject to a room has arrived or still may."""
        which = sa.exists().where(
            Delivery.subject == subject,
            Delivery.op == POST,
            Delivery.room_id.is_not(None),
            Delivery.state.in_(_EXPECTED),
        )
        return bool(await self.session.scalar(sa.select(which)))

    async def find_live_copy(self, subject: str, template: str) -> Delivery | None:
        """Return the newest message of this template that has arrived, or still may; None where none is current."""
        live = await self.list_live_copies(subject)
        return next((copy for copy in reversed(live) if copy.template == template and not copy.cancel_requested), None)

    async def is_told_anew(self, subject: str, delivery: Delivery) -> bool:
        """Return True if a newer message of the subject to the same chat is drawn from the same.

        `delivery`: what posts or redraws the other one.
        """
        copies = [
            copy
            for copy in await self.list_live_copies(subject)
            if _name_reader_and_content(copy) == _name_reader_and_content(delivery) and not copy.cancel_requested
        ]
        return bool(copies) and copies[-1].id != (delivery.target_id or delivery.id)

    async def list_subjects_naming_question(self, template: str, question_id: int) -> set[str]:
        """Return the subjects of messages of this template that name the question, alone or among others."""
        which = sa.and_(Delivery.template == template, Delivery.op == POST)
        rows = await self.session.execute(sa.select(Delivery.subject, Delivery.args).where(which))
        return {subject for subject, args in rows if question_id in (args.get("question"), *args.get("others", ()))}

    async def list_rooms_with_copy(self, subject: str, template: str) -> set[int | None]:
        """Return the rooms that have or will have a card of this subject, unless it is being withdrawn."""
        return set((await self.session.scalars(_ROOMS, {"of": subject, "drawn_from": template})).all())

    async def list_stale_room_copies(self, room_id: int) -> list[tuple[Delivery, bool]]:
        """List stale messages of a room by age, each with whether it was to be withdrawn."""
        change = aliased(Delivery)
        back = sa.exists().where(change.target_id == Delivery.id, change.op == DELETE)
        which = sa.and_(Delivery.room_id == room_id, STALE, Delivery.op == POST, Delivery.state == SENT)
        rows = await self.session.execute(sa.select(Delivery, back).where(which).order_by(Delivery.id))
        return [(row, taken_back) for row, taken_back in rows]


def _name_reader_and_content(row: Delivery) -> tuple[object, ...]:
    return row.platform, row.workspace, row.user, row.person_id, row.template, row.args
