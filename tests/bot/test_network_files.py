"""A whole network is taken out as one file and founded anew from it, whatever the order of its rows."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.importers.network_files import PARTS, export_network, seed_network
from bot.importers.record_export import export_records
from bot.importers.rows import SEED
from bot.importers.seeding import SeedError, seed_records
from bot.platforms.playground import load_sample_network
from bot.runtime.bootstrap_data import prepare_database
from handlers.chat.turn import Arena
from handlers.dates.workdays import find_next_workday
from storage.directory.people import Account, Person
from storage.kit.database import Database
from tests.conftest import Clock
from tests.docs.pages import read_page, read_section
from tests.engines import ENGINES
from tests.networks import fill_network
from tests.processes import run


@pytest.fixture(scope="module")
async def network_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a network that every test of this file begins from: to found one takes longer than most of them."""
    path = tmp_path_factory.mktemp("network") / "arena.db"
    shutil.copyfile(sqlite_template, path)
    clock = Clock()
    database = Database(f"sqlite:///{path}", clock=clock)
    await fill_with_life(database, clock)
    await database.close()
    return path


@pytest.fixture
async def network(network_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Database]:
    path = tmp_path / "network.db"
    shutil.copyfile(network_file, path)
    database = Database(f"sqlite:///{path}", clock=clock)
    yield database
    await database.close()


async def fill_with_life(database: Database, clock: Clock) -> None:
    """The sample, and what has come about in chat since: claims, guests, people without an id, a merged topic."""
    await prepare_database(database)
    await load_sample_network(database, Arena())
    deadline = find_next_workday(clock().date() + timedelta(days=60))
    rows = [
        {"id": "K-1", "title": "Om nett", "deadline": str(deadline), "topics": ["nett"], "text": "Nettleie",
         "draft_text": "Vi mener", "signs": ["eksempel"], "affected": ["fjorddal"]},
    ]  # fmt: skip
    async with database.begin() as store:
        park = (
            await store.organisations.find_organisation_by_code("eksempel")
            or (await store.organisations.list_all_organisations())[0]
        )
        inner = await store.organisations.list_all_organisations()
        rows[0]["signs"], rows[0]["affected"] = [park.code], [next(one.code for one in inner if one.id != park.id)]
        claims = await store.people.add_person_with_account(Person(name="Claims Something", language="en"))
        await store.memberships.add_membership(claims, park.id, confirmed=False)
        both = await store.people.add_person_with_account(Person(name="Both Somewhere", language="nn"))
        for house in inner[:2]:
            await store.memberships.add_membership(both, house.id, confirmed=True)
        await store.organisations.appoint_representative(both.organisation_id, both.id, "deputy")
        for person, user, guest in ((claims, "U0GUEST", True), (both, "U0BOTH", False)):
            account = Account(platform="slack", workspace="T0001", user=user, name=f"@{person.id}", guest=guest)
            await store.people.add_account(person.id, account)
        gone = await store.people.add_person_with_account(Person(name="Has Left", language="nb", left_at=store.now))
        solution = (await store.solutions.list_published_solutions())[0]
        solution.owner_id = both.id
        (await store.solutions.list_published_solutions())[1].owner_id = gone.id
        topics = await store.topics.list_all_topics()
        slugs = {one.slug: one for one in topics}
        await store.topics.merge_topics(slugs["hydrogen"], slugs["energi"])
        await store.topics.set_topic_leads(topics[0].id, [both.id], [])
    outer = json.dumps({"id": "zz-outer", "name": "Zz outer"})
    inner = json.dumps({"id": "aa-inner", "name": "Aa inner", "parent": "zz-outer"})
    await seed_records(database, "organisations", [outer, inner])
    await seed_records(database, "consultations", [f"{json.dumps(row)}\n" for row in rows])
    await fill_network(database, clock())
    await load_what_lacks(database)


async def load_what_lacks(database: Database) -> None:
    """The example that the page on files has of each kind that is new, and of the topic that it may name."""
    there = {json.loads(line)["record"] for line in await export_network(database)}
    lacking = [kind for kind in SEED if kind not in there]  # in the order of loading
    for kind in ("topics", *lacking) if lacking else ():
        (example,) = re.findall(r"```json\n(.*?)\n```", read_section(read_page("files"), kind))
        await seed_records(database, kind, [example])


