"""How many statements the database is given for what members do most: no more than is said here.

Statements are what such an event costs: the database answers each in microseconds, and to write one takes ten times
that. Whoever needs another one says so here, and why it is worth it.
"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.sql.cache_key import HasCacheKey

from bot.intake.repeated_acts import WITHIN
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY, meets
from tests.statement_meter import statements

#: as outside of the tests, where ids take more than 32 bits: a parameter of another type fails on PostgreSQL alone
pytestmark = [pytest.mark.both_engines, pytest.mark.real_ids]
#: event -> statements until all of its messages are out
#: "solved": the answer is read again below the lock of its question, for its author may have deleted it meanwhile
BUDGET = {"question": 32, "answer": 34, "solved": 45, "seat taken": 11, "help": 9, "home": 39, "nothing to do": 0}
#: event -> statements that are built for it, and not once for all: the number of a question, savepoints
BUILT = {"question": 3, "answer": 0, "solved": 0, "seat taken": 0, "help": 0, "home": 22, "nothing to do": 0}
#: room, question, answer
ASKED = (
    (
        "grid",
        "Hvem hos nettselskapet tar imot målerdata fra egen transformator?",
        "Skriv til måleavdelingen, de svarer samme dag.",
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
    talk.dispatcher.same_acts.within = WITHIN
    await talk.carries("grid", "nett")
    await talk.carries("land", "areal")
    return talk


def _take_count(said: list[Any]) -> int:
    """How many there were since the last time, without the courier's last look: it is made twice a second anyway."""
    looked = [statement for statement in said if _is_look(statement)]
    count = len(said) - len(looked[-1:])
    said.clear()
    return count


def _is_look(said: Any) -> bool:
    return isinstance(said, tuple) and said[0].startswith("WITH due AS")


async def _live_a_day(talk: Conversation, kari: Someone, ola: Someone, said: list[Any], turn: int) -> dict[str, int]:
    """What each event costs: a question in one room, its first answer, what follows when it is solved, a meeting."""
    cost = {}
    (room, question, answer), occurrence = ASKED[turn], await meets(talk.database, kari.person_id)
    _take_count(said)
    await kari.commands(question)
    cost["question"] = _take_count(said)
    card = next(card for card in talk.room(room) if question in card.text)
    await ola.replies(card, answer)
    cost["answer"] = _take_count(said)
    assert answer in kari.last.text
    await kari.clicks(kari.last, "This solved it")
    cost["solved"] = _take_count(said)
    assert "Solved" in next(card for card in talk.room(room) if question in card.text).text
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


async def test_nearly_every_statement_is_built_once(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement that is built anew costs more than the database takes for it. `BUILT` are all that are."""
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="dømeøyra")
    built: list[Any] = []
    make = HasCacheKey._generate_cache_key

    def note(self: HasCacheKey) -> Any:
        if isinstance(self, sa.Executable):
            built.append(self)
        return make(self)

    with statements(talk.database) as said:
        await _live_a_day(talk, kari, ola, said, 0)
    monkeypatch.setattr(HasCacheKey, "_generate_cache_key", note)
    assert await _live_a_day(talk, kari, ola, built, 1) == BUILT
