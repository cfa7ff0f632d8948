"""Say more of a listing: its hours, its quality, its waste code, whether it is hazardous, and how far it goes."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.daily_hours import draw_daily_hours_field, parse_daily_hours_field
from handlers.exchange.grid_needs import (
    NO,
    YES,
    draw_conditions_field,
    is_grid_need,
    read_conditions_field,
)
from handlers.exchange.listing_labels import list_standing_options
from handlers.exchange.listings.listing_publication import announce_listing
from handlers.exchange.listings.lookup import load_own_listing
from handlers.exchange.listings.shown_listing import build_listing_reply
from handlers.exchange.listings.waste_checklist import describe_suggestions, is_matter_offered
from handlers.exchange.quality_field import draw_quality_field, parse_quality_field, parse_waste_code_field
from handlers.exchange.waste_codes import is_hazardous_code
from storage.exchange.listings import OFFER, STANDINGS, WASTE_CODE, Listing

router = Router()
#: kilometres: from one end of the country to the other by road
MOST_KM = 3000
#: choice of whoever cannot say it
UNKNOWN = "unknown"


@router.on(Click, "exchange.quality", opens=True)
async def on_listing_quality_open(event: Click, turn: Turn) -> Reply:
    listing, say = await load_own_listing(turn, event.value), turn.say
    title = say("More about {code}", code=listing.code)
    note = say("What is empty is not known, and keeps nobody away.")
    fields = _draw_quality_fields(say, listing)
    return Reply(form=Form(title, "exchange.quality", fields, say("Save"), str(listing.id), note=note))


def _draw_quality_fields(say: Say, listing: Listing) -> tuple[Field, ...]:
    offered = listing.direction == OFFER
    hazardous = say("Is it hazardous waste?") if offered else say("Do you take hazardous waste?")
    hint = say("Six digits, such as 10 01 02, and a star where it is hazardous.")
    conditions = (draw_conditions_field(say, listing),) if is_grid_need(listing) else ()
    standing = (_draw_standing_field(say, listing),) if is_matter_offered(listing) else ()
    return (
        *conditions,
        *standing,
        draw_daily_hours_field(say, listing.daily_hours),
        draw_quality_field(say, listing.quality),
        Field("waste_code", say("Waste code"), "line", listing.waste_code, describe_suggestions(say, listing) or hint,
              required=False, most=12),
        Field("hazardous", hazardous, "choice", YES if listing.hazardous else NO,
              options=((YES, say("Yes")), (NO, say("No")))),
        Field("max_km", say("Longest distance, in kilometres"), "number", str(listing.max_km or ""), required=False,
              most=4),
    )  # fmt: skip


def _draw_standing_field(say: Say, listing: Listing) -> Field:
    options = ((UNKNOWN, say("Not known")), *list_standing_options(say))
    hint = say("The card of the offer has four questions that help. Nobody decides it here.")
    return Field("standing", say("Product or waste?"), "choice", listing.standing or UNKNOWN, hint, options=options)


@router.on(Submission, "exchange.quality")
async def on_listing_quality_submit(event: Submission, turn: Turn) -> Reply:
    """Save it, and look for matches anew."""
    listing = await load_own_listing(turn, event.value)
    say, wrong = turn.say, dict[str, str]()
    quality = parse_quality_field(say, event, wrong)
    code = parse_waste_code_field(say, event, wrong)
    km = event.get_text("max_km")
    if km and not (km.isascii() and km.isdecimal() and 0 < int(km) <= MOST_KM):
        wrong["max_km"] = say("Write a number of kilometres, at most {most}.", most=str(MOST_KM))
    hazardous = event.get_text("hazardous") == YES or is_hazardous_code(code)
    if hazardous and not code and listing.direction == OFFER:
        wrong.setdefault("waste_code", say("Hazardous waste is matched only with its waste code."))
    if wrong:
        raise UserError("", wrong)
    listing.quality, listing.waste_code, listing.hazardous = quality, code[:WASTE_CODE], hazardous
    listing.max_km = int(km) if km else None
    if is_matter_offered(listing):
        standing = event.get_text("standing")
        listing.standing = standing if standing in STANDINGS else ""
    listing.conditional = read_conditions_field(event, listing)
    listing.daily_hours = parse_daily_hours_field(event)
    listing.changed_at = turn.now
    await announce_listing(turn.store, turn.arena, listing)
    return await build_listing_reply(turn, listing)
