"""Tell each reader what they may know of what is left of listings: one rule for every card and list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from handlers.chat.turn import ReaderContext
from handlers.exchange.matches.exchange_uses import ListingUse, map_listing_uses
from handlers.exchange.matches.rest_texts import describe_own_use, describe_rest_for_others
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.exchange.listings import Listing


@dataclass(frozen=True, slots=True)
class ReadableRests:
    """Hold what exchanges take of some listings, and who reads of it."""

    at: ReaderContext
    uses: Mapping[int, ListingUse]
    #: organisations of the reader
    mine: Collection[int]

    def describe_rest(self, listing: Listing) -> str:
        """Return figures for its owner and the secretariat, a class for others; empty where nothing is in use."""
        person = self.at.person
        if person.secretariat or (not person.guest and listing.organisation_id in self.mine):
            return describe_own_use(self.at.say, listing, self.uses)
        return describe_rest_for_others(self.at.say, listing, self.uses, self.mine)


async def load_readable_rests(at: ReaderContext, listing_ids: Collection[int]) -> ReadableRests:
    uses = await map_listing_uses(at.store, listing_ids)
    mine = await list_reader_organisation_ids(at.store, at.person) if uses else set[int]()
    return ReadableRests(at, uses, mine)
