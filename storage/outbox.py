"""Deliveries: one row per message to one place, from promise to proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from uuid6 import uuid7

from storage.base import Base, Repository

READY, LEASED, SENDING, UNKNOWN = "ready", "leased", "sending", "unknown"
SENT, CANCELLED, EXPIRED, DEAD = "sent", "cancelled", "expired", "dead"
STATES = (READY, LEASED, SENDING, UNKNOWN, SENT, CANCELLED, EXPIRED, DEAD)
#: not over yet
PENDING = (READY, LEASED, SENDING, UNKNOWN)
POST, UPDATE, DELETE = "post", "update", "delete"
#: kinds say what to do when nobody can tell whether a message arrived
CARD, NOTICE, CHATTER = "card", "notice", "chatter"


class Delivery(Base):
    """What must reach one place. `template` and `args` (ids) are drawn when it is sent; no text is kept."""

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(repr(s) for s in STATES)})", name="state"),
        sa.CheckConstraint("op IN ('post', 'update', 'delete')", name="op"),
        sa.Index("ix_deliveries_due", "next_at", "id", sqlite_where=sa.text("state = 'ready'"), postgresql_where=sa.text("state = 'ready'")),
        sa.Index("ix_deliveries_lease", "state", "lease_until"),
        sa.Index("ix_deliveries_subject", "subject"),
        sa.Index("ix_deliveries_message", "platform", "workspace", "channel", "message"),
        # at most one change waits for each message: the newest is what will be drawn
        sa.Index(
            "uq_deliveries_change", "target_id", unique=True,
            sqlite_where=sa.text("state = 'ready' AND target_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'ready' AND target_id IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    op: Mapped[str] = mapped_column(sa.String(6))
    #: the delivery whose message is changed
    target_id: Mapped[str | None] = mapped_column(sa.ForeignKey("deliveries.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: what it shows ("question:12"): all its copies are redrawn together
    subject: Mapped[str] = mapped_column(sa.String(64), default="")
    platform: Mapped[str] = mapped_column(sa.String(16))
    workspace: Mapped[str] = mapped_column(sa.String(128))
    channel: Mapped[str] = mapped_column(sa.String(255), default="")
    thread: Mapped[str] = mapped_column(sa.String(255), default="")
    user: Mapped[str] = mapped_column(sa.String(128), default="")
    #: who reads it, for a private message
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(sa.String(2))
    template: Mapped[str] = mapped_column(sa.String(64))
    args: Mapped[dict[str, Any]]

    #: the intent, when it is a time of day somewhere; `due_at` is what it came to
    local_time: Mapped[str] = mapped_column(sa.String(32), default="")
    tzid: Mapped[str] = mapped_column(sa.String(64), default="")
    tzdata_version: Mapped[str] = mapped_column(sa.String(16), default="")
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(sa.String(10), default=READY)
    attempts: Mapped[int] = mapped_column(default=0)
    #: grows with every claim: an owner whose claim is older has lost it
    claims: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(sa.String(64), default="")
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    #: the platform's id of the message, and where it opens
    message: Mapped[str] = mapped_column(sa.String(255), default="")
    sent_thread: Mapped[str] = mapped_column(sa.String(255), default="")
    sent_channel: Mapped[str] = mapped_column(sa.String(255), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    last_error: Mapped[str] = mapped_column(sa.String(200), default="")
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    #: a copy that could not be redrawn: it may say what is no longer so
    stale: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)


class DeliveryEvent(Base):
    """What happened to a delivery, for the audit. Only ever added to."""

    __tablename__ = "delivery_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(sa.ForeignKey("deliveries.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    from_state: Mapped[str] = mapped_column(sa.String(10))
    to_state: Mapped[str] = mapped_column(sa.String(10))
    owner: Mapped[str] = mapped_column(sa.String(64), default="")
    reason: Mapped[str] = mapped_column(sa.String(200), default="")


class RateSlot(Base):
    """When a bucket may be written to next; shared by every worker."""

    __tablename__ = "rate_slots"

    bucket: Mapped[str] = mapped_column(sa.String(400), primary_key=True)
    next_free: Mapped[datetime]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery about to be promised."""

    key: str
    platform: str
    workspace: str
    channel: str = ""
    thread: str = ""
    user: str = ""
    template: str
    args: dict[str, Any] = {}
    language: str = "nb"
    kind: str = NOTICE
    subject: str = ""
    person_id: int | None = None
    room_id: int | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None


