"""A network of three organisations with rooms about the grid, and a question in all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from handlers.chat.cards import Card
from storage.directory.rooms import Room
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def database(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    """What the engines do differently is in the tests of storage."""
    opened = Database(sqlite_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await talking(database)


async def talking(database: Database) -> Conversation:
    talk = Conversation(database)
    talk.arena = replace(talk.arena, base_url="https://arena.test")
    for part in (talk.dispatcher, talk.courier.preparing, talk.courier.outcomes):
        part.arena = talk.arena
    return await talk.begin()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel", contact=True)


async def room_of(talk: Conversation, organisation: str, channel: str, platform: str = "fake") -> Room:
    """A room about the grid in the house of an organisation, which is there already."""
    room = await talk.carries(channel, "nett", platform=platform)
    async with talk.database.begin() as store:
        found, house = (
            await store.rooms.find(room.id),
            await store.organisations.find_organisation_by_code(organisation),
        )
        assert found is not None
        assert house is not None
        found.organisation_id = house.id
    return room


def path_in(card: Card) -> str:
    """The path of the link on a card."""
    (url,) = [button.url for button in card.list_buttons() if button.url]
    return url.removeprefix("https://arena.test")
