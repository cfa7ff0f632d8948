"""The schema goes up, down and up again on both engines, and is then what the tables say, to the letter."""

from __future__ import annotations

import asyncio
import runpy
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.directory.people import Account, Person
from storage.kit import schema_migration, schema_revisions
from storage.kit.database import Database
from storage.kit.migration_quiet import QUIET_SECONDS, StillRunning
from storage.kit.record_ids import LARGEST_ID
from storage.kit.schema_revisions import MigrationError, SchemaTooNew, SchemaTooOld, UnknownRevision
from storage.kit.tables import metadata
from storage.migrations.__main__ import draft_revision
from storage.questions.questions import Question
from storage.search.search_rows import SearchDocument
from tests.conftest import Clock
from tests.storage.conftest import AtStage, closing
from tests.storage.schemas import schema

#: number of steps that are tried one by one
NEWEST = 10
#: a further revision, as a later version of the bot would bring it
LATER = '''"""Later."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later", {head!r}, None, None


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.alter_column("name", type_=sa.String(300), existing_type=sa.String(200), existing_nullable=False)
        people.add_column(sa.Column("shoe_size", sa.Integer()))
    {then}


def downgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.drop_column("shoe_size")
        people.alter_column("name", type_=sa.String(200), existing_type=sa.String(300), existing_nullable=False)
'''


@pytest.fixture
def with_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Add a revision to a copy of this version's; `then` is a last line of its upgrade."""

    def add(then: str = "") -> None:
        head = schema_revisions.find_head_revision()
        folder = shutil.copytree(schema_revisions.MIGRATIONS, tmp_path / "migrations")
        (folder / "versions" / "later.py").write_text(LATER.format(head=head, then=then))
        monkeypatch.setattr(schema_revisions, "MIGRATIONS", folder)
        schema_migration.load_migration_scripts.cache_clear()

    yield add
    monkeypatch.undo()
    schema_migration.load_migration_scripts.cache_clear()


async def test_a_drafted_revision_can_be_imported(with_later: Callable[..., None]) -> None:
    with_later()
    versions = schema_revisions.MIGRATIONS / "versions"
    before = set(versions.glob("*.py"))
    await draft_revision("nothing yet")
    (draft,) = set(versions.glob("*.py")) - before
    assert runpy.run_path(str(draft))["down_revision"] == "later"


def test_there_is_one_head() -> None:
    assert len(schema_migration.load_migration_scripts().get_heads()) == 1


async def test_the_schema_goes_up_down_and_up_again(at_head: Database) -> None:
    """It has come up from nothing already: see `postgres_head` and `sqlite_template`."""
    first = schema_revisions.find_head_revision()
    assert await schema_migration.load_schema_revision(at_head) == first
    up = await schema(at_head)

    assert await schema_migration.migrate_schema(at_head, "base") == ""
    assert await schema(at_head) == {}
    assert not await schema_revisions.is_schema_at_head(at_head)
    assert await schema_migration.migrate_schema(at_head) == first
    assert await schema_migration.load_schema_revision(at_head) == first
    assert await schema(at_head) == up
    assert await schema_revisions.is_schema_at_head(at_head)


async def test_each_of_the_newest_steps_goes_down_and_up(at_head: Database) -> None:
    """Above each step stands the same, from whichever side it was come to. Older ones go the whole way together."""
    above = []
    for step in islice(schema_migration.load_migration_scripts().walk_revisions(), NEWEST):
        above.append((step, await schema(at_head)))
        await schema_migration.migrate_schema(at_head, str(step.down_revision))
    for step, before in reversed(above):
        assert await schema_migration.migrate_schema(at_head, step.revision) == step.revision
        assert await schema(at_head) == before, step.revision


async def test_the_migrations_build_what_the_tables_say(at_head: Database) -> None:
    migrated = await schema(at_head)
    async with at_head.engine.begin() as connection:
        await connection.run_sync(metadata.drop_all)
    assert await schema(at_head) == {}
    async with at_head.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    assert await schema(at_head) == migrated


async def test_a_change_that_alembic_itself_does_not_see_is_seen(at_head: Database) -> None:
    """A partial index with another condition: the comparison must not be blind where autogenerate is."""
    before = await schema(at_head)
    async with at_head.engine.begin() as connection:
        await connection.exec_driver_sql("DROP INDEX ix_deliveries_due")
        await connection.exec_driver_sql("CREATE INDEX ix_deliveries_due ON deliveries (next_at) WHERE state = 'sent'")
    assert await schema(at_head) != before


async def test_rows_survive_a_step_that_rebuilds_their_table(
    at_head: Database, with_later: Callable[..., None]
) -> None:
    async with at_head.begin() as store:
        person = await store.people.add_person_with_account(*kari())
        question = await store.questions.add(ask(person))
        await store.question_followers.follow_question(question.id, person.id)
    before = await counts(at_head)
    assert before["question_followers"] == before["accounts"] == 1

    with_later()
    assert await schema_migration.migrate_schema(at_head) == "later"
    assert await counts(at_head) == before
    async with at_head.begin() as store:
        await store.session.execute(sa.text("UPDATE people SET shoe_size = 43"))
        with pytest.raises(sa.exc.IntegrityError):  # the keys are on again
            await store.session.execute(sa.text("UPDATE questions SET asker_id = 999"))
        await store.session.rollback()
    script = schema_migration.load_migration_scripts().get_revision("later")
    await schema_migration.migrate_schema(at_head, str(script.down_revision))
    assert await counts(at_head) == before


