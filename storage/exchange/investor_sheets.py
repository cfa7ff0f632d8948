"""Store the investor sheets of parks: drafts, and frozen versions that are never changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.frozen_versions import FROZEN, FrozenVersion
from storage.kit.record_ids import Key

#: maximum number of characters of what a park says of itself
ABOUT = 1000


class InvestorSheet(FrozenVersion, Base):
    """Store one version of a park's sheet: what everybody could read of it on the day it was made."""

    __tablename__ = "investor_sheets"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "version"),
        sa.CheckConstraint("state IN ('draft','checked','frozen')", name="state"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    #: what the park says of itself
    about: Mapped[str] = mapped_column(sa.Text, default="")
    #: name, region and industry of the park, its open plots and its open offers and needs
    content: Mapped[dict[str, Any]]
    #: SHA-256 of park, version, time of freezing, words and content; empty until it is frozen
    content_hash: Mapped[str] = mapped_column(sa.String(64), default="")


DECLARATIONS = (
    ClassifiedColumns(
        InvestorSheet, EXCHANGE_DATA, named="made_by_id checked_by_id frozen_by_id", key="id",
        text="about content why", organisation="organisation_id",
        state="version state content_hash made_at checked_at frozen_at",
    ),
)  # fmt: skip


class InvestorSheets(Repository):
    """Store sheets. Change a draft while it is locked."""

    async def find(self, id: int | None) -> InvestorSheet | None:
        return None if id is None else await self.session.get(InvestorSheet, id)

    async def lock(self, id: int) -> InvestorSheet | None:
        """Return the sheet with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(InvestorSheet, id)

    async def find_sheet(self, organisation_id: int, version: int) -> InvestorSheet | None:
        mine = sa.and_(InvestorSheet.organisation_id == organisation_id, InvestorSheet.version == version)
        return (await self.session.scalars(sa.select(InvestorSheet).where(mine))).first()

    async def add(self, sheet: InvestorSheet) -> InvestorSheet:
        self.session.add(sheet)
        await self.session.flush()
        return sheet

    async def delete_sheet_draft(self, sheet: InvestorSheet) -> None:
        """Delete a version that is not frozen."""
        assert sheet.state != FROZEN, "what is frozen stays"
        await self.session.delete(sheet)
        await self.session.flush()

    async def list_sheets_of_organisations(self, organisation_ids: Collection[int]) -> Sequence[InvestorSheet]:
        """List the versions of these organisations, by organisation, the newest one first."""
        mine = sa.select(InvestorSheet).where(match_any_of(InvestorSheet.organisation_id, organisation_ids))
        order = (InvestorSheet.organisation_id, InvestorSheet.version.desc())
        return (await self.session.scalars(mine.order_by(*order))).all()

    async def list_frozen_sheets(self) -> Sequence[InvestorSheet]:
        """List all frozen versions, by organisation, the newest one first."""
        frozen = sa.select(InvestorSheet).where(InvestorSheet.state == FROZEN)
        order = (InvestorSheet.organisation_id, InvestorSheet.version.desc())
        return (await self.session.scalars(frozen.order_by(*order))).all()

    async def forget_organisation_sheets(self, organisation_id: int) -> None:
        """Delete all versions of an organisation that leaves."""
        mine = InvestorSheet.organisation_id == organisation_id
        await self.session.execute(sa.delete(InvestorSheet).where(mine))
