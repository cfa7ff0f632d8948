"""Show a whole listing to one person in a card that follows it, wherever it is changed."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Part, Redrawn, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.exchange.leveled_records import may_see_laid_out
from handlers.exchange.listings.listing_card import draw_full_listing
from handlers.exchange.listings.lookup import load_visible_listing
from handlers.exchange.matches.match_list import is_waiting, list_matches_of_listing
from handlers.exchange.matches.match_sides import build_shown_subject
from handlers.exchange.plausibility.listing_doubts import draw_size_doubt
from handlers.moderation.competition.competition_texts import draw_competition_hint
from storage.exchange.listings import OPEN, Listing

router = Router()


class ShownListing(CardArguments, frozen=True):
    template = "exchange.shown"

    listing: int
    #: True for its writer, who hears how many matches it has and what is odd about it
    saved: bool = False


@router.on(Click, "exchange.open")
async def on_exchange_open(event: Click, turn: Turn) -> Reply:
    return await build_listing_reply(turn, await load_visible_listing(turn, event.value))


async def build_listing_reply(turn: Turn, listing: Listing, *, replace: bool = False) -> Reply:
    """Build the reply that shows the listing."""
    redrawn = Redrawn(ShownListing(listing.id), build_shown_subject(listing.id))
    return Reply(await draw_full_listing(turn, listing), replace=replace, redrawn=redrawn)


async def build_saved_listing_reply(turn: Turn, listing: Listing, *, replace: bool = False) -> Reply:
    """Build the reply that shows the listing to whoever has just written it."""
    redrawn = Redrawn(ShownListing(listing.id, saved=True), build_shown_subject(listing.id))
    return Reply(await _draw_saved_listing(turn, listing), replace=replace, redrawn=redrawn)


@router.card(ShownListing)
async def draw_shown_listing_card(view: View[ShownListing]) -> Card | None:
    listing, at = await view.store.listings.find(view.args.listing), view.build_person_context()
    if listing is None or at is None:
        return None
    if not await may_see_laid_out(view.store, at.person, listing):
        return draw_withheld(view)
    return await (_draw_saved_listing if view.args.saved else draw_full_listing)(at, listing)


async def _draw_saved_listing(at: ReaderContext, listing: Listing) -> Card:
    """Draw the listing for its writer, with the number of its matches, and a hint on competition law."""
    card, say = await draw_full_listing(at, listing), at.say
    told = await _describe_matches(at, listing)
    first: list[Part] = [Text(told, "strong"), *await draw_size_doubt(at, listing)]
    return Card(card.title, (*first, *card.parts, *draw_competition_hint(say, listing.text)))


async def _describe_matches(at: ReaderContext, listing: Listing) -> str:
    """Return how many matches wait for its side; where none does, whether there are others."""
    say, found = at.say, await list_matches_of_listing(at, listing)
    if n := sum(is_waiting(at, side) for side in found):
        return say.many("{n} possible match now.", "{n} possible matches now.", n)
    if found:
        return say.many("{n} match, which you have answered.", "{n} matches, which you have answered.", len(found))
    none = say("No match so far. You will hear from me when there is one.")
    return none if listing.state == OPEN else say("No match so far.")
