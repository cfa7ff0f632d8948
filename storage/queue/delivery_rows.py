"""Define the delivery: one row per message to one place, with its states and its events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, build_partial_index

READY, LEASED, SENDING, UNKNOWN = "ready", "leased", "sending", "unknown"
SENT, CANCELLED, EXPIRED, DEAD = "sent", "cancelled", "expired", "dead"
STATES = (READY, LEASED, SENDING, UNKNOWN, SENT, CANCELLED, EXPIRED, DEAD)
#: not over yet
PENDING = (READY, LEASED, SENDING, UNKNOWN)
POST, UPDATE, DELETE = "post", "update", "delete"
#: why a message waits begins with this, where the platform asked for a pause
THROTTLED = "throttled: "
#: why a message waits, where its card does so by itself: nothing else is kept from its reader meanwhile
ASLEEP = "its reader's hours have not come"
#: why a message is asked about: it may have been sent since the backup that the database comes from
RESTORED = "restored"
#: what would have been told at once may have been put off until somebody's hours, over a weekend and a holiday
_PUT_OFF = timedelta(days=4)
#: names what was promised, whichever database promises it
_PROMISES = UUID("0b9d3c1e-6f1f-4f0a-9d57-6c2a1f0c8e11")
CARD, NOTICE, CHATTER, REMINDER = "card", "notice", "chatter", "reminder"
#: kinds say what to do when nobody can tell whether a message arrived: send it once more (its buttons do no harm the
#: second time), or give it up
RESENT = {CARD: True, NOTICE: True, REMINDER: True, CHATTER: False}


class Delivery(Base):
    """Store what must reach one place. `template` and `args` (ids) are drawn when it is sent; no text is
    stored.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(repr(s) for s in STATES)})", name="state"),
        sa.CheckConstraint("op IN ('post', 'update', 'delete')", name="op"),
        sa.Index("ix_deliveries_due", "state", "next_at", "id"),
        sa.Index("ix_deliveries_lease", "state", "lease_until"),
        sa.Index("ix_deliveries_subject", "subject"),
        sa.Index("ix_deliveries_reader", "user", "state"),
        sa.Index("ix_deliveries_message", "platform", "workspace", "channel", "message"),
        build_partial_index("ix_deliveries_pushes", "person_id", "due_at", where="kind = 'reminder'"),
        build_partial_index("ix_deliveries_told", "told_in_id", where="told_in_id IS NOT NULL"),
        build_partial_index("ix_deliveries_target", "target_id", where="target_id IS NOT NULL"),
        build_partial_index("ix_deliveries_stale", "room_id", where="stale"),
        # at most one change waits for each message: the newest is what will be drawn
        build_partial_index(
            "uq_deliveries_change", "target_id", unique=True, where="state = 'ready' AND target_id IS NOT NULL"
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
    #: where its reader's hours are closed then: rather before than after
    early: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: the delivery in whose message it is told, with others of its reader's day; waits until that one is over
    told_in_id: Mapped[str | None] = mapped_column(sa.String(36))
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

    @property
    def search_marks(self) -> str:
        """Return the words by which its message is found again: of the row, and of what it promises.

        A restored database promises the same anew, in a row of its own.
        """
        return f"{self.id} {build_promise_mark(self.dedupe_key)}"

    @property
    def is_push(self) -> bool:
        """Return True if the message is told in its reader's hours, batched with others of that day."""
        return self.kind == REMINDER and self.op == POST and self.local_time != ""


def build_promise_mark(dedupe_key: str) -> str:
    """Return the word that stays with a message which tells what was promised under this key."""
    return uuid5(_PROMISES, dedupe_key).hex


def quarantine_new_rows(rows: Sequence[dict[str, Any]], now: datetime, since: datetime) -> list[dict[str, Any]]:
    """Return new delivery rows as messages that may have been sent since then.

    Rows that are due only in some days are returned as ready.
    """
    asked = {"state": UNKNOWN, "last_error": RESTORED, "lease_until": now, "started_at": since}
    others = {"last_error": "", "lease_until": None, "started_at": None}
    return [row | (asked if row["due_at"] <= now + _PUT_OFF else others) for row in rows]


class DeliveryEvent(Base):
    """Record what happened to a delivery, for the audit. Rows are only ever added."""

    __tablename__ = "delivery_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(sa.ForeignKey("deliveries.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    from_state: Mapped[str] = mapped_column(sa.String(10))
    to_state: Mapped[str] = mapped_column(sa.String(10))
    owner: Mapped[str] = mapped_column(sa.String(64), default="")
    reason: Mapped[str] = mapped_column(sa.String(200), default="")


class RateLimitSlot(Base):
    """Store when a bucket may be written to next; every worker shares the row."""

    __tablename__ = "rate_slots"

    bucket: Mapped[str] = mapped_column(sa.String(400), primary_key=True)
    next_free: Mapped[datetime]
