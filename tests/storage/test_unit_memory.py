"""What a unit of work has read is not read again, until somebody in it writes what it was read from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.runtime.bootstrap_data import ensure_initial_topics
from storage.directory.people import Person
from storage.directory.rooms import LOST, OPEN, Room, RoomTopic
from storage.kit.database import Database, Store
from storage.meetings.rsvps import GOING, Rsvp
from tests.meetings import meets
from tests.statement_meter import statements


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """A topic with one open room."""
    async with database.begin() as store:
        await ensure_initial_topics(store)
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        room = Room(platform="fake", workspace="W1", channel="C1", name="#nett", language="nb")
        await store.rooms.set_room_topics((await store.rooms.add(room)).id, {topic.id})
        yield store


async def names(store: Store) -> list[str]:
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    return [room.name for room in await store.rooms.list_open_rooms_of_topics([topic.id])]


async def test_what_was_read_is_not_read_again(store: Store, database: Database) -> None:
    assert await names(store) == ["#nett"]
    with statements(database) as said:
        assert await names(store) == ["#nett"]
    assert said == []


async def test_what_was_read_with_other_arguments_is_another_matter(store: Store) -> None:
    assert await names(store) == ["#nett"]
    assert await store.rooms.list_open_rooms_of_topics([0]) == []
    assert await store.rooms.list_open_rooms_of_topics([]) == []


async def test_a_changed_row_is_seen_before_it_is_written(store: Store) -> None:
    assert await names(store) == ["#nett"]
    (room,) = (await store.session.scalars(sa.select(Room))).all()
    room.state = LOST
    assert await names(store) == []
    room.state = OPEN
    assert await names(store) == ["#nett"]


async def test_a_new_row_is_seen(store: Store) -> None:
    assert await names(store) == ["#nett"]
    (topic_id,) = (await store.session.scalars(sa.select(RoomTopic.topic_id))).all()
    other = await store.rooms.add(Room(platform="fake", workspace="W1", channel="C2", name="#to", language="nb"))
    store.session.add(RoomTopic(room_id=other.id, topic_id=topic_id))
    assert await names(store) == ["#nett", "#to"]


@pytest.mark.parametrize("table", [Room, Room.__table__])
async def test_what_a_statement_has_changed_is_seen(store: Store, table: Any) -> None:
    assert await names(store) == ["#nett"]
    await store.session.execute(sa.update(table).values(state=LOST))
    assert await names(store) == []


async def test_what_was_taken_back_is_not_remembered(store: Store) -> None:
    assert await names(store) == ["#nett"]
    savepoint = await store.session.begin_nested()
    await store.session.execute(sa.update(Room).values(state=LOST))
    assert await names(store) == []
    await savepoint.rollback()
    assert await names(store) == ["#nett"]


async def test_another_unit_of_work_reads_for_itself(database: Database) -> None:
    async with database.begin() as store:
        await ensure_initial_topics(store)
        assert await names(store) == []
    async with database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        topic.name_en = "Power grid"
    async with database.read() as store:
        again = await store.topics.find_topic_by_slug("nett")
        assert again is not None
        assert again.name_en == "Power grid"


async def test_what_was_read_before_a_lock_is_read_again_below_it(postgres_url: str) -> None:
    """On PostgreSQL, where others write while somebody waits for the lock."""
    database = Database(postgres_url)
    async with database.begin() as store:
        organiser = await store.people.add_person_with_account(Person(name="Sara", language="nb"))
    occurrence = await meets(database, organiser.id)
    async with database.begin() as store:
        assert await store.rsvps.find_rsvp(occurrence, organiser.id) is None
        async with database.begin() as other:
            await other.rsvps.store_rsvp(
                Rsvp(
                    occurrence_id=occurrence, person_id=organiser.id, answer=GOING, moves=0, by_id=organiser.id,
                    answered_at=other.now,
                )
            )  # fmt: skip
        await store.occurrences.lock(occurrence)
        assert await store.rsvps.find_rsvp(occurrence, organiser.id) is not None
    await database.close()
