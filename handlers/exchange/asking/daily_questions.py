"""Ask each organisation one question a day, after the night: the one on whose answer most of others hangs.

One waits at a time. The same is not asked again, unless it was put off, or became unknown again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.exchange.asking.open_answers import OpenAnswer, SettledPairs, find_open_answers
from handlers.exchange.asking.question_card import EXPIRES, tell_question
from handlers.exchange.matches.blind_views import find_blind_listings
from handlers.exchange.matches.listing_sight import load_listing_sights
from handlers.exchange.matches.match_sides import list_listing_contacts
from handlers.exchange.matches.night_start import find_night, find_night_start
from handlers.exchange.matches.pair_finder import load_candidates
from storage.exchange.listing_questions import OFF, SAID, UNKNOWN, WAITS, ListingQuestion
from storage.exchange.listings import NEED, OFFER, OPEN
from storage.exchange.matches import NO
from storage.kit.database import UNAVAILABLE, Database, Store

router = Router()
#: one question of an organisation follows another after this time: they are asked in the night
APART = timedelta(hours=20)
#: how long "don't know" puts it off
PUT_OFF = timedelta(days=90)
#: listings beyond which it is said that there are several, where the owner does not know each by name
SEVERAL = 3


@router.work("exchange.questions")
async def ask_daily_questions(database: Database, arena: Arena) -> None:
    """Ask each organisation what would decide most, once a night. Each is asked in a short unit of its own."""
    async with database.read(patient=True) as store:
        night = find_night(store.now, arena)
        began = find_night_start(night, arena)
        if not await store.listing_questions.is_asking_due(night, began):
            return
        candidates = await load_candidates(store, await store.listings.list_open_listings())
        sights, settled = await load_listing_sights(store, candidates), await load_settled_pairs(store)
        today = arena.find_day(store.now)
    found = await find_open_answers(candidates, sights, settled, today)
    asked, failed = set[int](), list[Exception]()
    for answers in found.values():
        # a bug about one organisation leaves no other without its question
        (told,) = await asyncio.gather(_ask_first(database, arena, answers, asked), return_exceptions=True)
        if isinstance(told, UNAVAILABLE):
            raise told
        failed += [told] if isinstance(told, Exception) else []
        asked |= told if isinstance(told, set) else set()
    async with database.begin(patient=True) as store:
        await store.listing_questions.note_asking(night, began)
    if failed:
        raise ExceptionGroup("organisations could not be asked", failed)


async def _ask_first(
    database: Database, arena: Arena, answers: Sequence[OpenAnswer], asked: Collection[int]
) -> set[int]:
    async with database.begin(patient=True) as store:
        return await _ask_organisation(store, arena, answers, asked)


async def load_settled_pairs(store: Store) -> SettledPairs:
    matches = {match.id: match for match in await store.matches.list_all_matches()}
    refused = set[tuple[int, int]]()
    for vote in await store.match_votes.list_all_votes():
        other = NEED if vote.side == OFFER else OFFER
        match = matches[vote.match_id]
        if vote.vote == NO:
            refused.add((match.get_listing_id(vote.side) or 0, match.get_listing_id(other) or 0))
    known = {(match.offer_id or 0, match.need_id or 0) for match in matches.values() if match.known_at is not None}
    told = await find_blind_listings(store, await store.listings.list_all_circle_listings())
    return SettledPairs(refused, known, {one.candidate.id for one in told})


async def _ask_organisation(
    store: Store, arena: Arena, answers: Sequence[OpenAnswer], asked: Collection[int]
) -> set[int]:
    """Ask the first of these answers that may be asked. Return the ids of those who are told.

    `asked`: people who were asked for another organisation in this night.
    """
    organisation_id = answers[0].listing.organisation_id
    await store.listings.lock(answers[0].listing.id)  # another worker may ask as well, beginning with the same one
    before = await store.listing_questions.list_questions_of_organisation(organisation_id)
    if any(_is_in_the_way(question, store.now) for question in before):
        return set()
    latest = {(question.listing_id, question.field): question for question in before}
    for answer in answers:
        if may_ask_again(latest.get((answer.listing.id, answer.field)), store.now):
            told = await _ask_owner(store, arena, answer, asked)
            if told:
                return told
    return set()


def _is_in_the_way(question: ListingQuestion, now: datetime) -> bool:
    """Return True for a question of the bot's own that was asked today, or that still waits."""
    if question.proposed:
        return False
    return question.asked_at > now - (EXPIRES if question.answer == WAITS else APART)


def may_ask_again(question: ListingQuestion | None, now: datetime) -> bool:
    """Return True if a field that is not known may be asked for, after the last question about it."""
    if question is None or question.answer in (SAID, OFF):
        return True
    return question.answer == UNKNOWN and (question.answered_at or question.asked_at) <= now - PUT_OFF


async def _ask_owner(store: Store, arena: Arena, answer: OpenAnswer, asked: Collection[int]) -> set[int]:
    """Ask who answers for the listing. Return whom: nobody if it has changed, or if somebody is asked already."""
    listing = await store.listings.lock(answer.listing.id)
    if listing is None or listing.state != OPEN or listing.changed_at != answer.listing.changed_at:
        return set()
    people = await list_listing_contacts(store, listing, listing.organisation_id)
    if any(person.id in asked for person in people):
        return set()
    row = await store.listing_questions.add(
        ListingQuestion(
            listing_id=listing.id, field=answer.field, counterparts=classify_counterparts(answer), named=answer.named
        )
    )
    told = await tell_question(store, arena, row, people)
    if not told:
        await store.listing_questions.delete(row)
    return told


def classify_counterparts(answer: OpenAnswer) -> int:
    """Return how many hang on it, as the owner may know it: one or several, where not each is known by name."""
    if answer.named:
        return answer.counterparts
    return SEVERAL if answer.counterparts >= SEVERAL else 1
