"""Read what the maps of the exchange are made of, as rows: a map looks at everything and changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from storage.access.audiences import Viewer
from storage.exchange.listings import HIDDEN_LEVEL, OFFER, OPEN, Listing, match_others_visible
from storage.exchange.matches import ListingMatch, match_running_exchanges
from storage.exchange.streams import OUT, Stream
from storage.kit.arrays import match_any_of
from storage.kit.base import Repository


class TypeRow(NamedTuple):
    """Hold that an organisation tells of a flow type. `spare`: it has some to spare; else it needs some."""

    organisation_id: int
    type: str
    spare: bool


class StreamRow(NamedTuple):
    """Hold what is counted of a stream."""

    organisation_id: int
    direction: str
    type: str
    amount: str
    basis: str
    year: int | None
    destination: str
    listing_id: int | None


class ExchangeMap(Repository):
    """Read streams, offers and needs, and exchanges that run."""

    async def list_stream_types(self) -> list[TypeRow]:
        rows = sa.select(Stream.organisation_id, Stream.type, Stream.direction == OUT).distinct()
        return [TypeRow(*row) for row in await self.session.execute(rows)]

    async def list_listing_types(self, apart_from: Collection[int] = ()) -> list[TypeRow]:
        """List what offers and needs in force tell, but for hidden ones and these."""
        told = sa.and_(
            Listing.state == OPEN, Listing.level != HIDDEN_LEVEL, sa.not_(match_any_of(Listing.id, apart_from))
        )
        rows = sa.select(Listing.organisation_id, Listing.type, Listing.direction == OFFER).where(told).distinct()
        return [TypeRow(*row) for row in await self.session.execute(rows)]

    async def list_visible_listing_types(
        self, viewer: Viewer, levels: Collection[str], apart_from: Collection[int] = ()
    ) -> list[TypeRow]:
        """List what offers and needs tell that the viewer sees by name, but for these."""
        told = sa.and_(
            match_others_visible(viewer, levels), Listing.level != HIDDEN_LEVEL,
            sa.not_(match_any_of(Listing.id, apart_from)),
        )  # fmt: skip
        rows = sa.select(Listing.organisation_id, Listing.type, Listing.direction == OFFER).where(told).distinct()
        return [TypeRow(*row) for row in await self.session.execute(rows)]

    async def list_running_types(self) -> list[tuple[int, str]]:
        """List (organisation, type) of both sides of each exchange that runs."""
        gives, takes = (
            sa.select(side, Listing.type)
            .join(Listing, Listing.id == ListingMatch.offer_id)
            .where(match_running_exchanges(), side.is_not(None))
            for side in (ListingMatch.offer_organisation_id, ListingMatch.need_organisation_id)
        )
        return [(id, type_) for id, type_ in await self.session.execute(sa.union(gives, takes))]

    async def list_streams(self, organisation_ids: Collection[int] | None = None) -> Sequence[StreamRow]:
        """List the streams of these organisations, or of all, by organisation, site and code."""
        rows = sa.select(
            Stream.organisation_id, Stream.direction, Stream.type, Stream.amount, Stream.basis, Stream.year,
            Stream.destination, Stream.listing_id,
        ).order_by(Stream.organisation_id, Stream.site_id, Stream.id)  # fmt: skip
        if organisation_ids is not None:
            rows = rows.where(match_any_of(Stream.organisation_id, organisation_ids))
        return [StreamRow(*row) for row in await self.session.execute(rows)]

    async def list_organisation_ids_with_streams(self) -> set[int]:
        return {*await self.session.scalars(sa.select(Stream.organisation_id).distinct())}
