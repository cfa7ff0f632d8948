"""Draw listings as lines of a list: whose each is, what is left of it, and whether it still counts."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Item
from handlers.chat.turn import Turn
from handlers.exchange import listing_labels
from handlers.exchange.listings.blind_listings import draw_blind_item
from handlers.exchange.listings.listing_card import draw_listing_item
from handlers.exchange.matches.blind_views import BlindListing
from handlers.exchange.matches.readable_rests import ReadableRests, load_readable_rests
from storage.exchange.listings import Listing


async def draw_listing_items(turn: Turn, found: Sequence[Listing | BlindListing], *, named: bool = True) -> list[Item]:
    """Draw a line for each. `named`: with its organisation, which goes without saying where all are of one."""
    rests = await load_readable_rests(turn, [one.id for one in found if isinstance(one, Listing)])
    return [await _draw_item(turn, one, rests, named) for one in found]


async def _draw_item(turn: Turn, listing: Listing | BlindListing, rests: ReadableRests, named: bool) -> Item:
    if isinstance(listing, BlindListing):
        return draw_blind_item(turn.say, listing)
    organisation = await turn.store.organisations.find(listing.organisation_id) if named else None
    state = listing_labels.describe_listing_state(turn.say, listing)
    note = " · ".join(filter(None, (rests.describe_rest(listing), state)))
    return draw_listing_item(turn, listing, organisation.name if organisation else "", note)
