"""Say why a match was found, in the words of what it is about."""

from __future__ import annotations

from datetime import date

from handlers.chat.say import LANGUAGES, Say
from handlers.exchange.matches.grid_talk_texts import explain_grid_talk
from handlers.exchange.matches.pair_facts import explain_exchange
from storage.exchange.listings import Listing
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import GRID_TALK, ListingMatch
from storage.kit.database import Store


async def explain_to_side(store: Store, match: ListingMatch, vote: MatchVote, language: str, today: date) -> str:
    """Return why the two fit, as a side may know it that does not know the other.

    Where the other one has left it reads on as before, until it is told that the match is closed: else it would know
    who it was. Empty where nothing is kept.
    """
    if vote.last_words:
        return str(vote.last_words.get(language, ""))
    if match.purpose == GRID_TALK:
        return await explain_grid_talk(store, match, language, vote.side, today)
    return await explain_exchange(store, match, language, blind=True)


async def keep_explanations(store: Store, match: ListingMatch, organisation_id: int, today: date) -> None:
    """Keep in each language what the other side reads of a match, before the listings of this organisation go."""
    for vote in (await store.match_votes.map_votes(match.id)).values():
        if vote.organisation_id != organisation_id:
            vote.last_words = {one: await explain_to_side(store, match, vote, one, today) for one in LANGUAGES}


async def explain_by_name(store: Store, match: ListingMatch, language: str, today: date) -> str:
    """Return why the two fit, for those who know both; empty where a listing is gone."""
    if match.purpose == GRID_TALK:
        return await explain_grid_talk(store, match, language, "", today)
    return await explain_exchange(store, match, language, blind=False)


def title_request(say: Say, match: ListingMatch, listing: Listing | None) -> str:
    """Return the title of what one side is asked about its listing."""
    code = listing.code if listing is not None else ""
    if match.purpose == GRID_TALK:
        return say("{code}: to the grid company together?", code=code)
    return say("Match for {code}", code=code)
