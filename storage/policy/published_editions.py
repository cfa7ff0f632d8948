"""Store editions: what was published of the answers to a round or of the reports about a scheme."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import ROUND_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class PublishedEdition(Base):
    """Store a numbered edition of exactly one round or exactly one scheme. A row is never changed."""

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
    #: totals of many organisations, as published
    data: Mapped[dict[str, Any]]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]


class CountedAnswer(Base):
    """Store that an edition counts an organisation's answer to one question. No other edition may count it."""

    __tablename__ = "counted"

    #: name of the published data: "field:7", "scheme:3:2027"
    what: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id", ondelete="CASCADE"), index=True)


DECLARATIONS = (
    ClassifiedColumns(
        PublishedEdition, ROUND_DATA, named="made_by_id", key="id round_id scheme_id number", text="data",
        state="made_at",
    ),
    ClassifiedColumns(CountedAnswer, ROUND_DATA, key="edition_id what", organisation="organisation_id"),
)  # fmt: skip


class PublishedEditions(Repository):
    """Store what is published. Publish while the round or the scheme is locked."""

    async def find(self, id: int | None) -> PublishedEdition | None:
        return None if id is None else await self.session.get(PublishedEdition, id)

    async def list_editions_of_round(self, round_id: int) -> Sequence[PublishedEdition]:
        return await self._list_editions(PublishedEdition.round_id == round_id)

    async def list_editions_of_scheme(self, scheme_id: int) -> Sequence[PublishedEdition]:
        return await self._list_editions(PublishedEdition.scheme_id == scheme_id)

    async def _list_editions(self, which: sa.ColumnElement[bool]) -> Sequence[PublishedEdition]:
        """List editions, oldest first."""
        return (
            await self.session.scalars(sa.select(PublishedEdition).where(which).order_by(PublishedEdition.number))
        ).all()

    async def list_organisations_counted_in(self, what: str) -> set[int]:
        """Return the organisations whose answer to this is in an edition."""
        return set(
            await self.session.scalars(sa.select(CountedAnswer.organisation_id).where(CountedAnswer.what == what))
        )

    async def publish_edition(
        self, edition: PublishedEdition, counted: Collection[tuple[str, int]]
    ) -> PublishedEdition:
        """Store the edition with the next number.

        `counted`: what was asked and the organisation, for each answer that is in it.
        """
        before = (
            await self.list_editions_of_round(edition.round_id)
            if edition.round_id is not None
            else await self.list_editions_of_scheme(edition.scheme_id or 0)
        )
        edition.number, edition.made_at = len(before) + 1, self.now
        self.session.add(edition)
        await self.session.flush()
        self.session.add_all(
            CountedAnswer(what=what, organisation_id=organisation, edition_id=edition.id)
            for what, organisation in sorted(counted)
        )
        await self.session.flush()
        return edition
