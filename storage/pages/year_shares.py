"""Store year shares: links that open the yearly page of one organisation, for whoever holds them, for some weeks."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import REPORT_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key
from storage.kit.shared_links import SharedLink, SharedLinks


class YearShare(SharedLink, Base):
    """Store a link to the numbers of one organisation in one year."""

    __tablename__ = "year_shares"

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)


DECLARATIONS = (
    ClassifiedColumns(
        YearShare, REPORT_DATA, own="made_by_id", key="id", text="label", organisation="organisation_id",
        state="year created_at expires_at ended_at", credential="token_hash",
    ),
)  # fmt: skip


class YearShares(SharedLinks[YearShare], Repository):
    """Store which yearly pages are shared, and until when."""

    table = YearShare

    async def list_open_shares(self, organisation_id: int) -> Sequence[YearShare]:
        """List the links of the organisation that still open something, newest first."""
        mine = sa.select(YearShare).where(YearShare.organisation_id == organisation_id, self._match_open())
        return (await self.session.scalars(mine.order_by(YearShare.id.desc()))).all()
