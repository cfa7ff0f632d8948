"""Links: short-lived codes with which somebody shows that two accounts are theirs, and links that wait for a word."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: not typed yet; typed, and somebody must say yes; over
OPEN, WAITING, DONE, REFUSED = "open", "waiting", "done", "refused"
STATES = (OPEN, WAITING, DONE, REFUSED)


class Link(Base):
    __tablename__ = "links"
    __table_args__ = (sa.CheckConstraint("state IN ('open','waiting','done','refused')", name="state"),)

    id: Mapped[Key]
    #: the account that got the code, and the one on which it was typed
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"))
    #: the code itself is known to its person alone: here is a keyed hash of it, in hex
    code_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)
    expires_at: Mapped[datetime]


class LinkTry(Base):
    """Codes that were typed on an account and did not fit."""

    __tablename__ = "link_tries"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime]
    tries: Mapped[int]


class Links(Repository):
    """One code at a time for each account."""

    async def find(self, id: int) -> Link | None:
        """Held against other units of work until this one ends."""
        return await self.session.get(Link, id, with_for_update=True, populate_existing=True)

    async def look(self, id: int) -> Link | None:
        return await self.session.get(Link, id)

    async def issue(self, account_id: int, code_hash: str, lasts: timedelta) -> Link:
        """A code made before for this account is worth nothing from now on."""
        await self.session.execute(sa.delete(Link).where(Link.account_id == account_id, Link.state == OPEN))
        link = Link(account_id=account_id, code_hash=code_hash, expires_at=self.now + lasts)
        self.session.add(link)
        await self.session.flush()
        return link

    async def typed(self, code_hash: str) -> Link | None:
        """The code that was made and has neither expired nor been used; held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(Link)
            .where(Link.code_hash == code_hash, Link.state == OPEN, Link.expires_at > self.now)
            .with_for_update()
        )
        return rows.first()

    async def misses(self, account_id: int, within: timedelta) -> int:
        """How many codes did not fit, lately."""
        row = await self.session.get(LinkTry, account_id)
        return row.tries if row is not None and row.since > self.now - within else 0

    async def missed(self, account_id: int, within: timedelta) -> None:
        row = await self.session.get(LinkTry, account_id)
        if row is None:
            self.session.add(LinkTry(account_id=account_id, since=self.now, tries=1))
        elif row.since > self.now - within:
            row.tries += 1
        else:
            row.since, row.tries = self.now, 1
        await self.session.flush()

    async def forget_old(self, before: datetime) -> None:
        await self.session.execute(sa.delete(Link).where(Link.expires_at < before))
        await self.session.execute(sa.delete(LinkTry).where(LinkTry.since < before))
