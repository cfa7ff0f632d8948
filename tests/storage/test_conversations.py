"""Conversation references: kept as they were last told, by however many at once."""

from __future__ import annotations

import asyncio

from storage.kit.database import Database

PLACE = ("teams", "tenant", "19:energi@thread.tacv2")


async def test_the_last_word_stands(database: Database) -> None:
    for data in ({"service": "a"}, {"service": "b", "bot": "28:x"}):
        async with database.begin() as store:
            await store.conversation_references.store_reference(*PLACE, data)
            assert await store.conversation_references.find_reference(*PLACE) == data
    async with database.read() as store:
        assert await store.conversation_references.find_reference(*PLACE) == {"service": "b", "bot": "28:x"}
        assert await store.conversation_references.find_reference("teams", "tenant", "another") is None


async def test_a_place_heard_of_twice_at_once_is_kept_once(database: Database) -> None:
    async def hear(number: int) -> None:
        async with database.begin() as store:
            await asyncio.sleep(0.01)
            await store.conversation_references.store_reference(*PLACE, {"number": number})

    await asyncio.gather(*(hear(number) for number in range(4)))
    async with database.read() as store:
        found = await store.conversation_references.find_reference(*PLACE)
    assert found is not None
    assert found["number"] in range(4)


async def test_what_is_forgotten_is_gone(database: Database) -> None:
    async with database.begin() as store:
        await store.conversation_references.store_reference(*PLACE, {"service": "a"})
        await store.conversation_references.delete_workspace_references(*PLACE[:2])
        assert await store.conversation_references.find_reference(*PLACE) is None
