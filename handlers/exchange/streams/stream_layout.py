"""Offer or need what a stream holds: the form of a listing opens with all that is known of it."""

from __future__ import annotations

from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.listings.listing_fields import draw_listing_fields
from handlers.exchange.listings.listing_form import store_new_listing
from handlers.exchange.listings.shown_listing import build_saved_listing_reply
from handlers.exchange.streams.lookup import load_own_stream
from handlers.exchange.waste_codes import is_hazardous_code
from storage.exchange.listings import MEMBERS_LEVEL, NEED, OFFER, Listing
from storage.exchange.streams import OUT, Stream

router = Router()


@router.on(Click, "streams.lay_out", opens=True)
async def on_stream_layout_open(event: Click, turn: Turn) -> Reply:
    stream = await _load_stream_to_lay_out(turn, event.value)
    listing = _build_listing_of_stream(turn, stream)
    sites = await turn.store.sites.list_sites_of_organisations([stream.organisation_id])
    fields = await draw_listing_fields(turn, listing, sites)
    title = turn.say("Offer something") if stream.direction == OUT else turn.say("Say what is needed")
    return Reply(form=Form(title, "streams.lay_out", fields, turn.say("Save"), str(stream.id)))


@router.on(Submission, "streams.lay_out")
async def on_stream_layout_submit(event: Submission, turn: Turn) -> Reply:
    stream = await _load_stream_to_lay_out(turn, event.value)
    sites = await turn.store.sites.list_sites_of_organisations([stream.organisation_id])
    listing = await store_new_listing(
        event, turn, _build_listing_of_stream(turn, stream), sites, quality=stream.quality,
        waste_code=stream.waste_code, hazardous=is_hazardous_code(stream.waste_code),
    )  # fmt: skip
    stream.listing_id = listing.id
    return await build_saved_listing_reply(turn, listing)


async def _load_stream_to_lay_out(turn: Turn, value: str) -> Stream:
    """Return a stream of which nothing is offered or needed yet. Raise UserError."""
    stream = await load_own_stream(turn, value)
    listing = await turn.store.listings.find(stream.listing_id)
    if listing is not None:
        raise UserError(turn.say("It is laid out already, as {code}.", code=listing.code))
    return stream


def _build_listing_of_stream(turn: Turn, stream: Stream) -> Listing:
    """Return an unsaved listing. Where the stream goes today is nobody else's matter, and stays behind."""
    return Listing(
        direction=OFFER if stream.direction == OUT else NEED, type=stream.type, amount=stream.amount,
        temperature=stream.temperature, months=list(stream.months or []), text=stream.name, site_id=stream.site_id,
        level=MEMBERS_LEVEL, contact_id=turn.person.id,
    )  # fmt: skip
