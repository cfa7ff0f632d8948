"""Ask how much an exchange takes, filled with what is left of both listings, and draw again what shows these."""

from __future__ import annotations

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.exchange.amount_texts import fill_amount_field
from handlers.exchange.matches.exchange_uses import find_flow_use, map_listing_uses, read_flow, read_listing_flow
from handlers.exchange.matches.match_sides import build_match_subject, build_shown_subject
from handlers.exchange.matching.flow_phrases import round_significant
from handlers.exchange.matching.pair_factors import OfferScorer, compare_amounts
from storage.exchange.listings import AMOUNT, Listing
from storage.exchange.matches import STUDY, SUPPLY, TALKS, ListingMatch
from storage.kit.database import Store

FIELD = "amount"


async def fill_agreed_amount(turn: Turn, match: ListingMatch) -> str:
    """Return what is agreed on; where nothing is, as much as is left of both, in the unit of the offer."""
    if match.amount or match.purpose != SUPPLY:
        return fill_amount_field(turn.say, match.amount)
    offer, need = [await turn.store.listings.find(id) for id in (match.offer_id, match.need_id)]
    if offer is None or need is None:
        return ""
    return fill_amount_field(turn.say, await _propose_amount(turn.store, match, offer, need))


async def _propose_amount(store: Store, match: ListingMatch, offer: Listing, need: Listing) -> str:
    uses = await map_listing_uses(store, {offer.id, need.id}, apart_from=match.id)
    here, there = read_listing_flow(offer), read_listing_flow(need)
    both = compare_amounts(OfferScorer(here, need.type).amount, there.amount)
    if both is None or here.written is None:
        return ""
    left = []
    for listing, whole in zip((offer, need), both, strict=True):
        use = find_flow_use(listing, uses)
        left.append(whole if use is None else whole * use.left_share)
    share = min(left) / both[0]
    figure = f"{round_significant(here.written.middle * share):f}".replace(".", ",")
    return f"{figure} {here.written.unit}" if share > 0 else ""


async def draw_agreed_amount(turn: Turn, match: ListingMatch) -> list[Field]:
    """Draw the field; nothing for two needs, between which nothing flows."""
    if match.purpose != SUPPLY:
        return []
    say = turn.say
    help = say("It counts from the pilot on: others are offered what is left. Both sides and the facilitator see it.")
    filled = await fill_agreed_amount(turn, match)
    return [Field(FIELD, say("How much flows?"), "line", filled, help, required=False, most=AMOUNT)]


async def read_agreed_amount_field(event: Submission, turn: Turn, match: ListingMatch) -> str:
    """Return the amount as it was typed. What is no amount is asked about at its field."""
    said = " ".join(event.get_text(FIELD).split())[:AMOUNT]
    offer = await turn.store.listings.find(match.offer_id)
    if said and offer is not None and read_flow(offer.type, said) is None:
        raise UserError("", {FIELD: turn.say("Write an amount with its unit, such as 3 MW or 12 GWh.")})
    return said


async def redraw_exchanged_listings(store: Store, match: ListingMatch) -> None:
    """Draw both listings again where one person reads them, and what is talked of them: more or less is left now.

    Cards without a name, and matches of others, wait for the night: the minute would tell when an exchange began.
    """
    for id in (match.offer_id, match.need_id):
        if id is None:
            continue
        await store.outbox.refresh_copies(build_shown_subject(id))
        for other in await store.matches.list_matches_of_listing(id):
            if other.id != match.id and other.stage in (TALKS, STUDY):
                await store.outbox.refresh_copies(build_match_subject(other.id))
