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
    __tablename__ = "inbox"

    id: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


DECLARATIONS = (ClassifiedColumns(ReceivedEvent, MESSAGE_DATA, account="id", state="seen_at"),)


def build_actor_key(platform: str, workspace: str, user: str) -> str:
    """Return the prefix of the ids of all acts of one account. The prefix reveals neither person nor place."""
    whole = json.dumps((platform, workspace, user))
    return f"act:{hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()}"


#: without the ORM, because every event is one of these rows
ROWS = Base.metadata.tables[ReceivedEvent.__tablename__]


class EventInProgress(Exception):
    """Report that another unit of work is answering the event. The outcome is known when that one ends."""


class Inbox(Repository):
    """Store event ids for a week."""

    async def claim_event(self, event: str) -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it.

        Raises EventInProgress while another one answers it: nobody waits for that with a connection in
        hand.
        """
        values = {"id": event[:255], "seen_at": self.now}
        if self.session.get_bind().dialect.name == "sqlite":  # SQLite has one writer at a time
            return (await self.session.execute(_build_event_insert("sqlite"), values)).first() is not None
        free, first = (await self.session.execute(_build_claim_attempt(), values)).one()
        if not free:
            raise EventInProgress
        return bool(first)

    async def try_claim_event(self, event: str) -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it, or is about to."""
        try:
            return await self.claim_event(event)
        except EventInProgress:
            return False

    async def claim_act(self, key: str, within: timedelta) -> bool:
        """Claim what somebody does, for this unit of work. Return False if it was claimed so short a while ago.

        Raises InProgress, as `claim_event` does.
        """
        values = {"id": key, "seen_at": self.now, "since": self.now - within}
        if self.session.get_bind().dialect.name == "sqlite":
            return (await self.session.execute(_build_event_insert("sqlite", again=True), values)).first() is not None
        free, first = (await self.session.execute(_build_claim_attempt(again=True), values)).one()
        if not free:
            raise EventInProgress
        return bool(first)

    async def release_act(self, key: str) -> None:
        await self.session.execute(sa.delete(ROWS).where(ROWS.c.id == key))

    async def release_other_acts(self, person: str, within: timedelta, but: str) -> None:
        """Release what else this person did a short while ago: to do it again would mean something."""
        recent = ROWS.c.seen_at >= self.now - within
        others = sa.and_(ROWS.c.id.startswith(f"{person}:", autoescape=True), ROWS.c.id != but)
        await self.session.execute(sa.delete(ROWS).where(recent, others))

    async def has_answered_event(self, event: str) -> bool:
        """Return True if this event was answered already."""
        return await self.session.scalar(sa.select(ROWS.c.id).where(ROWS.c.id == event[:255])) is not None

    async def delete_old_events(self) -> int:
        result = await self.session.execute(sa.delete(ReceivedEvent).where(ReceivedEvent.seen_at < self.now - KEEP))
        return int(result.rowcount)  # type: ignore[attr-defined]


@cache
def _build_event_insert(dialect: str, *, again: bool = False) -> ReturningInsert[Any]:
    values = {name: sa.bindparam(name, type_=ROWS.c[name].type) for name in ("id", "seen_at")}
    return _build_claim_returning(build_engine_insert(dialect, ROWS).values(values), again=again)


def _build_claim_returning(row: Any, *, again: bool) -> ReturningInsert[Any]:
    """Return the claiming insert. With `again`, a row that is older than `since` is claimed again."""
    if not again:
        return row.on_conflict_do_nothing().returning(ROWS.c.id)  # type: ignore[no-any-return]  # same on both engines
    since = sa.bindparam("since", type_=ROWS.c.seen_at.type)
    # A clock that was set back leaves rows with a future time.
    old = sa.or_(ROWS.c.seen_at < since, ROWS.c.seen_at > row.excluded.seen_at)
    claimed = row.on_conflict_do_update(index_elements=[ROWS.c.id], set_={"seen_at": row.excluded.seen_at}, where=old)
    return claimed.returning(ROWS.c.id)  # type: ignore[no-any-return]  # of either engine


@cache
def _build_claim_attempt(*, again: bool = False) -> sa.Select[Any]:
    """Return the statement that tells whether no other transaction handles the event, and whether it is new.

    The inserting transaction holds an advisory lock of the id until its end. Without the lock nothing is inserted: an
    insert would wait for the other transaction.
    """
    id, seen_at = sa.bindparam("id", type_=ROWS.c.id.type), sa.bindparam("seen_at", type_=ROWS.c.seen_at.type)
    mine = sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(id, 0), type_=sa.Boolean)
    turn = sa.select(mine.label("free")).cte("turn")
    row = sa.select(id, seen_at).select_from(turn).where(turn.c.free)
    claimed = _build_claim_returning(
        build_engine_insert("postgresql", ROWS).from_select(["id", "seen_at"], row), again=again
    ).cte("claimed")
    return sa.select(turn.c.free, sa.exists(sa.select(claimed.c.id)))
