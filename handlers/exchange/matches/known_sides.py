"""Draw one side of a match by name, with what the reader may know of its listing now."""

from __future__ import annotations

from handlers.chat.cards import Facts, Part
from handlers.chat.turn import RenderContext
from handlers.exchange.leveled_records import may_see_laid_out
from handlers.exchange.listing_labels import describe_listing_facts
from handlers.exchange.matches.exchange_uses import map_listing_uses
from handlers.exchange.matches.grid_talk_texts import list_need_facts
from handlers.exchange.matches.match_sides import list_own_sides, list_side_contacts
from handlers.exchange.matches.match_stages import describe_reasons
from handlers.exchange.matches.rest_texts import describe_rest_figure
from handlers.exchange.own_words import quote_own_words
from storage.directory.people import Person
from storage.exchange.listings import HIDDEN, OFFER, Listing
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import CLOSED, GRID_TALK, KNOWN_STAGES, NO, SIDES, STUDY, SUPPLY, TALKS, YES, ListingMatch
from storage.kit.database import Store


async def list_told_sides(store: Store, match: ListingMatch, reader: Person) -> set[str]:
    """Return the sides whose listing this reader may know as it is now.

    Of a match that has ended the other side's is known as long as it says what it said then. Nobody else reads what
    the secretariat has hidden.
    """
    own = {*SIDES} if reader.secretariat else {*await list_own_sides(store, reader, match)}
    for side in {*SIDES} - own:
        listing = await store.listings.find(match.get_listing_id(side))
        if listing is None or await _may_know_listing(store, match, listing, reader):
            own.add(side)
    return own


async def _may_know_listing(store: Store, match: ListingMatch, listing: Listing, reader: Person) -> bool:
    if listing.state == HIDDEN:
        return False
    goes_on = match.stage != CLOSED or match.closed_at is None or listing.changed_at <= match.closed_at
    return goes_on or await may_see_laid_out(store, reader, listing)


async def draw_known_side(at: RenderContext, match: ListingMatch, side: str, *, tells: bool) -> list[Part]:
    """Draw whose the listing is and who answers for it; `tells`: with what it says, and where."""
    say, store = at.say, at.store
    listing = await store.listings.find(match.get_listing_id(side)) if tells else None
    organisation = await store.organisations.find(match.get_organisation_id(side))
    site = await store.sites.find(listing.site_id) if listing is not None else None
    contacts = await list_side_contacts(store, match, side)
    vote = None if match.known_at is not None else (await store.match_votes.map_votes(match.id)).get(side)
    offers = side == OFFER and match.purpose == SUPPLY
    # whoever takes of it already would read in what is left what others take
    uses = await map_listing_uses(store, [listing.id]) if listing is not None and match.stage in (TALKS, STUDY) else {}
    rows = (
        (say("Offers") if offers else say("Needs"), organisation.name if organisation else ""),
        (listing.code, describe_listing_facts(say, listing)) if listing else ("", ""),
        (say("Now"), describe_rest_figure(say, listing, uses) if listing is not None else ""),
        (say("Site"), f"{site.name}, {site.municipality}" if site else ""),
        *(list_need_facts(say, listing) if listing is not None and match.purpose == GRID_TALK else ()),
        (say("Contact"), say.listed([person.name for person in contacts]) if contacts else ""),
        (say("Answer"), "" if match.known_at is not None else describe_answer(at, vote)),
    )
    parts: list[Part] = [Facts(tuple((label, text) for label, text in rows if text))]
    # once they have talked, what they wrote to begin with is in the way of what is next
    quotes = listing is not None and (match.stage not in KNOWN_STAGES or match.stage == TALKS)
    return [*parts, *quote_own_words(say, listing)] if listing is not None and quotes else parts


def describe_answer(at: RenderContext, vote: MatchVote | None) -> str:
    """Return what a side has said, for the secretariat alone: whom to ring."""
    say = at.say
    if vote is None:
        return say("not asked")
    if vote.vote == NO:
        reasons = describe_reasons(say, vote.reasons)
        return " · ".join(filter(None, (say("not relevant"), reasons, vote.note)))
    if vote.vote == "":
        since = say.format_day(vote.asked_at)
        return say("none since {day}, ring them", day=since) if vote.silent_at else say("none since {day}", day=since)
    return say("interesting") if vote.vote == YES else say("not now")
