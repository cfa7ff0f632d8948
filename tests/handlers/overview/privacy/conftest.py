"""An arena that can sign links, with a secretariat, a room and two houses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    talk.arena = replace(talk.arena, base_url="https://arena.test")
    talk.dispatcher.arena = talk.courier.arena = talk.arena
    await talk.carries("nett", "nett")
    await talk.carries("nett2", "nett", platform="other")
    return talk


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="annet")


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    """With a name, an account's id and an address that nothing else is called."""
    kari = await talk.person("U0KARI7788", organisation="eksempel")
    async with talk.database.begin() as store:
        person = await store.people.load_person(kari.person_id)
        person.name, person.code = "Kåri Nordhaug", "kari-nordhaug"
        account = (await store.people.list_reachable_accounts(person.id))[0]
        account.name = "Kåri Nordhaug"
    return kari
