"""Find who acts for a side of a match: the listing's contact, and the contacts and deputies of its organisation."""

from __future__ import annotations

from typing import NamedTuple

from handlers.access import rights
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import RenderContext, Turn
from handlers.directory.contacts.contact_messages import draw_contact_button
from handlers.exchange.leveled_records import find_record_contact
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.exchange.listings import Listing
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import CLOSED, LEFT, NO, SIDES, ListingMatch
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent


class AskedSide(NamedTuple):
    """Hold a match with what one side was asked, as that side may know it."""

    match: ListingMatch
    vote: MatchVote

    @property
    def is_over(self) -> bool:
        """Return True once this side may know that the match is closed: it said no, or was told."""
        return self.match.stage == CLOSED and (self.vote.vote == NO or self.match.told_at is not None)


def build_side_subject(vote: MatchVote) -> str:
    """Return the outbox subject of what one side is told while it does not know the other."""
    return f"match:{vote.match_id}:{vote.side}"


def build_match_subject(match_id: int) -> str:
    """Return the outbox subject of what both sides are told once they know each other."""
    return f"match:{match_id}"


def build_listing_subject(listing_id: int) -> str:
    """Return the outbox subject of the cards in rooms."""
    return f"listing:{listing_id}"


def build_shown_subject(listing_id: int | None) -> str:
    """Return the outbox subject of the cards that show one person a whole listing, with how many matches it has."""
    return f"listing:{listing_id}:shown"


async def find_listing_contact(store: Store, listing: Listing | None) -> Person | None:
    """Return the contact of the listing, as long as they belong to its organisation."""
    person = await find_record_contact(store, listing) if listing is not None else None
    return person if person is not None and is_reachable(person) else None


def is_reachable(person: Person) -> bool:
    return not person.guest and person.left_at is None and person.erased_at is None


async def list_side_contacts(store: Store, match: ListingMatch, side: str) -> list[Person]:
    """Return who is asked: the listing's contact, else the organisation's contacts, else its deputies."""
    listing = await store.listings.find(match.get_listing_id(side))
    return await list_listing_contacts(store, listing, match.get_organisation_id(side))


async def list_other_contacts(store: Store, match: ListingMatch, but_id: int | None) -> list[Person]:
    """Return the contacts of both sides but this person, each once; none of a side that has left the network."""
    people = {
        person.id: person
        for side in SIDES
        if match.closing != LEFT or match.get_listing_id(side) is not None
        for person in await list_side_contacts(store, match, side)
    }
    return [person for id, person in people.items() if id != but_id]


async def list_other_followers(store: Store, match: ListingMatch, but_id: int | None) -> list[Person]:
    """Return the same, and the facilitator."""
    people = await list_other_contacts(store, match, but_id)
    facilitator = await store.people.find(match.facilitator_id)
    known = {but_id, *(person.id for person in people)}
    return people if facilitator is None or facilitator.id in known else [*people, facilitator]


async def tell_other_contacts(turn: Turn, match: ListingMatch, card: CardArguments, key: str) -> None:
    """Tell all others of both sides, each once for the key; the answer tells this person."""
    store, subject = turn.store, build_match_subject(match.id)
    for person in await list_other_contacts(store, match, turn.person.id):
        own = f"match:{match.id}:{key}:{person.id}"
        await schedule_notification(store, turn.arena, person, card, key=own, at=store.now, subject=subject)


async def list_listing_contacts(store: Store, listing: Listing | None, organisation_id: int) -> list[Person]:
    """Return the listing's contact, else the organisation's contacts, else its deputies."""
    person = await find_listing_contact(store, listing)
    if person is not None:
        return [person]
    acting = await list_representatives(store, organisation_id)
    roles = await store.organisations.map_representative_roles(organisation_id)
    return [one for one in acting if roles.get(one.id) == CONTACT] or acting


async def list_side_representatives(store: Store, match: ListingMatch, side: str) -> list[Person]:
    """Return the contacts and deputies of the side's organisation, contacts first."""
    return await list_representatives(store, match.get_organisation_id(side))


async def list_representatives(store: Store, organisation_id: int) -> list[Person]:
    """Return the contacts and deputies of an organisation who can be reached, contacts first."""
    return [one for one in await store.organisations.list_representatives(organisation_id) if is_reachable(one)]


async def list_side_ties(store: Store, person: Person, match: ListingMatch, side: str) -> tuple[str, ...]:
    """Return what the person is to this side; nothing for whoever does not act for it."""
    listing = await store.listings.find(match.get_listing_id(side))
    return await list_listing_ties(store, person, listing, match.get_organisation_id(side))


async def list_listing_ties(
    store: Store, person: Person, listing: Listing | None, organisation_id: int
) -> tuple[str, ...]:
    """Return what the person is to a listing of this organisation; nothing for whoever does not act for it."""
    if not is_reachable(person):
        return ()
    contact = await find_listing_contact(store, listing)
    owns = (rights.OWNER,) if contact is not None and contact.id == person.id else ()
    acts = await store.organisations.is_representative(person.id, organisation_id)
    return (*owns, rights.REPRESENTATIVE) if acts else owns


async def list_own_sides(store: Store, person: Person, match: ListingMatch) -> list[str]:
    """Return the sides of the match that the person acts for."""
    return [side for side in SIDES if await list_side_ties(store, person, match, side)]


async def load_asked_side(turn: Turn, value: str) -> AskedSide:
    """Return the side that a button names, with the match locked, for whoever acts for it. Raises Missing."""
    asked = await turn.store.match_votes.find_vote(parse_id(value))
    vote, match = await lock_parent(turn.store.matches, asked, lambda one: one.match_id)
    ties = await list_side_ties(turn.store, turn.person, match, vote.side) if match and vote else ()
    rights.need_reader(turn, bool(ties), turn.say("I cannot find that match."))
    assert match is not None
    assert vote is not None
    await rights.need_right(turn, *ties)
    return AskedSide(match, vote)


async def draw_side_contact_buttons(at: RenderContext, match: ListingMatch, reader: Person) -> list[Button]:
    """Draw a button for the contact of the other side; for the facilitator one for each side."""
    own = await list_own_sides(at.store, reader, match)
    people = [
        (await list_side_contacts(at.store, match, side))[:1]
        for side in SIDES
        if side not in own and (own or reader.id == match.facilitator_id)
    ]
    return [draw_contact_button(at.say, one) for found in people for one in found if one.id != reader.id]
