"""What seldom changes is read once for all units of work, and anew as soon as anybody has written it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.runtime.bootstrap_data import ensure_initial_topics
from storage.directory.people import Account, Person
from storage.directory.rooms import LOST, OPEN, Room
from storage.directory.topics import Topic
from storage.kit import shared_memory
from storage.kit.database import Database, Store
from storage.kit.rehearsal_units import RehearsalDatabase
from storage.kit.shared_memory import MemoryVersion
from tests.statement_meter import statements

#: opens another process's database of the same file or server
Other = Callable[[], Database]


@pytest.fixture
async def other(database: Database, database_url: str) -> Any:
    """Another process that works with the same database."""
    opened = Database(database.engine.url.render_as_string(hide_password=False), clock=database.clock)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
async def network(database: Database) -> None:
    """A topic with one open room."""
    async with database.begin() as store:
        await ensure_initial_topics(store)
        topic = await _find_topic(store)
        room = Room(platform="fake", workspace="W1", channel="C1", name="#nett", language="nb")
        await store.rooms.set_room_topics((await store.rooms.add(room)).id, {topic.id})


async def _find_topic(store: Store) -> Topic:
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    return topic


async def _list_names(database: Database) -> list[str]:
    async with database.read() as store:
        topic = await _find_topic(store)
        return [room.name for room in await store.rooms.list_open_rooms_of_topics([topic.id])]


async def _change_room(store: Store, **values: Any) -> None:
    room = await store.rooms.find_room_by_channel("fake", "W1", "C1")
    assert room is not None
    for name, value in values.items():
        setattr(room, name, value)


async def test_the_next_unit_of_work_reads_nothing_but_the_version(database: Database) -> None:
    assert await _list_names(database) == ["#nett"]
    with statements(database) as said:
        assert await _list_names(database) == ["#nett"]
    assert ["memory_version" in statement for statement, _ in said if statement != "BEGIN"] == [True]


async def test_what_another_process_wrote_is_seen(database: Database, other: Database) -> None:
    assert await _list_names(database) == await _list_names(other) == ["#nett"]
    async with other.begin() as store:
        await _change_room(store, name="#kraft")
    assert await _list_names(database) == ["#kraft"]
    async with database.begin() as store:
        await store.session.execute(sa.update(Room).values(state=LOST))
    assert await _list_names(other) == []
    async with other.begin() as store:
        await store.session.execute(sa.update(Room.__table__).values(state=OPEN))  # type: ignore[arg-type]
    assert await _list_names(database) == ["#kraft"]
    async with database.begin() as store:
        topic = await _find_topic(store)
        room = Room(platform="fake", workspace="W1", channel="C2", name="#to", language="nb")
        await store.rooms.set_room_topics((await store.rooms.add(room)).id, {topic.id})
    assert await _list_names(other) == ["#kraft", "#to"]


async def test_a_change_is_seen_where_it_was_made_before_it_is_committed(database: Database, other: Database) -> None:
    assert await _list_names(database) == ["#nett"]
    async with database.begin() as store:
        await _change_room(store, state=LOST)
        topic = await _find_topic(store)
        assert await store.rooms.list_open_rooms_of_topics([topic.id]) == []
        assert await _list_names(other) == ["#nett"]
    assert await _list_names(other) == await _list_names(database) == []


async def test_what_was_rolled_back_is_forgotten(database: Database) -> None:
    async with RehearsalDatabase(database).begin() as store:
        await _change_room(store, name="#kladd")
        await store.session.flush()
        assert [room.name for room in await store.rooms.list_all_rooms()] == ["#kladd"]
        topic = await _find_topic(store)
        assert [room.name for room in await store.rooms.list_open_rooms_of_topics([topic.id])] == ["#kladd"]
    assert await _list_names(database) == ["#nett"]
    async with database.begin() as store:
        tried = await store.session.begin_nested()
        await _change_room(store, name="#kladd")
        await store.session.flush()
        await tried.rollback()
        topic = await _find_topic(store)
        assert [room.name for room in await store.rooms.list_open_rooms_of_topics([topic.id])] == ["#nett"]
    assert await _list_names(database) == ["#nett"]


async def test_a_remembered_row_belongs_to_the_unit_of_work(database: Database, other: Database) -> None:
    """It can be changed, it is the same object as what is read otherwise, and a change in it is not lost."""
    await _list_names(database)
    async with database.begin() as store:
        topic = await _find_topic(store)
        (room,) = await store.rooms.list_open_rooms_of_topics([topic.id])
        assert await store.rooms.find(room.id) is room
        room.name = "#andre"
        (again,) = await store.rooms.list_open_rooms_of_topics([topic.id])
        assert again is room
        assert again.name == "#andre"
    assert await _list_names(database) == await _list_names(other) == ["#andre"]


async def test_only_columns_that_are_remembered_renew_the_version(database: Database) -> None:
    async def read_version() -> int:
        async with database.read() as store:
            return await store.session.scalar(sa.select(MemoryVersion.version)) or 0

    before = await read_version()
    async with database.begin() as store:
        account = Account(platform="fake", workspace="W1", user="U1")
        person = await store.people.add_person_with_account(Person(name="Kari", language="nb"), account)
    joined = await read_version()
    assert joined != before
    async with database.begin() as store:
        (await store.people.load_person(person.id)).language = "nn"
        await store.session.execute(sa.update(Account).values(name="kari"))
    assert await read_version() == joined
    async with database.begin() as store:
        (await store.people.load_person(person.id)).confirmed = False
    left = await read_version()
    assert left != joined
    async with database.begin() as store:
        await store.session.execute(sa.update(Account).values(away=True))
    assert await read_version() != left


async def test_a_process_does_not_remember_without_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_memory, "MOST_ANSWERS", 3)
    async with database.read() as store:
        for topic in range(9):
            assert await store.rooms.list_open_rooms_of_topics([-topic - 1]) == []
        assert len(store.session.info[shared_memory.SHARED]._results) <= 3
    assert await _list_names(database) == ["#nett"]


async def test_what_was_changed_by_hand_is_seen_after_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _list_names(database) == ["#nett"]
    async with database.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE rooms SET name = '#hand'"))
    assert await _list_names(database) == ["#nett"]
    monkeypatch.setattr(shared_memory, "MOST_SECONDS", 0.0)
    assert await _list_names(database) == ["#hand"]
