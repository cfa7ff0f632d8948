"""Take places of a listing for one's organisation, in one form; change how many, and give them back."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.listings.lookup import load_visible_listing
from handlers.exchange.seats.seat_changes import give_back_seats, redraw_seats, settle_seats
from handlers.exchange.seats.seat_count import count_free_seats, count_seats
from handlers.exchange.seats.seat_notices import tell_offerer
from storage.exchange.listings import OPEN, Listing
from storage.exchange.seat_claims import TakenSeats

router = Router()


@router.on(Click, "exchange.seats", opens=True)
async def on_seats_open(event: Click, turn: Turn) -> Reply:
    listing, seats, organisation_id = await _load_offered_seats(turn, event.value)
    say, claims = turn.say, await turn.store.seat_claims.list_claims_of_listing(listing.id)
    mine = next((one for one in claims if one.organisation_id == organisation_id), None)
    free = count_free_seats(seats, claims)
    field = Field("seats", say("How many places?"), "number", str(mine.seats if mine is not None else 1), most=3)
    left = say("{n} of {all} are left.", n=free, all=seats)
    rule = say("Where there is no room, you go on the waiting list. No names: a number is enough.")
    note = f"{title_listing(say, listing)}. {left} {rule}"
    return Reply(form=Form(say("Your places"), "exchange.seats", (field,), say("Save"), event.value, note=note))


@router.on(Submission, "exchange.seats")
async def on_seats_submit(event: Submission, turn: Turn) -> Reply:
    """Take so many places under the lock of the listing; what there is no room for waits as a whole."""
    listing, seats, organisation_id = await _load_offered_seats(turn, event.value)
    store, say, wanted = turn.store, turn.say, parse_id(event.get_text("seats"))
    if not 1 <= wanted <= seats:
        raise UserError("", {"seats": say("Write a number from 1 to {n}.", n=seats)})
    claims = await store.seat_claims.list_claims_of_listing(listing.id)
    mine = next((one for one in claims if one.organisation_id == organisation_id), None)
    free = count_free_seats(seats, claims)
    if mine is None:
        claim = TakenSeats(listing_id=listing.id, organisation_id=organisation_id, seats=wanted, waiting=wanted > free)
        claim.by_id, claim.claimed_at = turn.person.id, turn.now
        mine = await store.seat_claims.add(claim)
    elif not mine.waiting and wanted - mine.seats > free:
        raise UserError("", {"seats": say("You have {n}, and {free} more are left.", n=mine.seats, free=free)})
    elif wanted != mine.seats:
        mine.seats, mine.by_id = wanted, turn.person.id
        mine.waiting = mine.waiting and wanted > free
        await settle_seats(store, listing)
    await tell_offerer(store, listing, organisation_id)
    await redraw_seats(store, listing)
    if mine.waiting:
        return build_text_reply(say("You are on the waiting list. I tell you when there is room."))
    return build_text_reply(say.many("Saved: {n} place is yours.", "Saved: {n} places are yours.", mine.seats))


@router.on(Click, "exchange.seats_back")
async def on_seats_back(event: Click, turn: Turn) -> Reply:
    """Give the places back: whoever waits gets them."""
    listing, say = await load_visible_listing(turn, event.value, lock=True), turn.say
    await rights.need_member(turn)
    mine = await turn.store.seat_claims.find_claim_of_organisation(listing.id, turn.person.stands_for or 0)
    if mine is None:
        return build_text_reply(say("They have been given back already."))
    await give_back_seats(turn.store, listing, mine)
    return build_text_reply(say("They are given back, and go to whoever waits."))


async def _load_offered_seats(turn: Turn, value: str) -> tuple[Listing, int, int]:
    """Return the listing with its lock, its places, and the organisation that the person takes some for."""
    listing, say = await load_visible_listing(turn, value, lock=True), turn.say
    await rights.need_member(turn)
    seats = count_seats(listing)
    if seats is None or listing.state != OPEN or listing.valid_to < turn.today:
        raise UserError(say("{code} offers no places now.", code=listing.code))
    if turn.person.stands_for is None:
        raise UserError(say("First tell me which organisation you belong to."))
    if turn.person.stands_for == listing.organisation_id:
        raise UserError(say("{code} is your own organisation's.", code=listing.code))
    return listing, seats, turn.person.stands_for
