"""How many statements the database is given for what members do most: no more than is said here.

Statements are what such an event costs: the database answers each in microseconds, and to write one takes ten times
that. Whoever needs another one says so here, and why it is worth it.
"""

from __future__ import annotations

from typing import Any

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY, meets
from tests.statement_meter import statements

#: event -> statements until all of its messages are out
BUDGET = {"question": 53, "answer": 56, "solved": 59, "seat taken": 15, "help": 15, "home": 45, "nothing to do": 1}
#: room, question, answer
ASKED = (
    (
        "land",
        "Hvordan regulerer vi arealet for ny industri ved kaia?",
        "Be kommunen om oppstartsmøte for reguleringen.",
    ),
    (
        "grid",
        "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er neste steg?",
        "Be om skriftlig frist for svar.",
    ),
)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("land", "areal")
    return talk


def _take_count(said: list[Any]) -> int:
    """How many there were since the last time."""
    count = len(said)
    said.clear()
    return count


async def _live_a_day(talk: Conversation, kari: Someone, ola: Someone, said: list[Any], turn: int) -> dict[str, int]:
    """What each event costs: a question in one room, its first answer, what follows when it is solved, a meeting."""
    cost = {}
    (room, question, answer), occurrence = ASKED[turn], await meets(talk.database, kari.person_id)
    _take_count(said)
    await kari.commands(question)
    cost["question"] = _take_count(said)
    assert question in talk.room(room)[0].text
    await ola.replies(talk.room(room)[0], answer)
    cost["answer"] = _take_count(said)
    assert answer in kari.last.text
    await kari.clicks(kari.last, "This solved it")
    cost["solved"] = _take_count(said)
    assert "Solved" in talk.room(room)[0].text
    await ola.does("meetings.going", str(occurrence))
    cost["seat taken"] = _take_count(said)
    async with talk.database.read() as store:
        assert await store.rsvps.find_rsvp(occurrence, ola.person_id) is not None
    _take_count(said)
    await ola.says("help")
    cost["help"] = _take_count(said)
    await ola.says("home")
    cost["home"] = _take_count(said)
    await talk.settle()
    cost["nothing to do"] = _take_count(said)
    return cost


async def test_no_event_costs_more_statements_than_its_budget(talk: Conversation) -> None:
    """The second time, when what the process keeps is there; and no budget is larger than it must be."""
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="dømeøyra")
    with statements(talk.database) as said:
        await _live_a_day(talk, kari, ola, said, 0)
        cost = await _live_a_day(talk, kari, ola, said, 1)
    if talk.database.is_sqlite:
        assert cost == BUDGET
    else:
        assert {event: count for event, count in cost.items() if count > BUDGET[event]} == {}
