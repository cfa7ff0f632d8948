"""Read why matches came to nothing: the reasons that sides gave when they refused or ended one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from storage.exchange.listings import Listing
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import ENDED, NO, SUPPLY, ListingMatch
from storage.kit.base import Repository


class MatchedListings(NamedTuple):
    """Hold the ids of an offer and a need, or of two needs; None for one that went with its organisation."""

    offer_id: int | None
    need_id: int | None


class MatchRefusal(NamedTuple):
    """Hold what one side of a match gave as its reasons."""

    listings: MatchedListings
    organisation_id: int
    #: type of the first listing; empty where it went with its organisation
    type: str
    reasons: tuple[str, ...]
    at: datetime
    #: of the match
    purpose: str = SUPPLY
    match_id: int = 0


_SAID_AT = sa.func.coalesce(MatchVote.voted_at, ListingMatch.closed_at, MatchVote.asked_at)
#: Prebuilt: each search for matches reads it.
_REFUSALS = (
    sa.select(
        ListingMatch.offer_id, ListingMatch.need_id, MatchVote.organisation_id, Listing.type,
        MatchVote.reasons, _SAID_AT, ListingMatch.purpose, ListingMatch.id,
    )
    .join(ListingMatch, ListingMatch.id == MatchVote.match_id)
    .outerjoin(Listing, Listing.id == ListingMatch.offer_id)
    .where(sa.or_(MatchVote.vote == NO, ListingMatch.closing == ENDED))
    .order_by(_SAID_AT, MatchVote.id)
)  # fmt: skip


class MatchRefusals(Repository):
    """Read reasons of all matches, whoever gave them."""

    async def list_refusals(self) -> list[MatchRefusal]:
        """Return what was given as a reason, the earliest first. A side that gave none is left out."""
        found = await self.session.execute(_REFUSALS)
        return [
            MatchRefusal(MatchedListings(offer, need), organisation, type_ or "", tuple(reasons), when, purpose, id)
            for offer, need, organisation, type_, reasons, when, purpose, id in found
            if reasons
        ]

    async def list_accepted_pairs(self) -> list[MatchedListings]:
        """Return the listings of all exchanges to which both sides have said yes."""
        rows = sa.select(ListingMatch.offer_id, ListingMatch.need_id).where(
            ListingMatch.known_at.is_not(None), ListingMatch.purpose == SUPPLY
        )
        return [MatchedListings(*row) for row in await self.session.execute(rows.order_by(ListingMatch.id))]
