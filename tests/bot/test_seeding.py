"""Files are loaded whole or not at all, may be loaded again, and come out as they went in."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from bot.importers.record_export import export_records
from bot.importers.seeding import SeedError, seed_records
from bot.runtime.bootstrap_data import ensure_initial_topics
from storage.directory.people import MEMBER, Account, Person
from storage.kit.database import Database
from storage.questions.questions import OPEN, Question
from tests.conversation import WORKSPACE, Conversation
from tests.houses import houses

PARK = {"id": "eksempel", "name": "Eksempel Industripark", "kind": "park", "place": "Eksempelvik"}
WHERE = {"region": "Vestfiktiv", "industry": "prosessindustri"}
KARI = {
    "id": "kari",
    "name": "Kari Eksempel",
    "organisation": "eksempel",
    "language": "nn",
    "contact": "contact",
    "leads": ["nett"],
    "accounts": [{"platform": "slack", "workspace": "T0EXAMPLE", "user": "U0KARI"}],
}
ROOM = {
    "id": "grid",
    "platform": "slack",
    "workspace": "T0EXAMPLE",
    "channel": "C0GRID",
    "name": "#nett",
    "topics": ["nett"],
    "organisation": "eksempel",
}


def lines(*rows: dict[str, Any]) -> list[str]:
    return [json.dumps(row) + "\n" for row in rows]


@pytest.fixture
async def filled(database: Database) -> Database:
    async with database.begin() as store:
        await ensure_initial_topics(store)
    return database


async def faults(database: Database, kind: str, *rows: dict[str, Any]) -> str:
    with pytest.raises(SeedError) as caught:
        await seed_records(database, kind, lines(*rows), "file.jsonl")
    return str(caught.value)


async def test_the_topics_that_come_with_the_bot_are_given_once(filled: Database) -> None:
    async with filled.begin() as store:
        grid = await store.topics.find_topic_by_slug("nett")
        assert grid is not None
        grid.name_nb = "Strøm"
    async with filled.begin() as store:
        await ensure_initial_topics(store)
        assert len(await store.topics.list_all_topics()) == 18
        again = await store.topics.find_topic_by_slug("nett")
        assert again is not None
        assert again.name_nb == "Strøm"


async def test_a_network_is_loaded_and_loaded_again(filled: Database) -> None:
    for _ in range(2):
        assert await seed_records(filled, "organisations", lines(PARK)) == 1
        assert await seed_records(filled, "people", lines(KARI)) == 1
        assert await seed_records(filled, "rooms", lines(ROOM)) == 1
    async with filled.read() as store:
        (kari,) = await store.people.list_all_people()
        (account,) = await store.people.list_reachable_accounts(kari.id)
        (room,) = await store.rooms.list_all_rooms()
        grid = await store.topics.find_topic_by_slug("nett")
        assert grid is not None
        assert (kari.language, kari.role, kari.confirmed) == ("nn", MEMBER, True)
        assert (account.platform, account.workspace, account.user) == ("slack", "T0EXAMPLE", "U0KARI")
        assert [one.id for one in await store.organisations.list_representatives(kari.organisation_id or 0)] == [
            kari.id
        ]
        assert [one.id for one in await store.topics.list_topic_leads(grid.id)] == [kari.id]
        assert await store.rooms.list_room_topic_ids(room.id) == {grid.id}
        assert room.organisation_id == kari.organisation_id


async def test_a_changed_row_changes_what_it_says_and_nothing_else(filled: Database) -> None:
    await seed_records(filled, "organisations", lines(PARK))
    await seed_records(filled, "people", lines(KARI))
    await seed_records(filled, "people", lines({"id": "kari", "name": "Kari Døme"}))
    async with filled.read() as store:
        (kari,) = await store.people.list_all_people()
        assert (kari.name, kari.language) == ("Kari Døme", "nn")
        assert len(await store.topics.list_topics_led_by(kari.id)) == 1
    await seed_records(
        filled, "people", lines({"id": "kari", "name": "Kari Døme", "leads": [], "deputy_leads": ["hms"]})
    )
    async with filled.read() as store:
        assert [topic.slug for topic in await store.topics.list_topics_led_by(kari.id)] == ["hms"]


async def test_every_fault_is_told_with_line_and_field_and_nothing_is_kept(filled: Database) -> None:
    told = await faults(
        filled,
        "organisations",
        PARK,
        {"id": "x", "name": "X", "kind": "island"},
        {"id": "y"},
        {"id": "z", "name": "Z", "colour": "red"},
        {"id": "eksempel", "name": "Again"},
    )
    assert told.splitlines() == [
        "file.jsonl: line 2: kind: must be one of park, cluster, company, association, public, not 'island'",
        "file.jsonl: line 3: name: is required",
        (
            "file.jsonl: line 4: colour: unknown field; "
            "use one of id, name, kind, parent, place, region, industry, employees, topics, contacts, deputies"
        ),
        "file.jsonl: line 5: id: 'eksempel' is in line 1 already",
        "Nothing was loaded.",
    ]
    async with filled.read() as store:
        assert await store.organisations.list_all_organisations() == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"id": "a"\n', "line 1: not JSON"),
        ('{"id": "a", "name": "A"}\n[]\n', "line 2: must be an object"),
        ("[1, 2]", "row 1: must be an object"),
        ("[{]", "not JSON"),
        ("id,name\na,A,extra\n", "line 2: has 3 cells, but the header has 2"),
        ('id,name\na,"A\n', "not CSV"),
        ("id,id,name\na,b,A\n", "line 1: two columns are called id"),
        ('{"id": "a", "name": "A\\u0000"}', "line 1: 'name': contains a character that is not text"),
        ('{"id": "a", "topics": ["A\\ud83d"]}', "line 1: 'topics': contains a character that is not text"),
    ],
)
async def test_a_file_that_cannot_be_read_says_where(sqlite_url: str, text: str, fault: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(SeedError, match=fault.replace("[", r"\[")):
        await seed_records(database, "organisations", io.StringIO(text), "file")
    await database.close()


async def test_an_address_that_cannot_work_is_explained(filled: Database) -> None:
    for change, said in (
        ({"workspace": ""}, "workspace: must be the workspace's id, such as T0123ABCD"),
        ({"workspace": "*"}, "workspace: must be the workspace's id"),
        ({"channel": "#nett"}, "channel: must be the channel's id, such as C0123ABCD, not its name"),
        ({"platform": "teams", "workspace": ""}, "workspace: must be the tenant's id"),
        ({"platform": "icq"}, "platform: must be one of slack, teams, playground"),
        ({"topics": ["fotball"]}, "topics: unknown topic 'fotball'"),
        ({"organisation": "nowhere"}, "organisation: no organisation has the id 'nowhere'"),
    ):
        assert said in await faults(filled, "rooms", ROOM | {"organisation": ""} | change)


async def test_an_object_id_of_entra_is_no_account(filled: Database) -> None:
    """The bot would never hear from it: Teams names people by another id."""
    account = {"platform": "teams", "workspace": "tenant", "user": "3f2a0c1e-1111-2222-3333-444455556666"}
    assert "not the object id of Entra" in await faults(
        filled, "people", {"id": "kari", "name": "Kari", "accounts": [account]}
    )


async def test_who_wrote_before_being_loaded_is_the_same_person(filled: Database) -> None:
    async with filled.begin() as store:
        account = Account(platform="slack", workspace="T0EXAMPLE", user="U0KARI", name="kari")
        came = await store.people.add_person_with_account(Person(name="kari", language="nb"), account)
    await seed_records(filled, "organisations", lines(PARK))
    await seed_records(filled, "people", lines(KARI))
    async with filled.read() as store:
        (kari,) = await store.people.list_all_people()
        assert (kari.id, kari.code, kari.name) == (came.id, "kari", "Kari Eksempel")


async def test_two_accounts_turn_out_to_be_one_person_with_all_that_was_theirs(filled: Database) -> None:
    await seed_records(filled, "organisations", lines(PARK))
    await seed_records(filled, "people", lines(KARI))
    async with filled.begin() as store:
        (kari,) = await store.people.list_all_people()
        account = Account(platform="teams", workspace="tenant", user="29:1abc", name="Kari E")
        other = await store.people.add_person_with_account(Person(name="Kari E", language="nb"), account)
        grid = await store.topics.find_topic_by_slug("nett")
        assert grid is not None
        await store.topics.follow_topic(grid.id, kari.id)
        await store.topics.follow_topic(grid.id, other.id)
        question = await store.questions.add(
            Question(asker_id=other.id, text="?", language="nb", state=OPEN, origin={}, suggested=[], guess=[])
        )
    both = KARI | {"accounts": [*KARI["accounts"], {"platform": "teams", "workspace": "tenant", "user": "29:1abc"}]}
    await seed_records(filled, "people", lines(both))
    async with filled.read() as store:
        assert [one.id for one in await store.people.list_all_people()] == [kari.id]
        assert len(await store.people.list_reachable_accounts(kari.id)) == 2
        found = await store.questions.find(question.id)
        assert found is not None
        assert found.asker_id == kari.id
        assert [one.id for one in await store.topics.list_topic_followers(grid.id)] == [kari.id]


async def test_whoever_is_moved_by_a_file_no_longer_acts_for_the_organisation_before(filled: Database) -> None:
    await seed_records(filled, "organisations", lines(PARK, PARK | {"id": "prove", "name": "Prøve"}), "o")
    for organisation in ("eksempel", "prove"):
        await seed_records(filled, "people", lines(KARI | {"organisation": organisation}), "p")
    async with filled.read() as store:
        kari = await store.people.find_person_by_code("kari")
        assert kari is not None
        acts = await store.organisations.list_organisations_represented_by(kari.id)
        assert [one.code for one in acts] == ["prove"]
        assert [one.organisation.code for one in await store.memberships.list_memberships_of_person(kari)] == ["prove"]


async def test_a_file_that_is_loaded_again_leaves_whom_somebody_acts_for_by_now(filled: Database) -> None:
    await seed_records(filled, "organisations", lines(PARK, PARK | {"id": "prove", "name": "Prøve"}), "o")
    await seed_records(filled, "people", lines(KARI), "p")
    async with filled.begin() as store:
        kari = await store.people.find_person_by_code("kari")
        assert kari is not None
        await store.memberships.add_membership(kari, 2, confirmed=True)
        await store.memberships.switch_acting_organisation(kari, 2)
    await seed_records(filled, "people", lines(KARI), "p")
    async with filled.read() as store:
        kari = await store.people.find_person_by_code("kari")
        assert kari is not None
        belongs = await store.memberships.list_memberships_of_person(kari)
    assert [(one.organisation.code, one.acting) for one in belongs] == [("prove", True), ("eksempel", False)]


async def test_what_somebody_is_for_a_second_organisation_goes_along_with_the_file(filled: Database) -> None:
    house = PARK | {"id": "prove", "name": "Prøve"}
    await seed_records(filled, "organisations", lines(PARK, house), "o")
    await seed_records(filled, "people", lines(KARI | {"deputy_also": ["prove"]}), "p")
    (row,) = map(json.loads, await export_records(filled, "people"))
    assert (row["contact"], row["also"], row["contact_also"], row["deputy_also"]) == (
        "contact", ["prove"], [], ["prove"],
    )  # fmt: skip
    async with filled.begin() as store:
        await store.organisations.dismiss_representative(2, (await store.people.list_all_people())[0].id)
    await seed_records(filled, "people", lines(row), "p")
    async with filled.read() as store:
        kari = await store.people.find_person_by_code("kari")
        assert kari is not None
        assert await store.organisations.get_representative_role(kari.id, 2) == "deputy"


async def test_an_old_file_brings_nobody_back_whose_data_were_deleted(filled: Database) -> None:
    talk = await Conversation(filled).begin()
    await talk.person("sara", role="secretariat")
    kari = await talk.person("karine", organisation="eksempel")
    await kari.submits(await kari.does("privacy.erase"), word="DELETE")
    account = {"platform": "slack", "workspace": "T0EXAMPLE", "user": "U0KARI"}
    row = {"id": f"person-{kari.person_id}", "name": "Karine", "organisation": "eksempel", "accounts": [account]}
    await seed_records(filled, "people", lines(row), "p")
    async with filled.read() as store:
        gone = await store.people.load_person(kari.person_id)
        assert (gone.name, gone.organisation_id) == ("Tidligere medlem", None)
        assert await store.people.list_all_accounts(gone.id) == []


async def test_an_account_of_somebody_else_is_a_fault(filled: Database) -> None:
    await seed_records(filled, "people", lines(KARI | {"organisation": "", "contact": ""}))
    thief = {"id": "per", "name": "Per", "accounts": KARI["accounts"]}
    assert "accounts: U0KARI is the account of 'kari'" in await faults(filled, "people", thief)


async def test_contacts_named_before_the_people_are_loaded_are_the_people_loaded_later(filled: Database) -> None:
    await seed_records(filled, "organisations", lines(PARK | {"contacts": ["kari"], "deputies": ["line"]}))
    await seed_records(filled, "people", lines({"id": "kari", "name": "Kari Eksempel", "organisation": "eksempel"}))
    async with filled.read() as store:
        park = await store.organisations.find_organisation_by_code("eksempel")
        assert park is not None
        people = await store.organisations.list_representatives(park.id)
        assert [one.name for one in people] == ["Kari Eksempel", "line"]
    await seed_records(filled, "organisations", lines(PARK | {"contacts": [], "deputies": ["kari"]}))
    async with filled.read() as store:
        roles = await store.organisations.map_representative_roles(park.id)
        assert list(roles.values()) == ["deputy"]


async def test_topics_are_loaded_as_a_list_and_as_a_table(filled: Database) -> None:
    row = {
        "slug": "rail",
        "name": {"nb": "Jernbane", "en": "Rail"},
        "keywords": ["*spor", "vogn"],
        "description_nb": "Spor",
        "description_nn": "Skjener",
        "description_en": "Tracks",
        "neighbours": "nett",
    }
    await seed_records(filled, "topics", io.StringIO(json.dumps([row], indent=1)))
    async with filled.read() as store:
        rail = await store.topics.find_topic_by_slug("rail")
        assert rail is not None
        assert (rail.name_nn, rail.name_en) == ("Jernbane", "Rail")
        assert [rail.get_description(language) for language in ("nb", "nn", "en")] == ["Spor", "Skjener", "Tracks"]
        assert rail.keywords == [{"term": "spor", "head": True}, {"term": "vogn", "head": False}]
    table = "\ufeffslug;name_nb;name_en;keywords\nrail;Bane;Railway;*spor\n"
    await seed_records(filled, "topics", io.StringIO(table))
    async with filled.read() as store:
        rail = await store.topics.find_topic_by_slug("rail")
        assert rail is not None
        assert (rail.name_nb, rail.name_en, len(rail.keywords)) == ("Bane", "Railway", 1)
    assert "slug: must be lower-case" in await faults(filled, "topics", row | {"slug": "Rail way"})


async def test_what_this_version_does_not_have_is_said(filled: Database) -> None:
    assert "minutes cannot be loaded in this version" in await faults(filled, "minutes", {"id": "1"})


@pytest.mark.parametrize("kind", ["organisations", "people", "topics", "rooms"])
async def test_what_is_taken_out_can_be_read_in_again(filled: Database, kind: str) -> None:
    await seed_records(filled, "organisations", lines(PARK | WHERE))
    await seed_records(filled, "organisations", lines(PARK))  # what a row leaves out stays
    await seed_records(filled, "people", lines(KARI))
    await seed_records(filled, "rooms", lines(ROOM))
    rows = list(await export_records(filled, kind))
    table = list(await export_records(filled, kind, csv=True))
    assert len(table) == len(rows) + 1
    if kind != "topics":
        assert await seed_records(filled, kind, [f"{line}\n" for line in table]) == len(rows)
    assert await seed_records(filled, kind, [f"{line}\n" for line in rows]) == len(rows)
    assert list(await export_records(filled, kind)) == rows
    assert "U0KARI" not in "".join(rows)
    if kind == "organisations":
        assert [json.loads(row)["region"] for row in rows] == ["Vestfiktiv"]


async def test_a_cell_is_never_a_formula(filled: Database) -> None:
    names = ["=1+1", "+47", "-x", "@cmd", "plain"]
    await seed_records(filled, "organisations", lines(*({"id": f"o{n}", "name": name} for n, name in enumerate(names))))
    read = list(csv.DictReader(await export_records(filled, "organisations", csv=True)))
    assert {row["name"] for row in read} == {"'=1+1", "'+47", "'-x", "'@cmd", "plain"}
    await seed_records(filled, "organisations", await export_records(filled, "organisations", csv=True))
    async with filled.read() as store:
        assert {row.name for row in await store.organisations.list_all_organisations()} == set(names)


async def test_an_anonymous_question_is_taken_out_without_its_asker(filled: Database) -> None:
    talk = await Conversation(filled).begin()
    await talk.carries("grid", "nett")
    kari = await talk.person("kari", organisation="eksempel")
    await houses(filled)
    form = await kari.does("questions.write")
    await kari.submits(form, text="Hvor lang er køen for tilknytning hos nettselskapet?", topic="nett")
    await kari.submits(
        await kari.does("questions.write"),
        text="Hva koster det at nettselskapet lar oss vente?",
        topic="nett",
        **{"as": "anonymous"},
    )
    named, anonymous = [json.loads(line) for line in await export_records(filled, "questions")]
    assert (named["organisation"], named["asker"], named["topic"]) == ("eksempel", "person-1", "nett")
    assert (anonymous["organisation"], anonymous["asker"]) == ("", "")
    assert WORKSPACE not in json.dumps([named, anonymous])
