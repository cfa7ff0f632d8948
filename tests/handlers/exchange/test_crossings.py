"""Who answers for a listing or a match while a colleague does, answers what is there once they get through."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Event
from storage.directory.organisations import DEPUTY
from storage.exchange.listing_questions import REFUSED
from storage.exchange.unmatched_listings import HELP
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.crossings import cross
from tests.exchanges import HERE, contact_of, find_listing_id, find_matches, writes
from tests.meetings import MONDAY
from tests.policy import passes, said

#: some twelve kilometres from the others: too far for heat of which nobody knows how much it is
APART = "59,25 9,66"


@pytest.fixture
async def talk(postgres_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    """On PostgreSQL alone: on SQLite only one writes at a time."""
    clock.set(MONDAY)
    database = Database(postgres_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    await talk.person("sara", role="secretariat")
    return await contact_of(talk, "kari", "eksempel", APART)


@pytest.fixture
async def per(talk: Conversation, kari: Someone) -> Someone:
    """Their deputy."""
    per = await talk.person("per", organisation="eksempel")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.appoint_representative(house.id, per.person_id, DEPUTY)
    return per


def tap(who: Someone, name: str, value: object) -> Click:
    return Click(name=name, value=str(value), message="", **who._where(""))


async def cross_at_listing(talk: Conversation, code: str, *events: Event) -> list[Reply | None]:
    id = int(await find_listing_id(talk.database, code))
    return await cross(talk, lambda store: store.listings.lock(id), events)


async def test_a_figure_that_a_deputy_declines_is_not_taken_in(
    talk: Conversation, clock: Clock, kari: Someone, per: Someone
) -> None:
    sara, ola = Someone(talk, "sara"), await contact_of(talk, "ola", "dømeøyra", HERE)
    await writes(ola, "treng 60 GWh/år varme 55 grader hele året", reach="all")
    await writes(kari, "tilby spillvarme 75 grader hele året", reach="all")
    await passes(talk, clock, hours=24)
    await sara.submits(await sara.clicks(await sara.does("matches.desk"), "Fill it in"), amount="50 GWh/år")
    async with talk.database.read() as store:
        (asked,) = [row for row in await store.listing_questions.list_all_questions() if row.proposed]
    await cross_at_listing(talk, "B-2", tap(per, "exchange.decline", asked.id), tap(kari, "exchange.confirm", asked.id))
    async with talk.database.read() as store:
        listing = await store.listings.find(asked.listing_id)
        question = await store.listing_questions.find(asked.id)
    assert listing is not None
    assert question is not None
    assert (question.answer, listing.amount, await find_matches(talk.database)) == (REFUSED, "", [])


async def test_what_one_gives_to_the_facilitator_a_colleague_does_not_leave(
    talk: Conversation, clock: Clock, kari: Someone, per: Someone
) -> None:
    await writes(kari, "tilby 3 000 t/år slagg fra silikomangan")
    await passes(talk, clock, hours=24)
    _, left = await cross_at_listing(talk, "B-1", tap(kari, "exchange.help", 1), tap(per, "exchange.leave", 1))
    assert left is not None
    assert "It is on the facilitator's list." in said(left)
    async with talk.database.read() as store:
        row = await store.unmatched_listings.find(1)
    assert row is not None
    assert (row.answer, row.by_id) == (HELP, kari.person_id)
