"""Store the ids of events that were answered already, so that a second delivery of one is recognised."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from storage.data_classification.data_groups import MESSAGE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_engine_insert

#: much longer than the last retry of any platform
KEEP = timedelta(days=7)


class ReceivedEvent(Base):
    """Store an event that was answered; an account's own row holds what it last did that changed something."""

    __tablename__ = "inbox"

    id: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    #: digest of what an account last did; empty for events
    act: Mapped[str] = mapped_column(sa.String(32), default="", server_default="")


DECLARATIONS = (ClassifiedColumns(ReceivedEvent, MESSAGE_DATA, account="id", state="seen_at act"),)


def build_actor_key(platform: str, workspace: str, user: str) -> str:
    """Return the id of the row that holds what an account last did. It reveals neither person nor place."""
    whole = json.dumps((platform, workspace, user))
    return f"act:{hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()}"


#: without the ORM, because every event is one of these rows
ROWS = Base.metadata.tables[ReceivedEvent.__tablename__]


class EventInProgress(Exception):
    """Report that another unit of work is answering the event. The outcome is known when that one ends."""


class Inbox(Repository):
    """Store event ids for a week."""

    async def claim_event(self, event: str, act: str = "") -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it.

        Raises EventInProgress while another one answers it, or an event of the same `act`: nobody waits for that
        with a connection in hand.
        """
        values = {"id": event[:255], "seen_at": self.now}
        if self.session.get_bind().dialect.name == "sqlite":  # SQLite has one writer at a time
            return (await self.session.execute(_build_event_insert("sqlite"), values)).first() is not None
        attempt = await self.session.execute(_build_claim_attempt(), values | {"also": act or event[:255]})
        free, first = attempt.one()
        if not free:
            raise EventInProgress
        return bool(first)

    async def try_claim_event(self, event: str) -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it, or is about to."""
        try:
            return await self.claim_event(event)
        except EventInProgress:
            return False

    async def keep_act(self, actor: str, act: str) -> None:
        """Keep what an account did, in place of what it did before: to do that again would mean something."""
        keeping = _build_act_upsert(self.session.get_bind().dialect.name)
        await self.session.execute(keeping, {"id": actor, "seen_at": self.now, "act": act})

    async def has_answered_event(self, event: str) -> bool:
        """Return True if this event was answered already."""
        return await self.session.scalar(sa.select(ROWS.c.id).where(ROWS.c.id == event[:255])) is not None

    async def delete_old_events(self) -> int:
        result = await self.session.execute(sa.delete(ReceivedEvent).where(ReceivedEvent.seen_at < self.now - KEEP))
        return int(result.rowcount)  # type: ignore[attr-defined]


@cache
def _build_event_insert(dialect: str) -> ReturningInsert[Any]:
    values = {name: sa.bindparam(name, type_=ROWS.c[name].type) for name in ("id", "seen_at")}
    return _build_claim_returning(build_engine_insert(dialect, ROWS).values(values))


def _build_claim_returning(row: Any) -> ReturningInsert[Any]:
    return row.on_conflict_do_nothing().returning(ROWS.c.id)  # type: ignore[no-any-return]  # same on both engines


@cache
def _build_act_upsert(dialect: str) -> sa.Insert:
    values = {name: sa.bindparam(name, type_=ROWS.c[name].type) for name in ("id", "seen_at", "act")}
    row = build_engine_insert(dialect, ROWS).values(values)
    news = {name: row.excluded[name] for name in ("seen_at", "act")}
    return row.on_conflict_do_update(index_elements=[ROWS.c.id], set_=news)


@cache
def _build_claim_attempt() -> sa.Select[Any]:
    """Return the statement that tells whether no other transaction handles the event, and whether it is new.

    The inserting transaction holds advisory locks of the event and its act until its end. Without them nothing is
    inserted: an insert would wait for the other transaction.
    """
    id, seen_at = sa.bindparam("id", type_=ROWS.c.id.type), sa.bindparam("seen_at", type_=ROWS.c.seen_at.type)
    mine, also = (
        sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(key, 0), type_=sa.Boolean)
        for key in (id, sa.bindparam("also", type_=ROWS.c.id.type))
    )
    turn = sa.select(sa.and_(mine, also).label("free")).cte("turn")
    row = sa.select(id, seen_at).select_from(turn).where(turn.c.free)
    claimed = _build_claim_returning(build_engine_insert("postgresql", ROWS).from_select(["id", "seen_at"], row)).cte(
        "claimed"
    )
    return sa.select(turn.c.free, sa.exists(sa.select(claimed.c.id)))