async def test_rows_of_before_keep_their_ids_and_questions_are_known_by_theirs(at_head: Database) -> None:
    """With rows that the version before has written; afterwards ids may be as large as they are made now."""
    (step,) = [step for step in schema_migration.load_migration_scripts().walk_revisions() if "Heartbeats" in step.doc]
    async with at_head.begin() as store:
        person = await store.people.add_person_with_account(*kari())
        question = await store.questions.add(ask(person))
        await store.question_followers.follow_question(question.id, person.id)
    await schema_migration.migrate_schema(at_head, str(step.down_revision))
    async with at_head.engine.begin() as connection:
        columns = await connection.run_sync(lambda sync: sa.inspect(sync).get_columns("questions"))
        names = ", ".join(column["name"] for column in columns if column["name"] != "id")
        await connection.exec_driver_sql(f"INSERT INTO questions ({names}) SELECT {names} FROM questions")
        await connection.exec_driver_sql("INSERT INTO watched_sources (link, failure, entries, created_at)"
                                         " VALUES ('https://example.org/', '', 0, '2026-01-01')")  # fmt: skip
    before = await counts(at_head)
    assert (before["questions"], before["question_followers"], before["accounts"]) == (2, 1, 1)

    await schema_migration.migrate_schema(at_head)
    assert {name: n for name, n in (await counts(at_head)).items() if name in before} == before
    async with at_head.begin() as store:
        asked = (await store.session.scalars(sa.select(Question).order_by(Question.id))).all()
        assert [one.number for one in asked] == [one.id for one in asked] == [1, 2]
        assert [source.kills for source in await store.consultation_sources.list_watched_sources()] == [0]
        found = await store.people.find_person_by_account("playground", "w", "kari")
        assert found
        assert not found[0].language_open
        newest = ask(found[0])
        newest.id = LARGEST_ID
        assert (await store.questions.add(newest)).number == 3


#: a solution as it was before the index knew what is verified, and what was kept of it there
BEFORE = """
INSERT INTO topics (id, slug, name_nb, name_nn, name_en, description, keywords, examples)
    VALUES ({id}, 's{id}', '', '', '', '', '[]', '[]');
INSERT INTO solutions (id, topic_id, code, title, problem, done, result, cost_time, preconditions, pitfall, failed,
    maturity, contact, park, seeded, level, language, state, version, sendings, created_at,
    verified_at, doubted_at, verify_by) VALUES ({id}, {id}, 'L-{id}', '', '', '', '', '', '', '', '', '', '', '', '',
    'members', 'nb', 'published', 1, 0, '2026-01-01', {verified}, {doubted}, {until});
INSERT INTO search_documents (kind, record_id, level, topic_id, language)
    VALUES ('solution', {id}, 'members', {id}, 'nb')
"""


async def test_what_is_verified_is_known_to_the_index_from_before(at_stage: AtStage) -> None:
    (step,) = [step for step in schema_migration.load_migration_scripts().walk_revisions() if "vouches" in step.doc]
    database = await at_stage(str(step.down_revision))
    day, late = "'2026-01-20'", "'2027-01-20'"
    rows = ((day, "NULL", late), (day, day, late), ("NULL", "NULL", late), (day, "NULL", "NULL"))
    async with database.engine.begin() as connection:
        for id, (verified, doubted, until) in enumerate(rows, 900):
            for row in BEFORE.split(";"):
                text = row.format(id=id, verified=verified, doubted=doubted, until=until)
                await connection.execute(sa.text(text))
    await schema_migration.migrate_schema(database)
    async with database.read() as store:
        found = await store.session.scalars(sa.select(SearchDocument.verified_until).order_by(SearchDocument.record_id))
        assert found.all() == [date(2027, 1, 20), None, None, date.max]


async def test_a_limit_of_before_modes_holds_for_any(at_head: Database) -> None:
    (step,) = [
        step for step in schema_migration.load_migration_scripts().walk_revisions() if "of transport" in step.doc
    ]
    await schema_migration.migrate_schema(at_head, str(step.down_revision))
    async with at_head.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO matching_limits (type, factor, stretch, changed_at)"
            " VALUES ('material', 'distance', 1.5, '2026-11-20')"
        )
    await schema_migration.migrate_schema(at_head)
    async with at_head.read() as store:
        assert await store.matching_limits.map_stretches() == {("material", "", "distance"): 1.5}
    await schema_migration.migrate_schema(at_head, str(step.down_revision))
    assert (await counts(at_head))["matching_limits"] == 1


