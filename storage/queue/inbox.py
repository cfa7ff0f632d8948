"""Events already answered: the second delivery of one finds its id here."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from storage.kit.base import Base, Repository
from storage.kit.inserts import insert

#: far beyond the last retry of any platform
KEEP = timedelta(days=7)


class Received(Base):
    __tablename__ = "inbox"

    id: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


def name_actor(platform: str, workspace: str, user: str) -> str:
    """Return what the ids of all acts of one account begin with; it says neither who they are nor where."""
    whole = json.dumps((platform, workspace, user))
    return f"act:{hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()}"


#: without the ORM: every event is one of these rows
ROWS = Base.metadata.tables[Received.__tablename__]


class InProgress(Exception):
    """Another unit of work is about to answer the event; what comes of that is known when it is over."""


class Inbox(Repository):
    """Event ids, kept for a week."""

    async def claim_event(self, event: str) -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it.

        Raises InProgress while another one answers it: nobody waits for that with a connection in hand.
        """
        values = {"id": event[:255], "seen_at": self.now}
        if self.session.get_bind().dialect.name == "sqlite":  # one writes at a time
            return (await self.session.execute(_inserting("sqlite"), values)).first() is not None
        free, first = (await self.session.execute(_trying(), values)).one()
        if not free:
            raise InProgress
        return bool(first)

    async def first_time(self, event: str) -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it, or is about to."""
        try:
            return await self.claim_event(event)
        except InProgress:
            return False

    async def claim_act(self, key: str, within: timedelta) -> bool:
        """Claim what somebody does, for this unit of work. Return False if it was claimed so short a while ago.

        Raises InProgress, as `claim_event` does.
        """
        values = {"id": key, "seen_at": self.now, "since": self.now - within}
        if self.session.get_bind().dialect.name == "sqlite":
            return (await self.session.execute(_inserting("sqlite", again=True), values)).first() is not None
        free, first = (await self.session.execute(_trying(again=True), values)).one()
        if not free:
            raise InProgress
        return bool(first)

    async def forget_act(self, key: str) -> None:
        await self.session.execute(sa.delete(ROWS).where(ROWS.c.id == key))

    async def forget_acts(self, person: str, within: timedelta, but: str) -> None:
        """Forget what else this person did a short while ago: to do it again would mean something."""
        recent = ROWS.c.seen_at >= self.now - within
        others = sa.and_(ROWS.c.id.startswith(f"{person}:", autoescape=True), ROWS.c.id != but)
        await self.session.execute(sa.delete(ROWS).where(recent, others))

    async def has(self, event: str) -> bool:
        """Whether this event was answered already."""
        return await self.session.scalar(sa.select(ROWS.c.id).where(ROWS.c.id == event[:255])) is not None

    async def forget_old(self) -> int:
        result = await self.session.execute(sa.delete(Received).where(Received.seen_at < self.now - KEEP))
        return int(result.rowcount)  # type: ignore[attr-defined]


@cache
def _inserting(dialect: str, *, again: bool = False) -> ReturningInsert[Any]:
    values = {name: sa.bindparam(name, type_=ROWS.c[name].type) for name in ("id", "seen_at")}
    return _claimed(insert(dialect, ROWS).values(values), again=again)


def _claimed(row: Any, *, again: bool) -> ReturningInsert[Any]:
    """`again`: a row that is older than `since` is claimed anew."""
    if not again:
        return row.on_conflict_do_nothing().returning(ROWS.c.id)  # type: ignore[no-any-return]  # of either engine
    since = sa.bindparam("since", type_=ROWS.c.seen_at.type)
    # a clock that was set back leaves rows of a time to come
    old = sa.or_(ROWS.c.seen_at < since, ROWS.c.seen_at > row.excluded.seen_at)
    claimed = row.on_conflict_do_update(index_elements=[ROWS.c.id], set_={"seen_at": row.excluded.seen_at}, where=old)
    return claimed.returning(ROWS.c.id)  # type: ignore[no-any-return]  # of either engine


@cache
def _trying(*, again: bool = False) -> sa.Select[Any]:
    """Return the statement that tells whether nobody else is at it, and whether it is the first time.

    Whoever inserts holds an advisory lock of the id until the end, and whoever cannot have it inserts nothing: an
    insert would wait for the other one's end.
    """
    id, seen_at = sa.bindparam("id", type_=ROWS.c.id.type), sa.bindparam("seen_at", type_=ROWS.c.seen_at.type)
    mine = sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(id, 0), type_=sa.Boolean)
    turn = sa.select(mine.label("free")).cte("turn")
    row = sa.select(id, seen_at).select_from(turn).where(turn.c.free)
    claimed = _claimed(insert("postgresql", ROWS).from_select(["id", "seen_at"], row), again=again).cte("claimed")
    return sa.select(turn.c.free, sa.exists(sa.select(claimed.c.id)))
