"""Chains: how far it has come, step by step, while nobody acts about a record; one row for each kind of record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.inserts import insert
from storage.kit.record_ids import Ref
from storage.queue.delivery_rows import CANCELLED, LEASED, POST, READY, SENT, Delivery
from storage.queue.delivery_steps import ROWS

#: how far ahead what is to be told is promised: before that nobody looks at a chain
AHEAD = timedelta(days=14)


class Chain(Base):
    """Something waits for somebody; once it is over it is kept, so that it does not begin anew by itself."""

    __tablename__ = "chains"

    #: "questions.escalation": what its steps are, is in the code
    kind: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    record_id: Mapped[Ref] = mapped_column(primary_key=True, autoincrement=False)
    #: from here its steps are counted
    since: Mapped[datetime]
    #: steps that are over
    behind: Mapped[int] = mapped_column(default=0)
    #: when somebody was last told
    told_at: Mapped[datetime | None]
    #: when it is to be looked at: something has been told by then, or must be done; empty: it is over
    next_at: Mapped[datetime | None]


class Chains(Repository):
    """What waits."""

    async def find(self, kind: str, record_id: int) -> Chain | None:
        return await self.session.get(Chain, (kind, record_id))

    async def lock(self, kind: str, record_id: int) -> Chain | None:
        """The chain, held against other units of work until this one ends."""
        rows = await self.session.scalars(
            sa.select(Chain)
            .where(Chain.kind == kind, Chain.record_id == record_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.first()

    async def begin(self, kind: str, since: Mapping[int, datetime]) -> None:
        """Record id -> since when it waits; one that has begun before is left as it is."""
        await self.begin_each([(kind, id, at) for id, at in sorted(since.items())])

    async def begin_each(self, chains: Sequence[tuple[str, int, datetime]]) -> None:
        """Kind, record id, and since when; in one statement."""
        if chains:
            rows = [
                {"kind": kind, "record_id": id, "since": at, "behind": 0, "next_at": max(self.now, at - AHEAD)}
                for kind, id, at in chains
            ]
            await self.session.execute(_beginning(self.session.get_bind().dialect.name), rows)

    async def restart(self, kind: str, record_id: int, since: datetime, behind: int | None = 0) -> None:
        """From here on anew, with the first step; `behind` None: with the one that was next."""
        await self.begin(kind, {record_id: since})
        chain = await self.lock(kind, record_id)
        assert chain is not None
        chain.since, chain.next_at, chain.told_at = since, max(self.now, since - AHEAD), None
        if behind is not None:
            chain.behind = behind
        await self.session.flush()

    async def postpone(self, kind: str, record_id: int, since: datetime) -> None:
        """As `restart`, in one statement: written with every answer."""
        values = {"since": since, "behind": 0, "told_at": None, "next_at": max(self.now, since - AHEAD)}
        which = sa.and_(Chain.kind == kind, Chain.record_id == record_id)
        done = await self.session.execute(sa.update(Chain).where(which).values(values))
        if not done.rowcount:  # type: ignore[attr-defined]
            await self.begin(kind, {record_id: since})

    async def end(self, kind: str, record_id: int) -> bool:
        """Whether there is one, be it over already."""
        which = sa.and_(Chain.kind == kind, Chain.record_id == record_id)
        done = await self.session.execute(sa.update(Chain).where(which).values(next_at=None))
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def call_off(self, subject: str) -> None:
        """What was promised about this subject and is not out yet; what is on its way arrives."""
        which = sa.and_(ROWS.c.subject == subject, ROWS.c.op == POST, ROWS.c.state.in_((READY, LEASED)))
        # held first, in the order in which everybody holds them
        held = await self.session.scalars(
            sa.select(ROWS.c.id).where(which).order_by(ROWS.c.id).with_for_update(key_share=True)
        )
        ids = held.all()
        if not ids:
            return
        values = {"state": CANCELLED, "cancel_requested": True, "lease_until": None, "last_error": "no longer wanted"}
        await self.session.execute(sa.update(ROWS).where(among(ROWS.c.id, ids)).values(values))

    async def copies(self, subject: str) -> Sequence[Delivery]:
        """Messages that are out and tell something of this subject, be it among other things.

        What is on its way is not among them: whoever writes down that it arrived looks at the chain again.
        """
        mine = sa.and_(Delivery.subject == subject, Delivery.op == POST)
        told = sa.select(Delivery.told_in_id).where(mine, Delivery.state == CANCELLED, ~Delivery.cancel_requested)
        which = sa.or_(mine, Delivery.id.in_(told))
        rows = await self.session.scalars(
            sa.select(Delivery).where(which, Delivery.state == SENT).order_by(Delivery.id)
        )
        return rows.all()

    async def due(self, kind: str, limit: int = 200) -> Sequence[Chain]:
        """Those to be looked at by now."""
        rows = await self.session.scalars(
            sa.select(Chain)
            .where(Chain.kind == kind, Chain.next_at <= self.now)
            .order_by(Chain.next_at, Chain.record_id)
            .limit(limit)
        )
        return sorted(rows.all(), key=lambda chain: chain.record_id)

    async def late(self, kind: str, before: datetime, limit: int = 50) -> Sequence[Chain]:
        """Those that should have been looked at before then."""
        rows = await self.session.scalars(
            sa.select(Chain).where(Chain.kind == kind, Chain.next_at < before).order_by(Chain.record_id).limit(limit)
        )
        return rows.all()

    async def begun(self, kind: str, since: datetime) -> Sequence[int]:
        """The records of those that began at this time or later."""
        return (
            await self.session.scalars(sa.select(Chain.record_id).where(Chain.kind == kind, Chain.since >= since))
        ).all()


@cache
def _beginning(dialect: str) -> sa.Insert:
    """Without the ORM; a chain that is there already stays as it is."""
    return insert(dialect, Base.metadata.tables[Chain.__tablename__]).on_conflict_do_nothing()


def unwatched(kind: str, record_id: InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    """For queries of other repositories: the record has no chain of this kind, not even one that is over."""
    return ~sa.exists().where(Chain.kind == kind, Chain.record_id == record_id)
