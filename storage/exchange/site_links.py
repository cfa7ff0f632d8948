"""Store links with which colleagues write down what flows at a site. What they wrote waits to be taken in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key
from storage.kit.shared_links import SharedLink, SharedLinks


class SiteLink(SharedLink, Base):
    """Store a link to the form of one site."""

    __tablename__ = "site_links"

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)


class ProposedStream(Base):
    """Store what somebody without an account wrote. It is no stream before a contact takes it in."""

    __tablename__ = "proposed_streams"

    id: Mapped[Key]
    link_id: Mapped[int] = mapped_column(sa.ForeignKey("site_links.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    #: field of the form -> text, as it was written
    fields: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        SiteLink, EXCHANGE_DATA, own="made_by_id", key="id site_id", text="label", organisation="organisation_id",
        state="created_at expires_at ended_at", credential="token_hash",
    ),
    ClassifiedColumns(
        ProposedStream, EXCHANGE_DATA, key="id link_id", organisation="organisation_id fields", state="created_at",
    ),
)  # fmt: skip


class SiteLinks(SharedLinks[SiteLink], Repository):
    """Store who may write down what flows at a site."""

    table = SiteLink

    async def list_open_links(self, site_id: int) -> Sequence[SiteLink]:
        """List the links to the site that still open something, newest first."""
        mine = sa.select(SiteLink).where(SiteLink.site_id == site_id, self._match_open())
        return (await self.session.scalars(mine.order_by(SiteLink.id.desc()))).all()


class ProposedStreams(Repository):
    """Store what came in by links, until it is taken in or left out."""

    async def find(self, id: int | None) -> ProposedStream | None:
        return None if id is None else await self.session.get(ProposedStream, id)

    async def add_proposal(self, link: SiteLink, fields: Mapping[str, str]) -> ProposedStream:
        row = ProposedStream(
            link_id=link.id, organisation_id=link.organisation_id, fields=dict(fields), created_at=self.now
        )
        self.session.add(row)
        await self.session.flush()
        return row

    async def delete(self, row: ProposedStream) -> None:
        await self.session.delete(row)
        await self.session.flush()

    async def list_proposals_of_link(self, link_id: int) -> Sequence[ProposedStream]:
        """List what came in by one link, in the order it came."""
        mine = sa.select(ProposedStream).where(ProposedStream.link_id == link_id)
        return (await self.session.scalars(mine.order_by(ProposedStream.id))).all()

    async def list_proposals(self, organisation_ids: Collection[int]) -> Sequence[tuple[ProposedStream, SiteLink]]:
        """List what waits to be taken in at these organisations, the oldest first."""
        rows = sa.select(ProposedStream, SiteLink).join(SiteLink, SiteLink.id == ProposedStream.link_id)
        mine = rows.where(match_any_of(ProposedStream.organisation_id, organisation_ids))
        return [(row, link) for row, link in await self.session.execute(mine.order_by(ProposedStream.id))]
