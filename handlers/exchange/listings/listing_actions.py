"""Take a listing down, renew it, and show its matches; end those whose time is over."""

from __future__ import annotations

from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn
from handlers.exchange.listings.listing_form import compute_last_day
from handlers.exchange.listings.listing_publication import announce_listing
from handlers.exchange.listings.lookup import load_own_listing
from handlers.exchange.listings.shown_listing import build_listing_reply
from handlers.exchange.matches.match_list import draw_matches_of_listing, list_matches_of_listing
from storage.exchange.listings import DOWN, EXPIRED, HIDDEN, OPEN
from storage.kit.database import Store

router = Router()


@router.on(Click, "exchange.withdraw")
async def on_exchange_withdraw(event: Click, turn: Turn) -> Reply:
    """Take the listing down: nobody finds it, and its cards are taken back."""
    listing = await load_own_listing(turn, event.value)
    if listing.state == OPEN:
        listing.state = DOWN
        await announce_listing(turn.store, turn.arena, listing)
    return await build_listing_reply(turn, listing, replace=event.direct)


@router.on(Click, "exchange.renew")
async def on_exchange_renew(event: Click, turn: Turn) -> Reply:
    """Bring the listing into force for six months from today."""
    listing = await load_own_listing(turn, event.value)
    if listing.state == HIDDEN:
        raise UserError(turn.say("The secretariat has hidden {code}.", code=listing.code))
    listing.state, listing.valid_to = OPEN, compute_last_day(turn)
    await announce_listing(turn.store, turn.arena, listing)
    return await build_listing_reply(turn, listing, replace=event.direct)


@router.on(Click, "exchange.matches")
async def on_exchange_matches(event: Click, turn: Turn) -> Reply:
    """Show the matches of the listing, as far as its side knows of them."""
    listing = await load_own_listing(turn, event.value)
    return Reply(await draw_matches_of_listing(turn, listing, await list_matches_of_listing(turn, listing)))


@router.every("45 5 * * *", "listings.expire")
async def expire_listings(store: Store, arena: Arena) -> None:
    """End the listings whose last day has passed: they are found no longer, and their cards are taken back."""
    for listing in await store.listings.list_listings_over(arena.find_day(store.now)):
        listing.state = EXPIRED
        await announce_listing(store, arena, listing)
