"""Say on a listing how many places are left, and what its reader's organisation has of them."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Part, Text
from handlers.chat.turn import ReaderContext, RenderContext
from handlers.exchange.seats.seat_count import count_free_seats, count_seats
from storage.exchange.listings import OPEN, Listing
from storage.exchange.seat_claims import TakenSeats


async def list_seat_facts(at: RenderContext, listing: Listing) -> tuple[tuple[str, str], ...]:
    """Return what everybody may know who sees the listing: how many are left, and that some wait."""
    seats, say = count_seats(listing), at.say
    if seats is None:
        return ()
    claims = await at.store.seat_claims.list_claims_of_listing(listing.id)
    waiting = sum(claim.seats for claim in claims if claim.waiting)
    left = say("{n} of {all}", n=count_free_seats(seats, claims), all=seats)
    waits = say("waiting list: {n}", n=waiting) if waiting else ""
    return ((say("Places left"), " · ".join(filter(None, (left, waits)))),)


async def draw_taken_seats(at: RenderContext, listing: Listing) -> list[Part]:
    """Draw which organisations take some and which wait, for those who offer them."""
    if count_seats(listing) is None:
        return []
    claims, say = await at.store.seat_claims.list_claims_of_listing(listing.id), at.say
    lines = (
        (say("Take places"), [one for one in claims if not one.waiting]),
        (say("Wait for places"), [one for one in claims if one.waiting]),
    )
    return [Text(f"{label}: {await _name_claims(at, found)}") for label, found in lines if found]


async def _name_claims(at: RenderContext, claims: list[TakenSeats]) -> str:
    names = list[str]()
    for claim in claims:
        organisation = await at.store.organisations.find(claim.organisation_id)
        names.append(f"{organisation.name if organisation is not None else ''} ({claim.seats})")
    return at.say.listed(names)


async def draw_own_seats(at: ReaderContext, listing: Listing) -> list[Part]:
    """Draw what the reader's organisation has, and the ways to take some, to change that, and to give them back."""
    say, person, seats = at.say, at.person, count_seats(listing)
    if seats is None or listing.state != OPEN or not rights.is_confirmed_member(person) or person.stands_for is None:
        return []
    if person.stands_for == listing.organisation_id:
        return []
    mine = await at.store.seat_claims.find_claim_of_organisation(listing.id, person.stands_for)
    if mine is None:
        return [Buttons((Button(say("We take places"), "exchange.seats", str(listing.id), "primary"),))]
    told = (
        say.many("You wait for {n} place.", "You wait for {n} places.", mine.seats)
        if mine.waiting
        else say.many("You have {n} place.", "You have {n} places.", mine.seats)
    )
    ask = say("Do you not need them?")
    row = (
        Button(say("Change how many"), "exchange.seats", str(listing.id)),
        Button(say("Give them back"), "exchange.seats_back", str(listing.id), "danger", ask),
    )
    return [Text(told, "strong"), Buttons(row)]
