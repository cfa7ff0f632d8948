"""Store year shares: links that open the yearly page of one organisation, for whoever holds them, for some weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import REPORT_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: maximum number of characters of whom it is for
LABEL = 80


class YearShare(Base):
    """Store a link by the SHA-256 of its token. Only whoever made it has seen the token."""

    __tablename__ = "year_shares"

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    #: whom it is for, as its maker writes it: "the board"
    label: Mapped[str] = mapped_column(sa.String(LABEL))
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        YearShare, REPORT_DATA, own="made_by_id", key="id", text="label", organisation="organisation_id",
        state="year created_at expires_at ended_at", credential="token_hash",
    ),
)  # fmt: skip


class YearShares(Repository):
    """Store which yearly pages are shared, and until when."""

    async def find(self, id: int | None) -> YearShare | None:
        return None if id is None else await self.session.get(YearShare, id)

    async def add_share(self, share: YearShare, lasts: timedelta) -> YearShare:
        share.created_at, share.expires_at = self.now, self.now + lasts
        self.session.add(share)
        await self.session.flush()
        return share

    async def find_open_share(self, token_hash: str) -> YearShare | None:
        rows = await self.session.scalars(
            sa.select(YearShare).where(YearShare.token_hash == token_hash, self._match_open())
        )
        return rows.first()

    async def list_open_shares(self, organisation_id: int) -> Sequence[YearShare]:
        """List the links of the organisation that still open something, newest first."""
        mine = sa.select(YearShare).where(YearShare.organisation_id == organisation_id, self._match_open())
        return (await self.session.scalars(mine.order_by(YearShare.id.desc()))).all()

    async def end_share(self, share: YearShare) -> None:
        """End the link at once. One that has ended stays as it is."""
        share.ended_at = share.ended_at or self.now
        await self.session.flush()

    async def end_every_share(self) -> None:
        """End all links: a restored database has forgotten which of them had ended."""
        await self.session.execute(sa.update(YearShare).where(YearShare.ended_at.is_(None)).values(ended_at=self.now))

    async def delete_expired_shares(self, before: datetime) -> None:
        """Delete links that ran out before this time, whether or not they were ended earlier."""
        await self.session.execute(sa.delete(YearShare).where(YearShare.expires_at < before))

    def _match_open(self) -> sa.ColumnElement[bool]:
        return sa.and_(YearShare.ended_at.is_(None), YearShare.expires_at > self.now)
