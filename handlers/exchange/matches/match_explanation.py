"""Say why a match was found, in the words of what it is about."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.exchange.matches.grid_talk_texts import explain_grid_talk
from handlers.exchange.matches.pair_facts import explain_exchange
from storage.exchange.listings import Listing
from storage.exchange.matches import GRID_TALK, ListingMatch
from storage.kit.database import Store


async def explain_to_side(store: Store, match: ListingMatch, side: str, language: str) -> str:
    """Return why the two fit, as a side may know it that does not know the other; empty where a listing is gone."""
    if match.purpose == GRID_TALK:
        return await explain_grid_talk(store, match, language, side)
    return await explain_exchange(store, match, language, blind=True)


async def explain_by_name(store: Store, match: ListingMatch, language: str) -> str:
    """Return why the two fit, for those who know both; empty where a listing is gone."""
    if match.purpose == GRID_TALK:
        return await explain_grid_talk(store, match, language, "")
    return await explain_exchange(store, match, language, blind=False)


def title_request(say: Say, match: ListingMatch, listing: Listing | None) -> str:
    """Return the title of what one side is asked about its listing."""
    code = listing.code if listing is not None else ""
    if match.purpose == GRID_TALK:
        return say("{code}: to the grid company together?", code=code)
    return say("Match for {code}", code=code)
