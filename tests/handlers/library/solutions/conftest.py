"""A network in English with one room for the grid and one for grants, and a record to save."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat.cards import Button, Reply
from storage.directory.rooms import Room
from storage.kit.database import Database
from storage.library.solutions import Solution
from tests.conversation import Conversation, Post, Someone

NIGHT = {
    "title": "Power borrowed from the neighbour at night",
    "problem": "Company B needed 4 MW and stood in the queue; company A did not use 6 MW at night",
    "done": "The grid company approved a joint agreement with a meter for each company",
    "result": "B started its night shift 14 months earlier",
    "topic": "nett",
    "contact": "Kari, Eksempel",
}


class English(Conversation):
    """Everybody and every room reads English, so that tests can quote what the code says."""

    async def person(self, user: str, **about: Any) -> Someone:
        someone = await super().person(user, **about)
        async with self.database.begin() as store:
            (await store.people.load_person(someone.person_id)).language = "en"
        return someone

    async def carries(self, channel: str, *topics: str, **about: Any) -> Room:
        room = await super().carries(channel, *topics, **about)
        async with self.database.begin() as store:
            found = await store.rooms.find(room.id)
            assert found is not None
            found.language = "en"
        return room


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await English(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("grid-there", "nett", platform="other")
    await talk.carries("grants", "virkemidler")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="tenktnes")


@pytest.fixture
async def siri(talk: Conversation) -> Someone:
    return await talk.person("siri", role="secretariat")


async def saves(someone: Someone, **values: str) -> Reply:
    """From nothing, with the record above where nothing else is given."""
    form = await someone.does("solutions.write")
    return await someone.submits(form, **(NIGHT | values))


async def stored(talk: Conversation, code: str = "L-001") -> Solution:
    async with talk.database.read() as store:
        solution = await store.solutions.find_solution_by_code(code)
        assert solution is not None
        return solution


def has(reply: Reply | Post, do: str) -> bool:
    return reply.card is not None and any(button.do == do for button in reply.card.list_buttons())


def button(reply: Reply | Post, do: str) -> Button:
    assert reply.card is not None
    found = [button for button in reply.card.list_buttons() if button.do == do]
    assert found, f"no {do} in {reply.card}"
    return found[0]


def text(reply: Reply) -> str:
    """All of a reply's card, as a reader sees it."""
    assert reply.card is not None
    notes = [part.note for part in reply.card.parts if hasattr(part, "note")]
    return "\n".join([reply.card.fallback, *notes])
