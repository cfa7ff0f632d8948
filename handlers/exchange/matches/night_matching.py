"""Match everything in force with everything else: once a night, and what was loaded from files soon.

Pairs are found outside any unit of work, offer by offer in a thread: people are answered meanwhile. Then each listing
gets its matches in a short unit of its own. What has changed meanwhile waits for the next time.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import structlog

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.exchange.cases.documented_cases import ensure_known_cases
from handlers.exchange.matches.grid_talk_finder import find_grid_talks_of_listings
from handlers.exchange.matches.listing_sight import ListingSights, load_listing_sights
from handlers.exchange.matches.match_proposals import update_matches
from handlers.exchange.matches.near_pairs import find_near_pairings
from handlers.exchange.matches.night_start import find_night, has_night_begun
from handlers.exchange.matches.pair_finder import (
    Candidate,
    FoundPair,
    find_manner,
    find_pairs_of_offer,
    load_candidates,
    sort_pairs,
)
from handlers.exchange.matches.unmatched_listings import tell_unmatched_listing
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES
from storage.exchange.listings import OFFER, OPEN
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store

log = structlog.get_logger()
router = Router()


@router.work("exchange.matching")
async def match_unmatched_listings(database: Database, arena: Arena) -> None:
    """Give each listing in force that was not matched this night the matches that it is in."""
    async with database.read(patient=True) as store:
        night, today = find_night(store.now, arena), arena.find_day(store.now)
        due = await store.listings.list_unmatched_ids(night)
        if not due:
            return
        candidates = await load_candidates(store, await store.listings.list_open_listings())
        sights, read_at = await load_listing_sights(store, candidates), store.now
    async with database.begin(patient=True) as store:
        await ensure_known_cases(store)
    found = await find_pairs_of_listings(candidates, set(due), sights, today)
    talks = await find_grid_talks_of_listings(candidates, set(due), sights, today)
    failed = []
    for id in due:
        # a bug in one listing leaves no other without its matches
        (error,) = await asyncio.gather(
            _match_listing(database, arena, id, [*sort_pairs(found.get(id, ())), *talks.get(id, ())], night),
            return_exceptions=True,
        )
        if isinstance(error, UNAVAILABLE):
            raise error
        failed += [error] if isinstance(error, Exception) else []
    await _store_near_pairings(database, arena, candidates, sights, read_at)
    if failed:
        raise ExceptionGroup("listings could not be matched", failed)


async def _store_near_pairings(
    database: Database, arena: Arena, candidates: Sequence[Candidate], sights: ListingSights, read_at: datetime
) -> None:
    """Find anew, once a night, which pairs almost fit."""
    async with database.read(patient=True) as store:
        last = await store.near_pairings.find_last_time()
    if last is not None and not has_night_begun(last, read_at, arena):
        return
    found = await find_near_pairings(candidates, sights, arena.find_day(read_at), read_at)
    async with database.begin(patient=True) as store:
        known = {one.id for one in await store.listings.list_open_listings()}
        await store.near_pairings.replace_pairings([one for one in found if {one.offer_id, one.need_id} <= known])


async def find_pairs_of_listings(
    candidates: Iterable[Candidate], due: Collection[int], sights: ListingSights, today: date
) -> Mapping[int, Sequence[FoundPair]]:
    """Return the pairs of each of the listings that are due."""
    offers, needs = [], defaultdict(list)
    for candidate in candidates:
        if candidate.direction == OFFER:
            offers.append(candidate)
        else:
            needs[candidate.type].append(candidate)
    due_needs = {type_: [need for need in some if need.id in due] for type_, some in needs.items()}
    found: defaultdict[int, list[FoundPair]] = defaultdict(list)
    for offer in offers:
        met = _list_needs_met(offer, needs if offer.id in due else due_needs)
        for pair in await asyncio.to_thread(find_pairs_of_offer, offer, met, sights, today):
            found[pair.offer.id].append(pair)
            found[pair.need.id].append(pair)
    return found


def _list_needs_met(offer: Candidate, needs: Mapping[str, Sequence[Candidate]]) -> Iterator[Candidate]:
    """Yield the needs that such an offer may serve, of other organisations."""
    for type_ in SERVED_TYPES[offer.type]:
        yield from (need for need in needs.get(type_, ()) if need.organisation_id != offer.organisation_id)


async def _match_listing(database: Database, arena: Arena, id: int, pairs: Sequence[FoundPair], night: date) -> None:
    try:
        async with database.begin(patient=True) as store:
            await _store_pairs(store, arena, id, pairs, night)
    except Conflict:
        log.info("another worker has matched this pair", listing=id)  # the rest of it waits for the next time


async def _store_pairs(store: Store, arena: Arena, id: int, pairs: Sequence[FoundPair], night: date) -> None:
    """Bring the matches of a listing up to these pairs, if all is as it was when they were found.

    Who hears the second time that nothing fits is told what is known from elsewhere.
    """
    listing = await store.listings.lock(id)
    if listing is None or listing.state != OPEN or (listing.matched_on is not None and listing.matched_on >= night):
        return
    if await _have_changed(store, pairs):
        return
    await update_matches(store, pairs, await store.matches.list_matches_of_listing(id), blind=True)
    if listing.matched_on is not None:
        await tell_unmatched_listing(store, arena, listing)
    listing.matched_on = night


async def _have_changed(store: Store, pairs: Sequence[FoundPair]) -> bool:
    """Return True if a listing is not as it was, or who may know of it."""
    known = {one.id: one for pair in pairs for one in (pair.offer, pair.need)}
    now = {one.id: one for one in await store.listings.list_listings_by_id(known) if one.state == OPEN}
    if {id: one.changed_at for id, one in now.items()} != {id: one.changed_at for id, one in known.items()}:
        return True
    sights = await load_listing_sights(store, now.values())
    return any(
        (pair.named, pair.first_side) != find_manner(sights, now[pair.offer.id], now[pair.need.id]) for pair in pairs
    )
