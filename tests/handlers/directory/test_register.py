"""Conversations with the secretariat about the register: described, read in from a table, and who is silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone

TABLE = """id;name;kind;parent;employees;topics
park;Prøve park;park;;1 200;nett;
bedrift;Prøve bedrift;company;park;60;hms,nett"""


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(datetime(2027, 3, 1, 9, 15, tzinfo=UTC))  # on a Monday, when people may be written to
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


async def test_an_organisation_is_described_in_its_form(talk: Conversation, sara: Someone) -> None:
    await talk.person("line", organisation="eksempel")
    form = await sara.does("admin.organisation")
    wrong = await sara.submits(form, name="Prøve bedrift", kind="company", employees="many")
    assert list(wrong.errors) == ["employees"]
    await sara.submits(
        form, name="Prøve bedrift", kind="company", employees="1 200", parent="1", region="Vest", topics=("nett", "hms")
    )
    async with talk.database.read() as store:
        found = await store.organisations.find_organisation_by_code("prove-bedrift")
        assert found is not None
        assert (found.employees, found.parent_id, found.region) == (1200, 1, "Vest")
        assert len(await store.organisations.list_known_topic_ids(found.id)) == 2
    inside_out = await sara.submits(await sara.does("admin.organisation", "1"), parent=str(found.id))
    assert list(inside_out.errors) == ["parent"]
    again = await sara.does("admin.organisation", str(found.id))
    assert {field.name: field.value for field in again.form.fields}["employees"] == "1200"


async def test_a_table_is_imported_whole_or_not_at_all_with_a_word_for_each_row(
    talk: Conversation, sara: Someone
) -> None:
    good = TABLE.replace("nett;\n", "nett\n").replace("hms,nett", "hms")
    bad = good.replace("company", "island").replace("1 200", "many")
    form = await sara.does("admin.import")
    wrong = await sara.submits(form, rows=bad)
    assert "line 2: employees: must be a whole number" in wrong.errors["rows"]
    assert "line 3: kind: must be one of industrial park" in wrong.errors["rows"]
    assert "line 2: has 7 cells" in (await sara.submits(form, rows=TABLE)).errors["rows"]
    async with talk.database.read() as store:
        assert await store.organisations.list_all_organisations() == []
    done = await sara.commands(f"import\n{good}", name="admin")
    assert "2 organisations are imported" in done.card.fallback
    async with talk.database.read() as store:
        park, company = (
            await store.organisations.find_organisation_by_code("park"),
            await store.organisations.find_organisation_by_code("bedrift"),
        )
        assert park is not None
        assert company is not None
        assert (park.employees, company.parent_id) == (1200, park.id)
    assert "spreadsheet" in (await sara.commands("import", name="admin")).card.fallback
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).language = "nb"
    said = (await sara.submits(form, rows=bad)).errors["rows"]
    assert "linje 2: employees: må være et helt tall" in said
    assert "linje 3: kind: må være en av industripark" in said
    assert "linje 2: har 7 celler" in (await sara.submits(form, rows=TABLE)).errors["rows"]
    kari = await talk.person("kari")
    assert "Only the secretariat" in (await kari.commands(f"import\n{good}", name="admin")).card.fallback


@pytest.mark.parametrize(
    ("language", "table", "wrong"),
    [
        (
            "nb",
            "id;Navn;Type;Del av;Sted;Ansatte\npark;Vik Park;Industripark;;Vik;1 200\nverk;Verket;bedrift;park;Vik;",
            "linje 2: Ansatte: må være et helt tall",
        ),
        (
            "nn",
            "id;namn;type;del av;stad;tilsette\npark;Vik Park;industripark;;Vik;1 200\nverk;Verket;bedrift;park;Vik;",
            "linje 2: tilsette: må vere eit heilt tal",
        ),
    ],
)
async def test_a_table_may_be_headed_as_the_form_is(
    talk: Conversation, sara: Someone, language: str, table: str, wrong: str
) -> None:
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).language = language
    example = (await sara.commands("import", name="admin")).card.fallback.split("\n", 2)[2]
    assert example.startswith("id;na")
    assert "1 organisasjon er importert" in (await sara.commands(f"import\n{example}", name="admin")).card.fallback
    assert wrong in (await sara.commands(f"import\n{table.replace('1 200', 'x')}", name="admin")).card.fallback
    unknown = (await sara.commands(f"import\n{table.replace('el av;', 'farge;')}", name="admin")).card.fallback
    assert "linje 2: Dfarge: " in unknown or "linje 2: dfarge: " in unknown
    assert ", del av, " in unknown
    await sara.commands(f"import\n{table}", name="admin")
    async with talk.database.read() as store:
        found = {one.name: one for one in await store.organisations.list_all_organisations()}
    park, plant = found["Vik Park"], found["Verket"]
    assert (park.kind, park.place, park.employees) == ("park", "Vik", 1200)
    assert (plant.kind, plant.parent_id) == ("company", park.id)


async def test_the_secretariat_sees_who_is_silent_and_asks_the_contact(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="prove")
    await talk.carries("grid", "nett")
    clock.forward(weeks=9)
    await kari.commands("Hvem har erfaring med tilknytning med vilkår, og hvor lang var køen hos nettselskapet?")
    silent = await sara.commands("stille 8", name="admin")
    items = [part.title for part in silent.card.parts if hasattr(part, "note")]
    assert items == ["Eksempel"]
    assert "12 weeks" in (await sara.commands("silent 12", name="admin")).card.title
    for weeks in ("0001999999999", "9" * 5000, "521", "0"):
        assert "8 weeks" in (await sara.commands(f"silent {weeks}", name="admin")).card.title
    before = len(line.sees)
    asked = await sara.clicks(silent, "Ask the contact")
    assert "Line is asked" in asked.card.fallback
    await sara.clicks(silent, "Ask the contact")
    (nudge,) = line.sees[before:]
    assert "would like to know how things are going in Eksempel" in nudge.text
    assert nudge.labels == ["Ask a question", "Save a solution", "Reply to Sara"]
    assert "Only the secretariat" in (await line.commands("stille", name="admin")).card.fallback
    assert "Only the secretariat" in (await line.does("admin.nudge", "1")).card.fallback


async def test_who_has_left_is_offered_nowhere_but_where_people_are_deleted(talk: Conversation, sara: Someone) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    await talk.person("kari", organisation="eksempel")
    async with talk.database.begin() as store:
        (await store.people.load_person(line.person_id)).left_at = store.now

    async def offered(do: str, field: str, value: str = "") -> list[str]:
        form = (await sara.does(do, value)).form
        assert form is not None
        (found,) = [one for one in form.fields if one.name == field]
        assert str(line.person_id) not in found.value, "nor is chosen what is not offered"
        return [label.partition(",")[0] for _, label in found.options]

    assert await offered("admin.people", "person") == ["Kari", "Sara"]
    assert await offered("admin.organisation", "contacts", "1") == ["Kari", "Sara"]
    assert await offered("privacy.erase_other", "person") == ["Kari", "Line", "Sara"]
    forged = await sara.submits(await sara.does("admin.people"), person=str(line.person_id))
    assert "I do not know anyone" in forged.errors["person"]
    await sara.submits(await sara.does("privacy.erase_other"), person=(str(line.person_id),), word="delete")
    assert await offered("privacy.erase_other", "person") == ["Kari", "Sara"]


async def test_no_guest_and_nobody_unconfirmed_is_offered_to_lead_a_topic_or_to_speak_for_an_organisation(
    talk: Conversation, sara: Someone
) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    nora, gro = await talk.person("nora"), await talk.person("gro", role="guest", organisation="prove")
    ola = await talk.person("ola", organisation="prove")
    async with talk.database.begin() as store:
        (await store.people.load_person(ola.person_id)).confirmed = False

    async def offered(do: str, value: str, *fields: str) -> list[list[str]]:
        form = (await sara.does(do, value)).form
        assert form is not None
        found = {one.name: [label.partition(",")[0] for _, label in one.options] for one in form.fields}
        return [found[field] for field in fields]

    assert await offered("admin.topic", "nett", "leads", "deputies") == [["Kari", "Sara"]] * 2
    # whom the secretariat makes a contact is confirmed by that; whoever says to belong elsewhere is not theirs to take
    assert await offered("admin.organisation", "1", "contacts", "deputies") == [["Kari", "Nora", "Sara"]] * 2
    form = await sara.does("admin.topic", "nett")
    for who, why in ((gro, "Gro is a guest."), (ola, "No organisation has confirmed Ola yet. Choose somebody else.")):
        refused = await sara.submits(form, name_nb="Nett", leads=(str(kari.person_id), str(who.person_id)))
        assert refused.errors == {"leads": why}
    assert nora.person_id
