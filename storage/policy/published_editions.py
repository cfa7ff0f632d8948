"""Editions: what was published of the answers to a round or of the reports about a scheme, as it stood then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class Edition(Base):
    """Numbered, and never changed: of exactly one round, or of exactly one scheme."""

    __tablename__ = "editions"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "number"),
        sa.UniqueConstraint("scheme_id", "number"),
        sa.CheckConstraint("(round_id IS NULL) <> (scheme_id IS NULL)", name="about"),
    )

    id: Mapped[Key]
    round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    scheme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("schemes.id", ondelete="CASCADE"))
    number: Mapped[int]
    #: totals of many organisations, as they were written down
    data: Mapped[dict[str, Any]]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]


class Counted(Base):
    """That an organisation's answer to one question is in an edition: it never comes into another."""

    __tablename__ = "counted"

    #: "field:7", "scheme:3:2027"
    what: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id", ondelete="CASCADE"), index=True)


class Editions(Repository):
    """What is published. Publish while the round or the scheme is locked."""

    async def find(self, id: int | None) -> Edition | None:
        return None if id is None else await self.session.get(Edition, id)

    async def of_round(self, round_id: int) -> Sequence[Edition]:
        return await self._of(Edition.round_id == round_id)

    async def of_scheme(self, scheme_id: int) -> Sequence[Edition]:
        return await self._of(Edition.scheme_id == scheme_id)

    async def _of(self, which: sa.ColumnElement[bool]) -> Sequence[Edition]:
        """Oldest first."""
        return (await self.session.scalars(sa.select(Edition).where(which).order_by(Edition.number))).all()

    async def counted(self, what: str) -> set[int]:
        """The organisations whose answer to this is in an edition."""
        return set(await self.session.scalars(sa.select(Counted.organisation_id).where(Counted.what == what)))

    async def publish(self, edition: Edition, counted: Collection[tuple[str, int]]) -> Edition:
        """With the next number; `counted`: what was asked and the organisation, for each answer that is in it."""
        before = (
            await self.of_round(edition.round_id)
            if edition.round_id is not None
            else await self.of_scheme(edition.scheme_id or 0)
        )
        edition.number, edition.made_at = len(before) + 1, self.now
        self.session.add(edition)
        await self.session.flush()
        self.session.add_all(
            Counted(what=what, organisation_id=organisation, edition_id=edition.id)
            for what, organisation in sorted(counted)
        )
        await self.session.flush()
        return edition