async def test_a_step_that_fails_leaves_everything_as_it_was(
    at_head: Database, with_later: Callable[..., None]
) -> None:
    head = schema_revisions.find_head_revision()
    before = await schema(at_head)
    with_later("raise RuntimeError('out of paper')")
    with pytest.raises(RuntimeError, match="out of paper"):
        await schema_migration.migrate_schema(at_head)
    assert await schema_migration.load_schema_revision(at_head) == head
    assert await schema(at_head) == before


async def test_a_step_that_orphans_rows_is_refused(sqlite_url: str, with_later: Callable[..., None]) -> None:
    async with closing(Database(sqlite_url)) as database:
        head = schema_revisions.find_head_revision()
        async with database.begin() as store:
            await store.people.add_person_with_account(*kari())
        with_later("op.execute('DELETE FROM people')")
        with pytest.raises(MigrationError, match="point nowhere"):
            await schema_migration.migrate_schema(database)
        assert await schema_migration.load_schema_revision(database) == head
        assert (await counts(database))["people"] == 1


async def test_a_schema_newer_than_the_code_is_refused(at_head: Database, with_later: Callable[..., None]) -> None:
    head = schema_revisions.find_head_revision()
    async with at_head.begin() as store:
        await store.session.execute(sa.text("UPDATE alembic_version SET version_num = 'fromthefuture'"))
    for attempt in (
        schema_revisions.prepare_schema(at_head),
        schema_migration.migrate_schema(at_head),
        schema_migration.migrate_schema(at_head, head),
        schema_migration.load_schema_revision(at_head),
    ):
        with pytest.raises(SchemaTooNew, match="fromthefuture"):
            await attempt
    assert not await schema_revisions.is_schema_at_head(at_head)


async def test_a_process_serves_a_schema_that_moves_on_under_it_and_none_from_before(at_head: Database) -> None:
    head = int(schema_revisions.find_head_revision())
    served = {"fromthefuture": False, "": False, f"{head - 1:04}": False, f"{head:04}": True, f"{head + 1:04}": True}
    for revision, is_served in served.items():
        async with at_head.begin() as store:
            await store.session.execute(sa.text("UPDATE alembic_version SET version_num = :now"), {"now": revision})
        assert await schema_revisions.is_schema_served(at_head) is is_served, revision


async def test_a_start_brings_sqlite_to_head_and_asks_for_postgresql(at_head: Database) -> None:
    await schema_migration.migrate_schema(at_head, list_newest()[1])
    if at_head.is_sqlite:
        await schema_revisions.prepare_schema(at_head)
    else:
        with pytest.raises(SchemaTooOld, match="python -m bot migrate"):
            await schema_revisions.prepare_schema(at_head)
        await schema_migration.migrate_schema(at_head)
    await schema_revisions.prepare_schema(at_head)
    assert await schema_revisions.is_schema_at_head(at_head)


async def test_an_unknown_revision_is_named(empty: Database) -> None:
    assert await schema_migration.load_schema_revision(empty) == ""
    assert not await schema_revisions.is_schema_at_head(empty)
    with pytest.raises(UnknownRevision, match="nonsense"):
        await schema_migration.migrate_schema(empty, "nonsense")


async def test_two_that_migrate_at_once_do_it_one_after_the_other(head_url: str) -> None:
    async with closing(Database(head_url)) as one, closing(Database(head_url)) as other:
        await schema_migration.migrate_schema(one, list_newest()[3])
        assert (
            await asyncio.gather(schema_migration.migrate_schema(one), schema_migration.migrate_schema(other))
            == [schema_revisions.find_head_revision()] * 2
        )


async def test_ids_are_not_made_anew_while_a_process_runs(at_stage: AtStage, clock: Clock) -> None:
    database = await at_stage("0031")

    async def beat() -> None:
        async with database.begin() as store:
            await store.heartbeats.record_heartbeat("worker", None)

    async def run(times: int) -> None:
        for _ in range(times):
            await beat()
            await asyncio.sleep(0.2)

    await beat()
    if not database.is_sqlite:  # holds ids of any size, and its process brings it to head itself
        running = asyncio.create_task(run(20))
        with pytest.raises(StillRunning, match=r"is running \(its last beat was \d+ s ago\): stop every one"):
            await schema_migration.migrate_schema(database, "0032")
        await running
        assert await schema_migration.load_schema_revision(database) == "0031"
    migrating = asyncio.create_task(schema_migration.migrate_schema(database, "0032"))
    await asyncio.sleep(0.3)
    clock.forward(seconds=QUIET_SECONDS)
    assert await migrating == "0032", "it was stopped"


def list_newest() -> list[str]:
    """Return the newest revisions, the head first."""
    return [step.revision for step in islice(schema_migration.load_migration_scripts().walk_revisions(), NEWEST)]


def kari() -> tuple[Person, Account]:
    account = Account(platform="playground", workspace="w", user="kari", name="Kari", guest=False)
    return Person(name="Kari", language="nn", role="member"), account


def ask(person: Person) -> Question:
    return Question(asker_id=person.id, text="Kven har prøvd?", language="nn", origin={}, suggested=[], guess=[])


async def counts(database: Database) -> dict[str, int]:
    """By table, of those that are there at this revision."""
    async with database.engine.connect() as connection:
        names = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
        return {name: (await connection.exec_driver_sql(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}