@pytest.fixture(params=ENGINES)
def elsewhere_url(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> str:
    """A second database with a schema and nothing in it, on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "elsewhere.db"
        shutil.copyfile(sqlite_template, path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def elsewhere_on(elsewhere_url: str, clock: Clock) -> AsyncIterator[Database]:
    database = Database(elsewhere_url, clock=clock)
    yield database
    await database.close()


async def taken_out(database: Database) -> list[str]:
    return [f"{line}\n" for line in await export_network(database)]


async def test_a_network_is_the_same_after_a_round_trip_in_any_order(network: Database, elsewhere_on: Database) -> None:
    lines = await taken_out(network)
    kinds = Counter(json.loads(line)["record"] for line in lines)
    assert set(kinds) == set(PARTS) == set(SEED)
    random.Random(7).shuffle(lines)
    assert await seed_network(elsewhere_on, lines) == len(lines)
    assert await taken_out(elsewhere_on) == await taken_out(network)
    assert await seed_network(elsewhere_on, lines) == len(lines)
    assert await taken_out(elsewhere_on) == await taken_out(network), "and nothing is done twice"
    async with elsewhere_on.read() as store:
        found = await store.people.find_person_by_account("slack", "T0001", "U0GUEST")
        assert found is not None
        person, account = found
        assert (person.name, person.confirmed, account.guest) == ("Claims Something", False, True)
        assert person.organisation_id is not None


async def test_each_kind_by_itself_is_loaded_in_the_order_of_the_readme(network: Database, elsewhere: Database) -> None:
    """Who leads a topic is known by their id until the people are loaded."""
    kinds = ("topics", "organisations", "people", "rooms", "solutions", "questions", "issues", "consultations",
             "meetings", "occurrences", "schemes")  # fmt: skip
    for kind in kinds:
        rows = [f"{line}\n" for line in await export_records(network, kind)]
        assert await seed_records(elsewhere, kind, rows) == len(rows)
    for kind in ("organisations", "topics"):
        before, after = [list(await export_records(one, kind)) for one in (network, elsewhere)]
        assert after == before


@pytest.mark.parametrize("kind", sorted(SEED))
async def test_a_table_of_each_kind_is_loaded_again_where_it_was_taken_out(network: Database, kind: str) -> None:
    before = list(await export_records(network, kind))
    table = [f"{line}\n" for line in await export_records(network, kind, csv=True)]
    assert await seed_records(network, kind, table) == len(before)
    assert list(await export_records(network, kind)) == before


async def test_a_match_that_is_new_is_not_loaded_from_a_table_without_what_its_sides_said(
    network: Database, elsewhere: Database
) -> None:
    for kind in ("topics", "organisations", "people", "sites", "listings"):
        await seed_records(elsewhere, kind, [f"{line}\n" for line in await export_records(network, kind)])
    rows = [json.loads(line) | {"votes": "2"} for line in await export_records(network, "matches")]
    table = [f"{json.dumps(row)}\n" for row in rows]
    with pytest.raises(SeedError, match="votes: a table has only their number; load it as JSON Lines"):
        await seed_records(elsewhere, "matches", table)


async def test_the_summary_of_a_round_is_no_round(network: Database, elsewhere: Database) -> None:
    rows = [f"{line}\n" for line in await export_records(network, "rounds")]
    with pytest.raises(SeedError, match="totals: a summary holds no answers and cannot be loaded"):
        await seed_records(elsewhere, "rounds", rows)


async def test_what_is_wrong_with_a_row_is_said_once_and_nothing_is_loaded(elsewhere: Database) -> None:
    lines = [
        '{"record": "people", "id": "kari", "name": "Kari", "organisation": "nowhere"}\n',
        '{"record": "organisations", "id": "kari", "name": "Kari AS"}\n',
        '{"record": "organisations", "id": "loop", "name": "Loop", "parent": "loop"}\n',
        '{"record": "minutes", "id": "1"}\n',
        '{"id": "2"}\n',
        "no JSON\n",
    ]
    with pytest.raises(SeedError) as error:
        await seed_network(elsewhere, lines, "network.jsonl")
    known = ", ".join(PARTS)
    assert str(error.value).splitlines() == [
        "network.jsonl: line 1: organisation: no organisation has the id 'nowhere'; load organisations first",
        "network.jsonl: line 3: parent: an organisation cannot be part of itself",
        f"network.jsonl: line 4: record: must be one of {known}",
        f"network.jsonl: line 5: record: must be one of {known}",
        "network.jsonl: line 6: not JSON: Expecting value: line 1 column 1 (char 0)",
        "Nothing was loaded.",
    ]
    assert await taken_out(elsewhere) == []


async def test_the_command_line_carries_a_network_into_an_empty_database(network: Database, tmp_path: Path) -> None:
    there, here = f"sqlite:///{tmp_path}/there.db", f"sqlite:///{network.engine.url.database}"
    file = tmp_path / "network.jsonl"
    file.write_text(run("export", "all", DATABASE_URL=here).stdout)
    loaded = run("seed", "all", str(file), DATABASE_URL=there)
    assert (loaded.returncode, loaded.stderr.count("Traceback")) == (0, 0), loaded.stderr
    assert run("export", "all", DATABASE_URL=there).stdout == file.read_text()
    assert run("export", "all", "--csv", DATABASE_URL=there).returncode == 2


@pytest.mark.parametrize("kind", ["all", "organisations", "consultations"])
def test_an_empty_file_is_loaded_and_changes_nothing(kind: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/arena.db"
    done = run("seed", kind, "-", input="", DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 ")
    assert run("export", "topics", DATABASE_URL=url).stdout.count("\n") == 18
