"""Store scheduled notifications: batch a person's reminders, and move them when the person's hours change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.kit.arrays import match_any_of
from storage.kit.base import Repository, spell_constant
from storage.queue.delivery_rows import (
    CANCELLED,
    LEASED,
    PENDING,
    POST,
    READY,
    REMINDER,
    SENDING,
    SENT,
    UNKNOWN,
    Delivery,
)
from storage.queue.delivery_steps import EVENTS, ROWS

#: condition of `Delivery.is_push` in SQL
_PUSH = sa.and_(Delivery.kind == spell_constant(REMINDER), Delivery.op == POST, Delivery.local_time != "")
#: notifications whose time may still change
_TO_COME = sa.and_(_PUSH, Delivery.state == READY)


class PostedDelivery(NamedTuple):
    """Describe what became of a delivery that was posted under a key."""

    id: str
    key: str
    state: str
    due_at: datetime
    person_id: int | None
    #: True if it is or was delivered in another's message
    told: bool
    #: True if it was cancelled. False: it was no longer relevant when it was drawn.
    called_off: bool


class ScheduledNotifications(Repository):
    """Store notifications that can wait for their reader."""

    async def lock_upcoming_notifications(self, people: Collection[int], rows: Collection[str]) -> Sequence[Delivery]:
        """Return these people's pending notifications in order of time, locked with these rows until the end.

        Rows are locked in the order in which everybody locks deliveries, so that no deadlock can arise.
        """
        mine = sa.and_(_PUSH, match_any_of(Delivery.person_id, people), Delivery.state.in_((READY, LEASED)))
        found = await self.session.scalars(
            sa.select(Delivery)
            .where(sa.or_(mine, match_any_of(Delivery.id, rows)))
            .order_by(Delivery.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        waiting = [row for row in found if row.is_push and row.state in (READY, LEASED)]
        return sorted(waiting, key=lambda row: (row.due_at, row.id))

    async def map_last_sent_times(self, people: Collection[int], since: datetime) -> dict[int, datetime]:
        """Return person -> when their newest notification since then went out, or may have."""
        rows = await self.session.execute(
            sa.select(ROWS.c.person_id, sa.func.max(ROWS.c.started_at, type_=ROWS.c.started_at.type))
            .where(
                _PUSH,
                match_any_of(ROWS.c.person_id, people),
                ROWS.c.state.in_((SENDING, UNKNOWN, SENT)),
                ROWS.c.started_at >= since,
                ROWS.c.cancel_requested.is_(False),  # others are withdrawn
            )
            .group_by(ROWS.c.person_id)
        )
        return {person: at for person, at in rows if person is not None}

    async def postpone_notification(self, id: str, at: datetime) -> None:
        """Set a new due time, because its reader's day has no room for it or is not open. It is not late."""
        which = sa.and_(ROWS.c.id == id, ROWS.c.state == LEASED)
        await self.session.execute(sa.update(ROWS).where(which).values(due_at=at))

    async def filter_notifications_in_flight(self, ids: Collection[str]) -> set[str]:
        """Return those of these ids that may have arrived, while that is not known yet."""
        if not ids:
            return set()
        which = sa.and_(match_any_of(ROWS.c.id, ids), ROWS.c.state.in_((SENDING, UNKNOWN)))
        return set((await self.session.scalars(sa.select(ROWS.c.id).where(which))).all())

    async def detach_from_batch(self, ids: Collection[str]) -> None:
        """Let these notifications be sent by themselves again."""
        await self.session.execute(sa.update(ROWS).where(match_any_of(ROWS.c.id, ids)).values(told_in_id=None))

    async def attach_to_batch(self, lead: str, ids: Collection[str]) -> None:
        """Tell these in the lead's message. They wait until it is over: when it is lost, each goes by itself."""
        values = {"told_in_id": lead, "state": READY, "owner": "", "lease_until": None}
        await self.session.execute(sa.update(ROWS).where(match_any_of(ROWS.c.id, ids)).values(values))

    async def filter_batch_leads(self, ids: Collection[str]) -> set[str]:
        """Return those of these ids in whose message others are told."""
        if not ids:
            return set()
        which = sa.select(ROWS.c.told_in_id).where(match_any_of(ROWS.c.told_in_id, ids))
        return set((await self.session.scalars(which)).all())

    async def map_batched_keys(self, leads: Collection[str]) -> dict[str, list[str]]:
        """Return lead id -> the keys of what is told in its message besides."""
        if not leads:
            return {}
        which = sa.and_(match_any_of(ROWS.c.told_in_id, leads), ROWS.c.cancel_requested.is_(False))
        rows = await self.session.execute(sa.select(ROWS.c.told_in_id, ROWS.c.dedupe_key).where(which))
        found: dict[str, list[str]] = {}
        for lead, key in rows:
            found.setdefault(lead, []).append(key)
        return found

    async def end_batched_notifications(self, lead: Delivery) -> tuple[list[Delivery], bool]:
        """End what arrived with the lead, and return it. Also return True if a part of it was cancelled on the
        way.
        """
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(Delivery.told_in_id == lead.id)
            .order_by(Delivery.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        parts = rows.all()
        found = [row for row in parts if row.state == READY]
        if found:
            ids, why = [row.id for row in found], f"told in {lead.id}"
            await self.session.execute(
                sa.update(ROWS).where(match_any_of(ROWS.c.id, ids)).values(state=CANCELLED, last_error=why)
            )
            event = {"at": self.now, "from_state": READY, "to_state": CANCELLED, "owner": lead.owner, "reason": why}
            await self.session.execute(sa.insert(EVENTS), [{"delivery_id": id, **event} for id in ids])
        return found, any(row.state == CANCELLED and row.cancel_requested for row in parts)

    async def list_batched_notifications(self, lead: str) -> Sequence[Delivery]:
        """List what was told in this message and still holds."""
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(Delivery.told_in_id == lead, Delivery.cancel_requested.is_(False))
            .order_by(Delivery.due_at, Delivery.id)
        )
        return rows.all()

    async def list_batched_subjects(self, lead: str) -> Sequence[str]:
        """List the subjects of what was told in this message and still holds."""
        which = sa.and_(ROWS.c.told_in_id == lead, ROWS.c.cancel_requested.is_(False))
        return (await self.session.scalars(sa.select(ROWS.c.subject).where(which))).all()

    async def list_posted_deliveries(self, subjects: Collection[str]) -> list[PostedDelivery]:
        """List all that was ever posted about these subjects."""
        columns = (ROWS.c.id, ROWS.c.dedupe_key, ROWS.c.state, ROWS.c.due_at, ROWS.c.person_id)
        found = await self.session.execute(
            sa.select(*columns, ROWS.c.told_in_id.is_not(None), ROWS.c.cancel_requested).where(
                match_any_of(ROWS.c.subject, subjects), ROWS.c.op == POST
            )
        )
        return [PostedDelivery(*row) for row in found]

    async def cancel_notifications(self, ids: Collection[str]) -> None:
        """Cancel notifications that are not wanted any more, as far as they are still to come."""
        which = sa.and_(match_any_of(ROWS.c.id, ids), ROWS.c.state == READY)
        await self.session.execute(sa.update(ROWS).where(which).values(state=CANCELLED, last_error="no longer wanted"))

    async def revive_notifications(self, changes: Sequence[dict[str, Any]]) -> None:
        """Restore notifications that were cancelled before they went out, at new times as in
        `move_notifications`.
        """
        ids = [change["row"] for change in changes]
        which = sa.and_(match_any_of(ROWS.c.id, ids), ROWS.c.state == CANCELLED, ROWS.c.message == "")
        await self.session.execute(sa.update(ROWS).where(which).values(state=READY, cancel_requested=False))
        await self.move_notifications(changes)

    async def list_notifications_of_person(self, person_id: int) -> Sequence[Delivery]:
        """List pending notifications that were meant for a time of day."""
        return (await self.session.scalars(sa.select(Delivery).where(_TO_COME, Delivery.person_id == person_id))).all()

    async def list_notifications_of_template(self, person_id: int, template: str) -> Sequence[Delivery]:
        """List this person's notifications of this template: told alone, in another's message, or still to be
        told.
        """
        told = sa.or_(Delivery.state.in_((*PENDING, SENT)), Delivery.told_in_id.is_not(None))
        rows = await self.session.scalars(
            sa.select(Delivery).where(
                _PUSH, Delivery.person_id == person_id, Delivery.template == template, told,
                Delivery.cancel_requested.is_(False),
            )
        )  # fmt: skip
        return rows.all()

    async def list_notifications_with_old_tzdata(self, version: str, limit: int = 500) -> Sequence[Delivery]:
        """List pending notifications whose time was computed with another version of the time zone rules."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(_TO_COME, Delivery.tzdata_version != version).order_by(Delivery.id).limit(limit)
        )
        return rows.all()

    async def move_notifications(self, changes: Sequence[dict[str, Any]]) -> None:
        """Set new times: `row` (id), `due_at`, and the same other columns of each. Only pending ones are
        changed.
        """
        if changes:
            names = [name for name in changes[0] if name != "row"]
            values: dict[str, Any] = {name: sa.bindparam(f"new_{name}", type_=ROWS.c[name].type) for name in names}
            values["next_at"] = values["due_at"]
            which = sa.and_(ROWS.c.id == sa.bindparam("row"), ROWS.c.state == READY)
            rows = [{"row": change["row"]} | {f"new_{name}": change[name] for name in names} for change in changes]
            await self.session.execute(sa.update(ROWS).where(which).values(values), rows)
