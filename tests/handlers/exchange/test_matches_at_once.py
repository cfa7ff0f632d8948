"""What both sides of a match say in the same moment has one outcome, the same for both, on both engines."""

from __future__ import annotations

import asyncio

import pytest

from handlers.chat.events import Click
from storage.directory.organisations import DEPUTY
from storage.exchange.matches import CLOSED, INTEREST, NEED, NO, OFFER, TALKS, YES
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, THERE, asked, contact_of, find_matches, find_votes, known, propose
from tests.meetings import MONDAY
from tests.policy import passes

#: rounds of the race, each with a match of its own
ROUNDS = range(4)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database).begin()


@pytest.fixture
async def sides(talk: Conversation, clock: Clock) -> tuple[Someone, Someone]:
    """The contacts of an offer and of a need that fit, both asked."""
    await talk.person("sara", role="secretariat")
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    await propose(talk, clock, kari, ola)
    return kari, ola


async def presses(talk: Conversation, who: Someone, action: str, side: str) -> None:
    """Press until it is answered: a machine that is busy asks people to try again."""
    value = str((await find_votes(talk.database))[side].id)
    for _ in range(80):
        reply = await talk.dispatcher(Click(name=action, value=value, **who._where("")))
        if reply is not None and reply.card is not None and "try again" not in reply.card.fallback.casefold():
            return
        await asyncio.sleep(0.25)  # a moment, as it asks
    raise AssertionError(action)


@pytest.mark.parametrize("_round", ROUNDS)
async def test_two_yeses_at_once_show_the_names_once(
    talk: Conversation, sides: tuple[Someone, Someone], _round: int
) -> None:
    kari, ola = sides
    await asyncio.gather(
        *(presses(talk, who, "exchange.yes", side) for who, side in ((kari, OFFER), (ola, NEED)) for _ in range(3))
    )
    await talk.settle()
    assert [match.stage for match in await find_matches(talk.database)] == [TALKS]
    assert [len(known(who)) for who in sides] == [1, 1]


@pytest.mark.parametrize("_round", ROUNDS)
async def test_a_yes_that_is_taken_back_while_the_other_says_yes(
    talk: Conversation, sides: tuple[Someone, Someone], _round: int
) -> None:
    """Either both know each other, or neither does and only the other one's yes stands."""
    kari, ola = sides
    await kari.clicks(asked(kari)[0], "Interesting")
    await asyncio.gather(presses(talk, kari, "exchange.undo", OFFER), presses(talk, ola, "exchange.yes", NEED))
    await talk.settle()
    (match,) = await find_matches(talk.database)
    votes = await find_votes(talk.database)
    seen = [len(known(who)) for who in sides]
    assert votes[NEED].vote == YES
    if match.stage == TALKS:
        assert (votes[OFFER].vote, seen) == (YES, [1, 1])
        assert all("names are in a message of their own" in asked_or_done(who) for who in sides)
    else:
        assert (match.stage, votes[OFFER].vote, seen) == (INTEREST, "", [0, 0])


def asked_or_done(who: Someone) -> str:
    return "\n".join(post.text for post in who.sees)


@pytest.mark.parametrize("_round", ROUNDS)
async def test_a_no_and_a_yes_at_once_show_nothing(
    talk: Conversation, sides: tuple[Someone, Someone], _round: int
) -> None:
    kari, ola = sides
    await asyncio.gather(presses(talk, kari, "exchange.yes", OFFER), presses(talk, ola, "exchange.no", NEED))
    await talk.settle()
    assert [match.stage for match in await find_matches(talk.database)] == [CLOSED]
    assert (await find_votes(talk.database))[NEED].vote == NO
    assert [len(known(who)) for who in sides] == [0, 0]
    assert "You find it interesting" in asked_or_done(kari)


async def test_two_who_act_for_one_side_say_one_thing(talk: Conversation, clock: Clock) -> None:
    await talk.person("sara", role="secretariat")
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    dag = await talk.person("dag", organisation="eksempel")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.appoint_representative(house.id, dag.person_id, DEPUTY)
    await propose(talk, clock, kari, ola)
    await asyncio.gather(presses(talk, kari, "exchange.no", OFFER), presses(talk, dag, "exchange.yes", OFFER))
    await presses(talk, ola, "exchange.yes", NEED)
    await passes(talk, clock, minutes=5)
    (match,) = await find_matches(talk.database)
    votes = await find_votes(talk.database)
    assert match.stage == CLOSED, "a no stands, whoever was first"
    assert (votes[OFFER].vote, [len(known(who)) for who in (kari, ola)]) == (NO, [0, 0])
