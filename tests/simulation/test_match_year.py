"""Matches live through weeks of chance: each has somebody who is asked or a day ahead, and nothing is said twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.exchange.matches.match_requests import KIND
from storage.exchange.matches import CLOSED, PROPOSED, REFUSED, TALKS, ListingMatch
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.exchanges import HERE, THERE, asked, contact_of, find_matches, propose
from tests.meetings import MONDAY
from tests.simulation.match_laws import list_broken_laws, list_double_messages
from tests.simulation.match_year import play_match_year

#: `make torture` plays a whole year of five hundred matches
PAIRS, DAYS = 2, 30
SEED = 3
#: what a second proposal of one pair has in common with the first
FACTS = (
    "offer_id", "offer_organisation_id", "need_organisation_id", "facts_key", "named", "score", "factors", "first_side",
)  # fmt: skip


async def test_no_match_falls_silent_and_no_message_comes_twice(sqlite_url: str, clock: Clock) -> None:
    verdict = await play_match_year(sqlite_url, clock, SEED, pairs=PAIRS, days=DAYS)
    assert verdict.broken == [], str(verdict)
    assert verdict.matches >= 4 * PAIRS
    assert verdict.kills > 0, "a year in which nobody dies proves nothing of those who do"


@pytest.mark.parametrize("fault", ["no day ahead", "nobody is asked", "2 times", "refused"])
async def test_a_planted_fault_is_found(sqlite_url: str, clock: Clock, fault: str) -> None:
    """A judge that has never found anything proves nothing."""
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    talk = await Conversation(database).begin()
    kari, ola = [await contact_of(talk, name, name, at) for name, at in (("kari", HERE), ("ola", THERE))]
    await propose(talk, clock, kari, ola)
    (match,) = await find_matches(database)
    async with database.begin() as store:
        assert await list_broken_laws(store, talk.arena) == []
        held = await store.matches.lock(match.id)
        assert held is not None
        if fault == "no day ahead":
            held.stage, held.next_on = TALKS, clock().date() - timedelta(days=1)
        votes = await store.match_votes.map_votes(match.id)
        for vote in votes.values() if fault == "nobody is asked" else ():
            await store.escalations.end_escalation(KIND, vote.id)
        if fault == "refused":
            held.stage, held.closing = CLOSED, REFUSED
            facts = {name: getattr(held, name) for name in FACTS}
            await store.session.flush()
            await store.matches.add(ListingMatch(**facts, need_id=None, stage=PROPOSED))
    if fault == "2 times":
        platform = talk.platforms["fake"]
        platform.posts.append(asked(kari)[0])
    async with database.read() as store:
        found = [*await list_broken_laws(store, talk.arena), *list_double_messages(talk)]
    assert [line for line in found if fault in line], found
    await database.close()
