"""Give places on when some come free, and end them with their listing."""

from __future__ import annotations

from handlers.exchange.matches.match_sides import build_listing_subject, build_shown_subject
from handlers.exchange.seats.seat_count import PEOPLE, count_seats, give_free_seats
from handlers.exchange.seats.seat_notices import SeatsGiven, SeatsOver, tell_claimant, tell_offerer
from storage.exchange.listings import DOWN, EXPIRED, HIDDEN_LEVEL, OPEN, Listing
from storage.exchange.seat_claims import TakenSeats
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent


async def settle_seats(store: Store, listing: Listing) -> None:
    """Follow a change of the listing, of which the caller holds the lock: more places, fewer, or none any more."""
    claims = await store.seat_claims.list_claims_of_listing(listing.id)
    if not claims:
        return
    seats = count_seats(listing)
    if listing.state in (DOWN, EXPIRED) or listing.level == HIDDEN_LEVEL or seats is None:
        for claim in claims:
            await _end_claim(store, claim, told=claim.waiting or listing.state != EXPIRED)
    elif listing.state == OPEN:
        for claim in give_free_seats(seats, claims):
            await tell_claimant(store, claim, SeatsGiven(listing.id, claim.organisation_id))


async def give_back_seats(store: Store, listing: Listing, claim: TakenSeats) -> None:
    """Take an organisation's places back, and give them on to those who wait."""
    organisation_id = claim.organisation_id
    await store.seat_claims.delete(claim)
    await settle_seats(store, listing)
    await tell_offerer(store, listing, organisation_id)
    await redraw_seats(store, listing)


async def _end_claim(store: Store, claim: TakenSeats, *, told: bool) -> None:
    if told:
        await tell_claimant(store, claim, SeatsOver(claim.listing_id, claim.organisation_id))
    await store.seat_claims.delete(claim)


async def end_seats(store: Store, listing: Listing) -> None:
    """Tell all who took places of a listing that is about to be deleted."""
    if listing.type == PEOPLE:
        for claim in await store.seat_claims.list_claims_of_listing(listing.id):
            await _end_claim(store, claim, told=True)


async def leave_seats(store: Store, organisation_id: int) -> None:
    """Give on all that an organisation has taken of others, which leaves the network."""
    for taken in await store.seat_claims.list_claims_of_organisation(organisation_id):
        claim, listing = await lock_parent(store.listings, taken, lambda one: one.listing_id)
        if claim and listing:
            await give_back_seats(store, listing, claim)


async def redraw_seats(store: Store, listing: Listing) -> None:
    """Draw again whatever says how many places are left."""
    await store.session.flush()
    for subject in (build_listing_subject(listing.id), build_shown_subject(listing.id)):
        await store.outbox.refresh_copies(subject)
