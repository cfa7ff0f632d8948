"""Ids are never given out twice: not after a deletion, not after a restore, not by two processes at once."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from storage.directory.people import Account, Person
from storage.kit import record_ids, schema_migration
from storage.kit.database import Database
from storage.kit.record_ids import LARGEST_ID, RecordIds
from storage.kit.schema_revisions import MigrationError
from storage.kit.tables import metadata
from storage.questions.questions import Question
from tests.conversation import Conversation
from tests.storage.conftest import AtStage

#: whose rows nobody names outside the database: they are numbered by it
INSIDE = {
    "delivery_events", "lessons", "memory_version", "search_documents", "search_vectors", "slack_bots",
    "slack_installations", "slack_oauth_states", "trail",
}  # fmt: skip


def test_each_id_is_higher_than_the_one_before_also_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    make = RecordIds()
    first = [make("people") for _ in range(5000)]
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now - 3600 * 10**9)
    later = [make("people") for _ in range(5000)]
    assert (first + later) == sorted({*first, *later})
    monkeypatch.setattr(time, "time_ns", lambda: now + 250 * 365 * 24 * 3600 * 10**9)
    assert later[-1] < make("people") <= LARGEST_ID, "for centuries, a browser keeps every digit"


def test_a_process_that_begins_anew_gives_no_id_that_one_before_it_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    make = RecordIds()
    before = [make("people") for _ in range(100)]
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 10**9)
    assert RecordIds()("people") > max(before)


def test_who_is_named_outside_has_an_id_of_this_kind_and_who_points_to_it_holds_all_of_it() -> None:
    wide, dialect = [], postgresql.dialect()
    for table in metadata.tables.values():
        for column in table.columns:
            target = next((key.column for key in column.foreign_keys), column)
            if target.name == "id" and isinstance(target.type, sa.Integer) and target.table.name not in INSIDE:
                assert column.type.compile(dialect=dialect) == "BIGINT", column
                assert column is not target or column.default is not None, column
                wide.append(column)
    assert len(wide) > 190
    loose = [column for table in metadata.tables.values() for column in table.columns if column.name == "record_id"]
    assert all(column.type.compile(dialect=dialect) == "BIGINT" for column in loose)


@pytest.mark.real_ids
async def test_what_is_deleted_or_rolled_back_gives_no_id_to_another(database: Database) -> None:
    given = []
    for user in ("ola", "kari"):
        async with database.begin() as store:
            person = await store.people.add_person_with_account(*_somebody(user))
            given.append(person.id)
            await store.session.execute(sa.delete(Account))
            await store.session.execute(sa.delete(Person))
    async with database.begin() as store:
        given.append((await store.people.add_person_with_account(*_somebody("eva"))).id)
        await store.session.rollback()
    async with database.begin() as store:
        given.append((await store.people.add_person_with_account(*_somebody("siv"))).id)
    assert len({*given}) == 4
    assert given == sorted(given)


async def test_two_processes_that_make_the_same_id_lose_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands("How do you share grid capacity in the park?")
    make, taken = record_ids.make_id, [1]

    def meet(table: str) -> int:
        return taken.pop() if table == "questions" and taken else make(table)

    monkeypatch.setattr(record_ids, "make_id", meet)
    await kari.commands("How do you share what the grid company gives?")
    assert not taken
    async with database.read() as store:
        assert await store.questions.count_questions_sent_by(kari.person_id) == 2


def _somebody(user: str) -> tuple[Person, Account]:
    account = Account(platform="fake", workspace="W1", user=user, name=user, guest=False)
    return Person(name=user, language="nb", role="member"), account


#: a person, and a question of theirs, as they were before ids were made here
BEFORE = """
INSERT INTO people (id, name, language, role, confirmed, created_at)
    VALUES (7, 'Kari', 'nn', 'member', {true}, '2026-01-01');
INSERT INTO questions (id, asker_id, text, language, state, anonymous, source, origin, suggested, guess,
    topic_confirmed, sendings, created_at, outcome)
    VALUES (12, 7, 'Kven har prøvd?', 'nn', 'open', {false}, '', '{{}}', '[]', '[]', {false}, 1, '2026-01-01', '')
"""


@pytest.mark.real_ids
async def test_rows_from_before_keep_their_ids_and_the_number_they_are_known_by(at_stage: AtStage) -> None:
    (step,) = [
        step
        for step in schema_migration.load_migration_scripts().walk_revisions()
        if "is a number of its own" in step.doc
    ]
    database = await at_stage(str(step.down_revision))
    words = {"true": "1", "false": "0"} if database.is_sqlite else {"true": "true", "false": "false"}
    async with database.engine.begin() as connection:
        for row in BEFORE.format(**words).split(";"):
            await connection.execute(sa.text(row))
    await schema_migration.migrate_schema(database)
    given = {"language": "nn", "origin": {}, "suggested": [], "guess": []}
    async with database.begin() as store:
        new = await store.questions.add(Question(asker_id=7, text="Kven no?", **given))
        old = await store.questions.find(12)
        assert (old.id, old.number, old.asker_id) == (12, 12, 7)
        assert new.number == 13
        assert new.id > 2**31
    if not database.is_sqlite:  # which has room for them in every version
        with pytest.raises(MigrationError, match="restore a backup"):
            await schema_migration.migrate_schema(database, str(step.down_revision))
    async with database.read() as store:
        assert await store.questions.find_question_number(new.id) == 13
