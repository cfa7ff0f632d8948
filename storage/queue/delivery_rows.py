"""Define the delivery: one row per message to one place, with its states and its events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MESSAGE_DATA, ClassifiedColumns
from storage.kit.base import Base, build_partial_index

READY, LEASED, SENDING, UNKNOWN = "ready", "leased", "sending", "unknown"
SENT, CANCELLED, EXPIRED, DEAD = "sent", "cancelled", "expired", "dead"
STATES = (READY, LEASED, SENDING, UNKNOWN, SENT, CANCELLED, EXPIRED, DEAD)
#: states of unfinished deliveries
PENDING = (READY, LEASED, SENDING, UNKNOWN)
POST, UPDATE, DELETE = "post", "update", "delete"
#: the bot's own reaction to a message that somebody else wrote
REACT = "react"
#: prefix of `last_error` when the platform asked for a pause
THROTTLED = "throttled: "
#: `last_error` when the card itself waits for working hours: it blocks no other message to its reader
ASLEEP = "its reader's hours have not come"
#: `last_error` when the outcome is unknown, because it may have been sent since the backup
RESTORED = "restored"
#: How long a notice may be delayed by working hours: over a weekend and a holiday.
_PUT_OFF = timedelta(days=4)
#: UUID namespace of delivery ids, the same in every database
_PROMISES = UUID("0b9d3c1e-6f1f-4f0a-9d57-6c2a1f0c8e11")
CARD, NOTICE, CHATTER, REMINDER = "card", "notice", "chatter", "reminder"
#: template of the answer to an event, as it was drawn
REPLY = "reply"
#: template -> argument with text by people, which is cleared after sending
WORDY_ARGUMENTS = {"questions.passed": "word"}
#: In SQL, as the conditions of indexes: rows that have ended, that are deleted some day, that hold words of people.
ENDED = f"state NOT IN ({', '.join(repr(state) for state in PENDING)})"
PASSING = f"op <> '{POST}' OR room_id IS NULL OR subject = ''"
WORDY = f"template = '{REPLY}' AND CAST(args AS TEXT) <> '{{}}'" + "".join(
    f" OR template = '{template}' AND args ->> '{argument}' <> ''" for template, argument in WORDY_ARGUMENTS.items()
)
#: Kind -> True if it is sent again after an unknown outcome.
#: Buttons of a second copy do no harm. Others are given up.
RESENT = {CARD: True, NOTICE: True, REMINDER: True, CHATTER: False}


class Delivery(Base):
    """Store what must reach one place. `template` and `args` (ids) are drawn when it is sent; no text is
    stored.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(repr(s) for s in STATES)})", name="state"),
        sa.CheckConstraint("op IN ('post', 'update', 'delete', 'react')", name="op"),
        sa.Index("ix_deliveries_due", "state", "next_at", "id"),
        sa.Index("ix_deliveries_lease", "state", "lease_until"),
        sa.Index("ix_deliveries_subject", "subject"),
        sa.Index("ix_deliveries_reader", "user", "state"),
        sa.Index("ix_deliveries_message", "platform", "workspace", "channel", "message"),
        build_partial_index("ix_deliveries_pushes", "person_id", "due_at", where="kind = 'reminder'"),
        build_partial_index("ix_deliveries_told", "told_in_id", where="told_in_id IS NOT NULL"),
        build_partial_index("ix_deliveries_target", "target_id", where="target_id IS NOT NULL"),
        build_partial_index("ix_deliveries_stale", "room_id", where="stale"),
        build_partial_index("ix_deliveries_passing", "due_at", where=f"{ENDED} AND ({PASSING})"),
        build_partial_index("ix_deliveries_wordy", "created_at", where=f"{ENDED} AND ({WORDY})"),
        build_partial_index("ix_deliveries_received", "person_id", where=f"{ENDED} AND person_id IS NOT NULL"),
        # At most one change waits for each message, because the newest state is drawn.
        build_partial_index(
            "uq_deliveries_change", "target_id", unique=True, where="state = 'ready' AND target_id IS NOT NULL"
        ),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    op: Mapped[str] = mapped_column(sa.String(6))
    #: delivery of the message that is changed
    target_id: Mapped[str | None] = mapped_column(sa.ForeignKey("deliveries.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: subject of the card ("question:12"), for redrawing all its copies together
    subject: Mapped[str] = mapped_column(sa.String(64), default="")
    platform: Mapped[str] = mapped_column(sa.String(16))
    workspace: Mapped[str] = mapped_column(sa.String(128))
    channel: Mapped[str] = mapped_column(sa.String(255), default="")
    thread: Mapped[str] = mapped_column(sa.String(255), default="")
    user: Mapped[str] = mapped_column(sa.String(128), default="")
    #: reader of a private message
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(sa.String(2))
    template: Mapped[str] = mapped_column(sa.String(64))
    args: Mapped[dict[str, Any]]

    #: intended wall time; `due_at` is the instant computed from it
    local_time: Mapped[str] = mapped_column(sa.String(32), default="")
    tzid: Mapped[str] = mapped_column(sa.String(64), default="")
    tzdata_version: Mapped[str] = mapped_column(sa.String(16), default="")
    #: True: when it is due outside working hours, send it before rather than after
    early: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: Delivery whose message contains it, with others of its reader's day. It waits until that one has ended.
    told_in_id: Mapped[str | None] = mapped_column(sa.String(36))
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(sa.String(10), default=READY)
    attempts: Mapped[int] = mapped_column(default=0)
    #: Increases with every claim. An owner with an older claim has lost the row.
    claims: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(sa.String(64), default="")
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    #: platform's id of the message; `link` opens it
    message: Mapped[str] = mapped_column(sa.String(255), default="")
    sent_thread: Mapped[str] = mapped_column(sa.String(255), default="")
    sent_channel: Mapped[str] = mapped_column(sa.String(255), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    last_error: Mapped[str] = mapped_column(sa.String(200), default="")
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    #: True for a copy that could not be redrawn, and may show an old state
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
    def was_told(self) -> bool:
        """Return True once its reader may have seen it, in a message of its own or in another one."""
        return bool(self.message) or (self.told_in_id is not None and self.state == CANCELLED)

    @property
    def is_shown_once(self) -> bool:
        """Return True for a reply that is never drawn again. It may hold a secret, such as a calendar address."""
        return self.template == REPLY and self.kind == CHATTER

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


DECLARATIONS = (
    ClassifiedColumns(
        Delivery, MESSAGE_DATA, own="person_id", key="id target_id room_id workspace subject told_in_id",
        account="user channel thread sent_channel sent_thread message link dedupe_key args",
        state="op kind platform language template local_time tzid tzdata_version early due_at next_at expires_at "
        "state attempts claims owner lease_until started_at last_error cancel_requested stale created_at "
        "sent_at",
    ),
    ClassifiedColumns(DeliveryEvent, MESSAGE_DATA, key="id delivery_id", state="at from_state to_state owner reason"),
    ClassifiedColumns(RateLimitSlot, MESSAGE_DATA, account="bucket", state="next_free"),
)  # fmt: skip