class Outbox(Repository):
    """What handlers promise. What the courier does with it is in `storage.deliveries`."""

    async def post(self, *drafts: Draft) -> None:
        """Promise these; one that was promised before (same key) is left as it is."""
        if drafts:
            await self._insert([self._row(draft) for draft in drafts])

    async def refresh(self, subject: str, *, template: str = "") -> None:
        """Redraw every copy of what this subject shows. Copies not sent yet will be drawn as it is by then."""
        which = Delivery.subject == subject
        await self._change(UPDATE, sa.and_(which, Delivery.template == template) if template else which)

    async def take_back(self, subject: str) -> None:
        """Cancel what has not been sent about this subject, and delete every copy that has."""
        await self.cancel(subject=subject)
        await self._change(DELETE, Delivery.subject == subject)

    async def take_back_one(self, row: Delivery) -> None:
        """Delete a message that went out although it was cancelled while on its way."""
        await self._change(DELETE, Delivery.id == row.id)

    async def cancel(self, *, key: str = "", subject: str = "") -> int:
        """Cancel deliveries that are still to come; what is on its way is marked and corrected when it is known."""
        which = Delivery.dedupe_key == key if key else Delivery.subject == subject
        mine = sa.and_(which, Delivery.op == POST)
        await self.session.execute(
            sa.update(Delivery).where(mine, Delivery.state.in_((SENDING, UNKNOWN))).values(cancel_requested=True)
        )
        done = await self.session.execute(
            sa.update(Delivery)
            .where(mine, Delivery.state.in_((READY, LEASED)))
            .values(state=CANCELLED, cancel_requested=True, lease_until=None)
        )
        return int(done.rowcount)  # type: ignore[attr-defined]

    async def hasten(self, *, key: str) -> None:
        """Send now what was promised for later."""
        await self.session.execute(
            sa.update(Delivery).where(Delivery.dedupe_key == key, Delivery.state == READY).values(next_at=self.now, due_at=self.now)
        )

    async def find(self, id: str) -> Delivery | None:
        return await self.session.get(Delivery, id)

    async def copies(self, subject: str) -> Sequence[Delivery]:
        """Sent posts of a subject, oldest first."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(Delivery.subject == subject, Delivery.op == POST, Delivery.state == SENT).order_by(Delivery.id)
        )
        return rows.all()

    async def alive(self, subject: str) -> bool:
        """Whether a post of this subject has arrived or still may."""
        states = (READY, LEASED, SENDING, UNKNOWN, SENT)
        which = sa.exists().where(
            Delivery.subject == subject, Delivery.op == POST, Delivery.room_id.is_not(None), Delivery.state.in_(states)
        )
        return bool(await self.session.scalar(sa.select(which)))

    async def of_message(self, platform: str, workspace: str, channel: str, message: str) -> Delivery | None:
        """The delivery that became this message, if the bot sent it; the message may also be named by its thread."""
        in_channel = sa.or_(Delivery.channel == channel, Delivery.sent_channel == channel)
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(
                Delivery.platform == platform, Delivery.workspace == workspace, in_channel, Delivery.op == POST,
                sa.or_(Delivery.message == message, Delivery.sent_thread == message), Delivery.message != "",
            )
            .order_by(Delivery.id)
            .limit(1)
        )
        return rows.first()

    async def failed(self, limit: int = 20) -> Sequence[Delivery]:
        """Newest first."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(Delivery.state.in_((DEAD, UNKNOWN))).order_by(Delivery.id.desc()).limit(limit)
        )
        return rows.all()

    async def _change(self, op: str, which: sa.ColumnElement[bool]) -> None:
        """A change for every copy that is sent or may be; a copy that is still to come needs none."""
        targets = await self.session.scalars(
            sa.select(Delivery).where(which, Delivery.op == POST, Delivery.state.in_((LEASED, SENDING, UNKNOWN, SENT)))
        )
        rows = [self._row(_change_of(target, op)) | {"op": op, "target_id": target.id} for target in targets]
        if op == DELETE and rows:  # a redrawing that waits would keep the deletion out
            await self.session.execute(
                sa.update(Delivery)
                .where(Delivery.target_id.in_([row["target_id"] for row in rows]), Delivery.state == READY, Delivery.op == UPDATE)
                .values(state=CANCELLED)
            )
        if rows:
            await self._insert(rows)

    async def _insert(self, rows: list[dict[str, Any]]) -> None:
        insert = postgresql.insert if self.session.get_bind().dialect.name == "postgresql" else sqlite.insert
        await self.session.execute(insert(Delivery).on_conflict_do_nothing(), rows)

    def _row(self, draft: Draft) -> dict[str, Any]:
        due = draft.due_at or self.now
        values = msgspec.structs.asdict(draft)
        key = values.pop("key")
        return values | {
            "id": str(uuid7()), "dedupe_key": key[:200], "op": POST, "target_id": None, "due_at": due, "next_at": due,
            "state": READY, "created_at": self.now,
        }


def _change_of(target: Delivery, op: str) -> Draft:
    return Draft(
        key=f"{op}:{target.id}:{uuid7()}", platform=target.platform, workspace=target.workspace,
        channel=target.sent_channel or target.channel, thread=target.thread, user=target.user, template=target.template,
        args=target.args, language=target.language, kind=target.kind, subject="", person_id=target.person_id,
        room_id=target.room_id,
    )
