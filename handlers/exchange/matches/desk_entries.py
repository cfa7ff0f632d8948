"""Load what the facilitator's desk holds, sort by sort: for the page in chat, and for any other that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handlers.exchange.matches.match_sides import is_reachable, list_listing_contacts, list_listing_ties
from storage.directory.people import Person
from storage.exchange.listing_questions import ListingQuestion
from storage.exchange.listings import OFFER, Listing
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import BLIND_STAGES, KNOWN_STAGES, NOBODY, SIDES, ListingMatch
from storage.exchange.near_pairings import NearPairing
from storage.exchange.unmatched_listings import UnmatchedListing
from storage.kit.database import Store

#: times in a row that a match stands still before it is put on top
STALLED = 2
#: why something wants a person: no answer, both hidden, it stands still, help is wanted
SILENT, UNASKED, STILL, HELP_WANTED = "silent", "unasked", "still", "help"


class DeskMatch(NamedTuple):
    """Hold a match, why it is listed (empty: by its day), and the sides that are to be rung."""

    match: ListingMatch
    why: str
    sides: tuple[str, ...]


class DeskListing(NamedTuple):
    """Hold a listing that nothing fits and about which its owner wants help."""

    row: UnmatchedListing
    listing: Listing
    why: str = HELP_WANTED


class DeskCall(NamedTuple):
    """Hold a question about a listing whose owner would rather be rung."""

    question: ListingQuestion
    listing: Listing


class DeskNote(NamedTuple):
    """Hold a line to the facilitator, from a side that has said no to a match."""

    match: ListingMatch
    vote: MatchVote


class DeskPair(NamedTuple):
    """Hold an offer and a need that almost fit."""

    pairing: NearPairing
    offer: Listing
    need: Listing

    @property
    def asked(self) -> Listing:
        """Return the listing of which an answer is missing; the offer where something else fails."""
        return self.offer if self.pairing.asked_side in ("", OFFER) else self.need


DeskEntry = DeskMatch | DeskListing | DeskCall | DeskNote | DeskPair


async def list_urgent_entries(store: Store) -> list[DeskMatch | DeskListing | DeskCall | DeskNote]:
    """Return what nobody else moves: a call or help is wanted, a no was explained, no answer, both listings hidden,
    standing still.
    """
    found = dict[int, DeskMatch]()
    for match, vote in await store.match_votes.list_silent_votes():
        before = found[match.id].sides if match.id in found else ()
        found[match.id] = DeskMatch(match, SILENT, (*before, vote.side))
    for match in await store.matches.list_matches_at(BLIND_STAGES):
        if match.first_side == NOBODY:
            found.setdefault(match.id, DeskMatch(match, UNASKED, SIDES))
    for match in await store.matches.list_matches_at(KNOWN_STAGES):
        if match.stalled >= STALLED:
            found.setdefault(match.id, DeskMatch(match, STILL, SIDES))
    wanted = await store.unmatched_listings.list_help_wanted()
    calls = [DeskCall(*one) for one in await store.listing_questions.list_calls_wanted()]
    notes = [DeskNote(*one) for one in await store.match_votes.list_noted_votes()]
    return [*calls, *notes, *(DeskListing(row, listing) for row, listing in wanted), *found.values()]


async def list_dated_matches(store: Store, apart_from: Sequence[DeskEntry]) -> list[DeskMatch]:
    """Return the other matches whose sides know each other, the nearest day first."""
    known = {one.match.id for one in apart_from if isinstance(one, DeskMatch)}
    matches = await store.matches.list_matches_at(KNOWN_STAGES)
    return [DeskMatch(match, "", SIDES) for match in matches if match.id not in known]


async def list_near_entries(store: Store, *, answers: bool) -> list[DeskPair]:
    """Return the pairs that one answer would make a match, or those that fail in one thing, best first."""
    return [DeskPair(*row) for row in await store.near_pairings.list_pairings(answers=answers)]


async def list_people_to_ring(store: Store, entry: DeskEntry) -> list[tuple[Person, int]]:
    """Return whom to ring about an entry, each with the organisation that they answer for."""
    if isinstance(entry, DeskMatch):
        match = entry.match
        asked = [
            (await store.listings.find(match.get_listing_id(side)), match.get_organisation_id(side))
            for side in entry.sides
        ]
    elif isinstance(entry, DeskNote):
        writer, vote = await store.people.find(entry.vote.by_id), entry.vote
        if writer is not None and is_reachable(writer):
            return [(writer, vote.organisation_id)]
        asked = [(await store.listings.find(entry.match.get_listing_id(vote.side)), vote.organisation_id)]
    elif isinstance(entry, DeskCall):
        caller = await store.people.find(entry.question.by_id)
        if caller is not None and await list_listing_ties(store, caller, entry.listing, entry.listing.organisation_id):
            return [(caller, entry.listing.organisation_id)]
        asked = [(entry.listing, entry.listing.organisation_id)]
    elif isinstance(entry, DeskListing):
        asked = [(entry.listing, entry.listing.organisation_id)]
    else:
        asked = [(entry.asked, entry.asked.organisation_id)]
    return [
        (person, organisation_id)
        for listing, organisation_id in asked
        for person in (await list_listing_contacts(store, listing, organisation_id))[:1]
    ]
