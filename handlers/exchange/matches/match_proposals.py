"""Propose what fits, once for the same facts; close what fits no longer. In the transaction of the change.

Whoever reads a proposal is asked, and nobody is told who was asked besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.chat.turn import Arena
from handlers.exchange.matches.agreed_amounts import redraw_exchanged_listings
from handlers.exchange.matches.grid_talk_finder import find_grid_talks_of_listing, withhold_telling_talks
from handlers.exchange.matches.match_closing import build_closing_subject, close_match
from handlers.exchange.matches.match_endings import tell_match_end
from handlers.exchange.matches.match_explanation import keep_explanations
from handlers.exchange.matches.match_questions import post_waiting_questions
from handlers.exchange.matches.match_requests import ask_side, resume_asking, stop_asking
from handlers.exchange.matches.match_sides import build_match_subject, build_side_subject
from handlers.exchange.matches.night_start import find_night
from handlers.exchange.matches.pair_finder import FoundPair, find_pairs_of_listing
from storage.exchange.listings import OPEN, Listing
from storage.exchange.matches import (
    BLIND_STAGES,
    BOTH,
    CHANGED,
    CLOSED,
    INTEREST,
    KNOWN_STAGES,
    LEFT,
    NO,
    NOBODY,
    OVER,
    PROPOSED,
    SIDES,
    YES,
    ListingMatch,
)
from storage.kit.database import Store

DAY = timedelta(days=1)
#: new listings of one organisation in a day that are matched blind at once
MOST_A_DAY = 5
#: proposals of one listing that wait for an answer at the same time; the next best follow when one is answered
MOST_WAITING = 5


async def update_listing_matches(store: Store, arena: Arena, listing: Listing) -> None:
    """Propose what the listing fits with as it is now, and close what it does not fit with any more.

    Whoever knows the other side sees the listing as it is now.
    """
    pairs = await _find_all_pairs(store, listing, arena.find_day(store.now)) if listing.state == OPEN else []
    matches = await store.matches.list_matches_of_listing(listing.id)
    # what is not in force fits nothing, so that it tells nothing
    blind = listing.state != OPEN or await _is_first_of_few(store, listing)
    await update_matches(store, pairs, matches, blind=blind)
    for match in matches:
        if match.known_at is not None:
            await store.outbox.refresh_copies(build_match_subject(match.id))
    listing.matched_on = find_night(store.now, arena)


async def _find_all_pairs(store: Store, listing: Listing, today: date) -> list[FoundPair]:
    """Return what may be exchanged, best first, and then what may be talked of with a grid company."""
    pairs = await find_pairs_of_listing(store, listing, today)
    return [*pairs, *await find_grid_talks_of_listing(store, listing, today)]


async def _is_first_of_few(store: Store, listing: Listing) -> bool:
    """Return True for a new listing, and few of its organisation that day.

    What is changed, or comes in numbers, is matched blind in the night alone: else it could be used to measure others.
    """
    if listing.changed_at != listing.created_at:
        return False
    made = await store.listings.count_listings_made_since(listing.organisation_id, store.now - DAY)
    return made <= MOST_A_DAY


async def update_matches(
    store: Store, pairs: Sequence[FoundPair], matches: Sequence[ListingMatch], *, blind: bool
) -> None:
    """Bring these matches up to what was found, which is all that they can be.

    `blind`: pairs that cannot find each other by name are proposed as well.
    """
    pairs = await withhold_telling_talks(store, pairs)
    found = {pair.pair_key: pair for pair in pairs}
    fits = {(pair.offer.id, pair.need.id) for pair in pairs}
    for match in matches:
        pair = found.pop((match.offer_id or 0, match.need_id or 0, match.facts_key), None)
        if pair is not None:
            await _keep_match(store, match, pair)
        elif match.stage in BLIND_STAGES:
            # of what is not matched now it must not be told whether it still fits
            matched = match.named or blind
            changed = (match.offer_id, match.need_id) in fits or not matched
            await _end_match(store, match, CHANGED if changed else OVER, at_once=matched)
        elif blind and match.closing == CHANGED and (match.offer_id, match.need_id) in fits:
            await _tell_replaced(store, match)
    # who knows the other already is not asked anew when a figure changes
    known = {(match.offer_id, match.need_id) for match in matches if match.stage in KNOWN_STAGES}
    new = [pair for pair in found.values() if pair.pair_key[:2] not in known]
    await _propose_pairs(store, [pair for pair in new if pair.named or blind])


async def _keep_match(store: Store, match: ListingMatch, pair: FoundPair) -> None:
    """Keep a match on the same facts; one that was closed since a listing was not in force is open again."""
    if match.stage == CLOSED and match.closing in (OVER, CHANGED):
        await _reopen_match(store, match.id)
    if match.stage in BLIND_STAGES:
        match.score, match.factors, match.named = pair.score, pair.factors, pair.named
        await _move_first_side(store, match, pair.first_side)


async def _reopen_match(store: Store, match_id: int) -> None:
    """Open the match again, unless a side has refused it meanwhile. What both have said stands."""
    held = await store.matches.lock(match_id)
    votes = await store.match_votes.map_votes(match_id)
    if held is None or held.closing not in (OVER, CHANGED) or any(vote.vote == NO for vote in votes.values()):
        return
    yes, closed_at = {side for side, vote in votes.items() if vote.vote == YES}, held.closed_at or store.now
    held.stage, held.stage_at, held.closing = INTEREST if yes else PROPOSED, store.now, ""
    held.closed_at = held.told_at = None
    await store.outbox.cancel_deliveries(subject=build_closing_subject(match_id))
    for vote in votes.values():
        await store.outbox.refresh_copies(build_side_subject(vote))
        await resume_asking(store, vote)
    if held.first_side in yes:
        for side in SIDES:
            await ask_side(store, held, side)
    await post_waiting_questions(store, held, closed_at)


async def _move_first_side(store: Store, match: ListingMatch, first_side: str) -> None:
    """Ask whom the levels allow now, and take the question back from whom they allow no longer."""
    if match.first_side == first_side:
        return
    match.first_side = first_side
    votes = await store.match_votes.map_votes(match.id)
    for side, vote in votes.items():
        allowed = first_side in (BOTH, side) or (first_side in votes and votes[first_side].vote == YES)
        if not allowed and not vote.vote:
            await stop_asking(store, vote)
            await store.outbox.withdraw_copies(build_side_subject(vote))
            await store.match_votes.delete_vote(vote)
    await _ask_first(store, match)


async def _ask_first(store: Store, match: ListingMatch) -> None:
    for side in SIDES if match.first_side == BOTH else (match.first_side,):
        if side != NOBODY:
            await ask_side(store, match, side)


async def _end_match(store: Store, match: ListingMatch, why: str, *, at_once: bool) -> None:
    """Close a match whose listings have changed.

    `at_once`: it is told where a newer one takes its place. Else nobody hears of it before the night: the minute would
    tell when somebody without a name has changed something.
    """
    held = await store.matches.lock(match.id)
    if held is None or held.stage not in BLIND_STAGES:
        return
    close_match(store, held, why)
    if why == CHANGED and at_once:
        await _tell_replaced(store, held)


async def _tell_replaced(store: Store, match: ListingMatch) -> None:
    """Let both sides see that the match is closed, since a newer one takes its place. The letter says nothing of it."""
    held = await store.matches.lock(match.id)
    if held is None or held.stage != CLOSED or held.told_at is not None:
        return
    held.told_at = store.now
    await store.outbox.cancel_deliveries(subject=build_closing_subject(held.id))
    for vote in (await store.match_votes.map_votes(held.id)).values():
        await stop_asking(store, vote)


async def _propose_pairs(store: Store, pairs: Sequence[FoundPair]) -> None:
    """Propose pairs, best first; what one of the two organisations has refused on these facts is not proposed."""
    organisations = {one.organisation_id for pair in pairs for one in (pair.offer, pair.need)}
    refused = await store.matches.list_refused_facts(organisations) if pairs else set()
    waiting = await store.matches.count_waiting_matches({id for pair in pairs for id in pair.pair_key[:2]})
    for pair in pairs:
        ids = (pair.offer.id, pair.need.id)
        facts = (pair.offer.organisation_id, pair.need.organisation_id, pair.facts_key)
        if facts in refused or any(waiting.get(id, 0) >= MOST_WAITING for id in ids):
            continue
        match = await store.matches.add(
            ListingMatch(
                offer_id=pair.offer.id, need_id=pair.need.id, offer_organisation_id=pair.offer.organisation_id,
                need_organisation_id=pair.need.organisation_id, facts_key=pair.facts_key, named=pair.named,
                score=pair.score, factors=pair.factors, first_side=pair.first_side, purpose=pair.purpose,
            )
        )  # fmt: skip
        for id in ids:
            waiting[id] = waiting.get(id, 0) + 1
        await _ask_first(store, match)


async def close_organisation_matches(store: Store, organisation_id: int, today: date) -> None:
    """Close the matches of an organisation that leaves, and let go of its listings, which are deleted."""
    for found in await store.matches.list_matches_of_organisation(organisation_id):
        match = await store.matches.lock(found.id)
        if match is None:
            continue
        ends, gives_back = match.stage in KNOWN_STAGES, match.is_taking
        if match.known_at is None and match.told_at is None:
            await keep_explanations(store, match, organisation_id, today)
        if match.stage != CLOSED:
            close_match(store, match, LEFT)
            match.told_at = None if match.known_at is None else store.now
        for side in SIDES:
            if match.get_organisation_id(side) == organisation_id:
                match.release_listing(side)
        for vote in (await store.match_votes.map_votes(match.id)).values():
            if vote.organisation_id == organisation_id:
                await stop_asking(store, vote)
        await store.outbox.refresh_copies(build_match_subject(match.id))
        if gives_back:
            await redraw_exchanged_listings(store, match)
        if ends:
            await tell_match_end(store, match)
    await store.session.flush()
