"""Tell whoever offers places who takes some, and an organisation when there is room for it."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import View
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.match_sides import list_listing_contacts, list_representatives
from handlers.exchange.organisation_records import is_in_organisation
from handlers.exchange.seats.seat_count import count_free_seats, count_seats
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.exchange.listings import DOWN, EXPIRED, OPEN, Listing
from storage.exchange.seat_claims import TakenSeats
from storage.kit.database import Store

router = Router()


class SeatNews(CardArguments, frozen=True):
    template = "exchange.seat_news"

    listing: int
    organisation: int


class SeatsGiven(CardArguments, frozen=True):
    template = "exchange.seats_given"

    listing: int
    organisation: int


class SeatsOver(CardArguments, frozen=True):
    template = "exchange.seats_over"

    listing: int
    organisation: int


def build_seat_subject(listing_id: int) -> str:
    return f"listing:{listing_id}:seats"


async def tell_offerer(store: Store, listing: Listing, organisation_id: int) -> None:
    """Tell whoever answers for the listing what this organisation takes now."""
    for person in await list_listing_contacts(store, listing, listing.organisation_id):
        key = f"{build_seat_subject(listing.id)}:news:{organisation_id}:{store.now.isoformat()}:{person.id}"
        card, subject = SeatNews(listing.id, organisation_id), build_seat_subject(listing.id)
        await outgoing.post_to_person(store, person, card, key=key, subject=subject)


async def tell_claimant(store: Store, claim: TakenSeats, card: SeatsGiven | SeatsOver) -> None:
    """Tell who took the places, or whoever acts for the organisation where that person is not there any more."""
    person = await store.people.find(claim.by_id)
    here = person is not None and await is_in_organisation(store, person, claim.organisation_id)
    readers = [person] if person is not None and here else await list_representatives(store, claim.organisation_id)
    for one in readers:
        key = f"{build_seat_subject(claim.listing_id)}:{card.template}:{store.now.isoformat()}:{one.id}"
        await outgoing.post_to_person(store, one, card, key=key, subject=build_seat_subject(claim.listing_id))


@router.card(SeatNews)
async def draw_seat_news(view: View[SeatNews]) -> Card | None:
    """Draw what the organisation takes by now, and how much is left."""
    store, say, person = view.store, view.say, view.person
    listing = await store.listings.find(view.args.listing)
    organisation = await store.organisations.find(view.args.organisation)
    if listing is None or organisation is None or person is None:
        return None
    if not await is_in_organisation(store, person, listing.organisation_id):
        return draw_withheld(view)
    seats = count_seats(listing)
    if seats is None or listing.state != OPEN:
        return Card("", (Text(title_listing(say, listing), "subtle"),)) if view.delivery.was_told else None
    wait_for_reader_hours(view)
    claims = await store.seat_claims.list_claims_of_listing(listing.id)
    mine = next((one for one in claims if one.organisation_id == organisation.id), None)
    if mine is None:
        told = say("{organisation} takes no place any more.", organisation=organisation.name)
    elif mine.waiting:
        told = say.many(
            "{organisation} waits for {n} place.",
            "{organisation} waits for {n} places.",
            mine.seats,
            organisation=organisation.name,
        )
    else:
        told = say.many(
            "{organisation} takes {n} place.",
            "{organisation} takes {n} places.",
            mine.seats,
            organisation=organisation.name,
        )
    left = say("{n} of {all} are left.", n=count_free_seats(seats, claims), all=seats)
    show = Buttons((Button(say("Show"), "exchange.open", str(listing.id)),))
    return Card(title_listing(say, listing), (Text(f"{told} {left}"), show))


@router.card(SeatsGiven)
async def draw_seats_given(view: View[SeatsGiven]) -> Card | None:
    """Draw that there is room, to whoever still waits to hear it."""
    store, say, person = view.store, view.say, view.person
    listing = await store.listings.find(view.args.listing)
    if listing is None or person is None:
        return None
    if not await is_in_organisation(store, person, view.args.organisation):
        return draw_withheld(view)
    claim = await store.seat_claims.find_claim_of_organisation(listing.id, view.args.organisation)
    if claim is None or claim.waiting or listing.state != OPEN:
        return Card("", (Text(title_listing(say, listing), "subtle"),)) if view.delivery.was_told else None
    wait_for_reader_hours(view)
    text = say.many("A place has come free: it is yours.", "There is room now: {n} places are yours.", claim.seats)
    show = Buttons((Button(say("Show"), "exchange.open", str(listing.id)),))
    return Card(title_listing(say, listing), (Text(text), show))


@router.card(SeatsOver)
async def draw_seats_over(view: View[SeatsOver]) -> Card | None:
    store, say, person = view.store, view.say, view.person
    listing = await store.listings.find(view.args.listing)
    if person is None:
        return None
    if not await is_in_organisation(store, person, view.args.organisation):
        return draw_withheld(view)
    wait_for_reader_hours(view)
    if listing is None:
        text = say("What you took places of is not offered any more: whoever offered it has left the network.")
    elif listing.state == EXPIRED:
        text = say("{code} is over, and no room came for you.", code=listing.code)
    elif listing.state == DOWN:
        text = say("{code} has been taken down: your places there are gone.", code=listing.code)
    else:
        text = say("{code} offers no places any more: yours are gone.", code=listing.code)
    return Card("", (Text(text), Buttons((Button(say("Offers and needs"), "exchange.list"),))))
