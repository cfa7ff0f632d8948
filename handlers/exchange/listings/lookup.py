"""Load the listing that a button or a code names, for whoever may see it or change it; list those of others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import ReaderContext, Turn
from handlers.exchange.leveled_records import list_contact_ties, list_visible_levels, may_see_laid_out
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.exchange.listings import Listing


async def load_visible_listing(turn: Turn, value: str, *, lock: bool = False) -> Listing:
    missing = turn.say("I cannot find that offer or need.")
    return await load_visible_record(turn, turn.store.listings, parse_id(value), may_see_laid_out, missing, lock=lock)


async def find_numbered_listing(turn: Turn, number: int) -> Listing | None:
    """Return the listing with this number in its code if the person may see it."""
    found = await turn.store.listings.find_listing_by_code(f"B-{number}")
    return found if found is not None and await may_see_laid_out(turn.store, turn.person, found) else None


async def may_change_listing(at: ReaderContext, listing: Listing) -> bool:
    ties = await list_contact_ties(at, listing)
    return rights.is_action_allowed(at.person, "exchange.edit", *ties)


async def load_own_listing(turn: Turn, value: str) -> Listing:
    """Return the listing with its row lock, for its contact, its organisation's contacts and the secretariat."""
    listing = await load_visible_listing(turn, value, lock=True)
    await rights.need_right(turn, *await list_contact_ties(turn, listing))
    return listing


async def list_own_organisation_ids(turn: Turn) -> set[int]:
    """Return the organisations whose listings are the reader's own; a guest has none."""
    return set() if turn.person.guest else await list_reader_organisation_ids(turn.store, turn.person)


async def list_others_listings(
    turn: Turn, mine: Collection[int], most: int, flow: tuple[str, str] | None = None
) -> Sequence[Listing]:
    """List what others than these organisations lay out for this reader, newest first.

    `flow`: only this direction and type.
    """
    viewer = await turn.store.audiences.build_viewer(turn.person)
    return await turn.store.listings.list_visible_listings(viewer, list_visible_levels(turn.person), mine, most, flow)
