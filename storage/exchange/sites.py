"""Store the sites of organisations: where what flows in or out of a plant is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords
from storage.kit.record_ids import Key

#: areas of the Norwegian power market
PRICE_AREAS = ("NO1", "NO2", "NO3", "NO4", "NO5")
#: maximum numbers of characters
NAME, MUNICIPALITY, GRID_COMPANY = 100, 64, 100


class Site(Base):
    __tablename__ = "sites"

    id: Mapped[Key]
    #: code in files: "A-1"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(NAME))
    municipality: Mapped[str] = mapped_column(sa.String(MUNICIPALITY))
    #: Hundredths of a degree, about one kilometre: no drawing of a plant can be made of them.
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
    grid_company: Mapped[str] = mapped_column(sa.String(GRID_COMPANY), default="")
    #: empty: not known
    price_area: Mapped[str] = mapped_column(sa.String(3), default="")
    #: None: not known
    quay: Mapped[bool | None]
    rail: Mapped[bool | None]
    created_at: Mapped[datetime]


DECLARATIONS = (
    CodedRecords(Site, Site.code, "A"),
    ClassifiedColumns(
        Site, EXCHANGE_DATA, key="id code", text="name municipality grid_company",
        organisation="organisation_id latitude longitude price_area quay rail", state="created_at",
    ),
)  # fmt: skip


class Sites(Repository):
    """Store which sites organisations have."""

    async def find(self, id: int | None) -> Site | None:
        return None if id is None else await self.session.get(Site, id)

    async def lock(self, id: int) -> Site | None:
        """Return the site with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Site, id)

    async def find_site_by_code(self, code: str) -> Site | None:
        return (await self.session.scalars(sa.select(Site).where(Site.code == code))).first()

    async def add(self, site: Site) -> Site:
        """Add the site with the next free code, unless it brings its own."""
        site.created_at = self.now
        if not site.code:
            site.code = f"A-{await find_next_number(self.session, 'A', Site.code)}"
        self.session.add(site)
        await self.session.flush()
        return site

    async def delete(self, site: Site) -> None:
        await self.session.delete(site)
        await self.session.flush()

    async def list_sites_of_organisations(self, organisation_ids: Collection[int]) -> Sequence[Site]:
        """List the sites of these organisations, by organisation and name."""
        rows = sa.select(Site).where(match_any_of(Site.organisation_id, organisation_ids))
        return (await self.session.scalars(rows.order_by(Site.organisation_id, Site.name, Site.id))).all()

    async def map_sites_by_id(self, ids: Collection[int]) -> dict[int, Site]:
        return {site.id: site for site in await self.session.scalars(sa.select(Site).where(match_any_of(Site.id, ids)))}

    async def list_all_sites(self) -> Sequence[Site]:
        """List all sites, by organisation and name."""
        rows = sa.select(Site).order_by(Site.organisation_id, Site.name, Site.id)
        return (await self.session.scalars(rows)).all()
