"""Show what almost fits a listing and why not; the facilitator also sees what could be put together."""

from __future__ import annotations

from decimal import Decimal

from handlers.access import rights
from handlers.chat.cards import Button, Card, Item, Part, Reply, Rule, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.listings.lookup import load_own_listing
from handlers.exchange.matches.cascade_finder import CascadedListings
from handlers.exchange.matches.combination_finder import (
    Combinations,
    NearListing,
    SummedListings,
    find_combinations,
    find_near_by_name,
)
from handlers.exchange.matches.readable_rests import load_readable_rests
from handlers.exchange.matching.fact_phrases import name_failing, name_known_bridge, round_cover
from storage.exchange.listings import NEED, OPEN, Listing

router = Router()


@router.on(Click, "exchange.together")
async def on_exchange_together(event: Click, turn: Turn) -> Reply:
    """Show it to the secretariat alone: it names organisations that do not know of each other."""
    listing = await turn.store.listings.find(parse_id(event.value))
    rights.need_reader(turn, listing is not None, turn.say("I cannot find that offer or need."))
    assert listing is not None
    open_, none = listing.state == OPEN, Combinations(None, [])
    found = await find_combinations(turn.store, listing, turn.today) if open_ else none
    return Reply(await _draw_combinations(turn, listing, found))


@router.on(Click, "exchange.near")
async def on_exchange_near(event: Click, turn: Turn) -> Reply:
    """Show who looks after a listing what almost fits it, of what they may see by name."""
    listing, say = await load_own_listing(turn, event.value), turn.say
    near = await find_near_by_name(turn.store, listing, turn.today) if listing.state == OPEN else []
    told = say("These fail in one thing:") if near else say("Nothing that you may see by name is near to it.")
    parts: list[Part] = [Text(title_listing(say, listing), "subtle"), Text(told)]
    parts += [await _draw_near(turn, one) for one in near]
    parts.append(Text(say("Of what has no name, the facilitator sees what is near."), "subtle"))
    return Reply(Card(say("{code}: what almost fits", code=listing.code), tuple(parts)))


async def _draw_combinations(turn: Turn, listing: Listing, found: Combinations) -> Card:
    say = turn.say
    parts: list[Part] = [Text(title_listing(say, listing), "subtle")]
    if found.together is not None:
        parts += await _draw_together(turn, listing, found.together)
    if found.cascade is not None:
        parts += await _draw_cascade(turn, found.cascade)
    if found.near:
        parts += [Rule(), Text(say("These fail in one thing:"))]
        parts += [await _draw_near(turn, near) for near in found.near]
    if found.together is None and found.cascade is None and not found.near:
        parts.append(Text(say("Nothing else is near to it.")))
    parts.append(Text(say("You alone see this: none of them has been asked."), "subtle"))
    return Card(say("{code}, beside its matches", code=listing.code), tuple(parts))


async def _draw_together(turn: Turn, listing: Listing, together: SummedListings) -> list[Part]:
    say, percent = turn.say, round_cover(together.cover)
    if listing.direction == NEED:
        told = say("Together these cover about {percent} % of the need:", percent=percent)
    else:
        told = say("Together these take about {percent} % of the offer:", percent=percent)
    parts: list[Part] = [Text(told, "strong"), *[await _draw_other(turn, id) for id in together.ids]]
    if together.same_industry:
        law = say("Two of them are of one industry. Decide first whether competition law lets them be put together.")
        parts.append(Text(law))
    return parts


async def _draw_cascade(turn: Turn, cascade: CascadedListings) -> list[Part]:
    """Draw the need that takes the hot part, then the one for which what comes back is enough."""
    say = turn.say
    celsius = say("{number} °C", number=say.format_decimal(Decimal(repr(cascade.back))))
    return [
        Text(say("In cascade, one after the other:"), "strong"),
        await _draw_other(turn, cascade.first, say("Takes the hot part.")),
        await _draw_other(turn, cascade.second, say("Takes what comes back at {celsius}.", celsius=celsius)),
    ]


async def _draw_other(turn: Turn, id: int, text: str = "") -> Item:
    listing = await turn.store.listings.find(id)
    assert listing is not None
    organisation = await turn.store.organisations.find(listing.organisation_id)
    show = Button(turn.say("Show"), "exchange.open", str(id))
    rest = (await load_readable_rests(turn, [id])).describe_rest(listing)
    note = " · ".join(filter(None, (organisation.name if organisation else "", rest)))
    return Item(title_listing(turn.say, listing), text, note, (show,))


async def _draw_near(turn: Turn, near: NearListing) -> Item:
    say = turn.say
    failing, bridge = name_failing(say, near.failing), name_known_bridge(say, near.bridge)
    text = say("Fails: {factor}. Could be solved with: {bridge}.", factor=failing, bridge=bridge) if bridge else ""
    return await _draw_other(turn, near.id, text or say("Fails: {factor}.", factor=failing))
