"""Load the listing that a button or a code names, for whoever may see it or change it."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.exchange.listings import HIDDEN_LEVEL, LEVELS, MEMBERS_LEVEL, OPEN, OPEN_LEVEL, Listing
from storage.kit.database import Store


async def may_see_listing(store: Store, person: Person, listing: Listing) -> bool:
    """Return True for the secretariat and the own organisation, and for others as far as level and audience go."""
    if person.secretariat or await is_own_listing(store, person, listing):
        return True
    if listing.state != OPEN or listing.level == HIDDEN_LEVEL:
        return False
    if listing.level == OPEN_LEVEL:
        return await rights.is_visible_to(store, person, listing)
    return await rights.is_visible_to_member(store, person, listing)


async def is_own_listing(store: Store, person: Person, listing: Listing) -> bool:
    """Return True if the person's organisation has the listing; a guest belongs to none."""
    return not person.guest and listing.organisation_id in await list_reader_organisation_ids(store, person)


def list_listing_levels(person: Person) -> tuple[str, ...]:
    """Return the levels of other organisations' listings that this person may see."""
    if person.secretariat:
        return LEVELS
    return (OPEN_LEVEL, MEMBERS_LEVEL) if rights.is_confirmed_member(person) else (OPEN_LEVEL,)


async def load_visible_listing(turn: Turn, value: str, *, lock: bool = False) -> Listing:
    missing = turn.say("I cannot find that offer or need.")
    return await load_visible_record(turn, turn.store.listings, parse_id(value), may_see_listing, missing, lock=lock)


async def find_numbered_listing(turn: Turn, number: int) -> Listing | None:
    """Return the listing with this number in its code if the person may see it."""
    found = await turn.store.listings.find_listing_by_code(f"B-{number}")
    return found if found is not None and await may_see_listing(turn.store, turn.person, found) else None


async def list_listing_ties(turn: Turn, listing: Listing) -> tuple[str, ...]:
    acts = await turn.store.organisations.is_representative(turn.person.id, listing.organisation_id)
    owns = (rights.OWNER,) if turn.person.id == listing.contact_id else ()
    return (*owns, rights.REPRESENTATIVE) if acts else owns


async def may_change_listing(turn: Turn, listing: Listing) -> bool:
    ties = await list_listing_ties(turn, listing)
    return rights.is_action_allowed(turn.person, "exchange.edit", *ties)


async def load_own_listing(turn: Turn, value: str) -> Listing:
    """Return the listing with its row lock, for its contact, its organisation's contacts and the secretariat."""
    listing = await load_visible_listing(turn, value, lock=True)
    await rights.need_right(turn, *await list_listing_ties(turn, listing))
    return listing
