"""Homes: whose home page is open somewhere, and what it last said, so that it can follow what changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository


class Home(Base):
    __tablename__ = "homes"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    #: where the page is, as its platform says it
    place: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime] = mapped_column(index=True)
    #: another one for any other page (a hash)
    seal: Mapped[str] = mapped_column(sa.String(16))


class Homes(Repository):
    """One for each account that has looked at it."""

    async def opened(self, account_id: int, place: dict[str, Any], seal: str) -> None:
        """It shows this from now on."""
        known = await self.session.get(Home, account_id)
        if known is None:
            self.session.add(Home(account_id=account_id, place=place, opened_at=self.now, seal=seal))
        else:
            known.place, known.opened_at, known.seal = place, self.now, seal
        await self.session.flush()

    async def since(self, then: datetime, limit: int) -> Sequence[Home]:
        """Those opened since then, last opened first."""
        rows = sa.select(Home).where(Home.opened_at >= then).order_by(Home.opened_at.desc()).limit(limit)
        return (await self.session.scalars(rows)).all()

    async def clear(self, before: datetime) -> None:
        await self.session.execute(sa.delete(Home).where(Home.opened_at < before))
