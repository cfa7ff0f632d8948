"""List what the reader's organisations offer and need, and what is new of others."""

from __future__ import annotations

from collections.abc import Collection

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Rule, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.listings.blind_listings import list_blind_listings
from handlers.exchange.listings.listing_items import draw_listing_items
from handlers.exchange.listings.lookup import list_others_listings, list_own_organisation_ids
from handlers.exchange.matches.blind_views import BlindListing
from handlers.exchange.matches.match_list import list_pending_matches
from storage.exchange.listings import Listing

router = Router()
#: entries on a page; entries that are looked at
PAGE, LOOKED_AT = 4, 500


@router.on(Click, "exchange.list")
async def on_exchange_list(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_listing_list(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_listing_list(turn: Turn, skip: int = 0) -> Card:
    """Draw what waits for the reader, their own listings, those of others, newest first, and what is blind."""
    say, mine = turn.say, await list_own_organisation_ids(turn)
    own = await turn.store.listings.list_listings_of_organisations(mine)
    found = [*own, *await _list_others(turn, mine)]
    parts: list[Part] = [] if skip else [*await list_pending_matches(turn)]
    parts += [Rule()] if parts else []
    parts += await draw_listing_items(turn, found[skip : skip + PAGE])
    parts += draw_page_note(say, skip, PAGE, len(found))
    if not found:
        parts.append(Text(say("Nothing is offered or needed yet.")))
    notice = await draw_unconfirmed_notice(turn)
    row, more = list[Button](), [Button(say("Sites"), "sites.page"), Button(say("Streams"), "streams.page")]
    if not turn.person.guest:
        row += [Button(say("Offer something"), "exchange.offer", style="primary")]
        row += [Button(say("Say what is needed"), "exchange.need"), *(() if notice else more)]
    row += [Button(say("Plots"), "plots.page")]
    if own and len(own) < len(found):
        row.append(Button(say("Your offers and needs"), "exchange.own", "0"))
    row += draw_page_buttons(say, "exchange.list", skip, PAGE, more=len(found) > skip + PAGE)
    parts.append(Buttons(tuple(row), tuple(more) if notice else ()))
    return Card(say("Offers and needs"), (*parts, *notice))


async def _list_others(turn: Turn, mine: Collection[int]) -> list[Listing | BlindListing]:
    """List those of others than these organisations."""
    others = await list_others_listings(turn, mine, LOOKED_AT)
    return [*others, *await list_blind_listings(turn.store, turn.person)]
