"""Among 300 people and 150 organisations each is found by what is typed, in every form that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.access.option_fields import MOST_FOUND, reply_with_found_options
from handlers.chat.cards import Reply
from handlers.chat.events import Query
from handlers.chat.places import Place
from storage.kit.database import Database
from tests.conftest import Clock
from tests.consultations import opened
from tests.conversation import Conversation, Someone
from tests.crowds import LAST_ORGANISATION, LAST_PERSON, crowd, organisations
from tests.meetings import MONDAY, meets

PLACE = Place("fake", "W1", "D1")


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


def find(text: str, *labels: str, skip: int = 0) -> list[str]:
    sender = Someone(None, "kari").sender  # type: ignore[arg-type]
    event = Query(id="1", sender=sender, place=PLACE, text=text, skip=skip)
    return [
        label for _, label in reply_with_found_options(event, [(str(n), one) for n, one in enumerate(labels)]).options
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Pål Åsen", "Åse Pålsen, Øygard", "Jose Núñez"]),
        ("pal", ["Pål Åsen", "Åse Pålsen, Øygard"]),
        ("ASE pål", ["Åse Pålsen, Øygard", "Pål Åsen"]),
        ("aase", ["Åse Pålsen, Øygard", "Pål Åsen"]),
        ("oeygard", ["Åse Pålsen, Øygard"]),
        ("nunez", ["Jose Núñez"]),
        ("A\u030ase", ["Åse Pålsen, Øygard", "Pål Åsen"]),
        ("%_*", []),
    ],
)
def test_names_are_found_as_people_type_them(typed: str, found: list[str]) -> None:
    assert find(typed, "Pål Åsen", "Åse Pålsen, Øygard", "Jose Núñez") == found


def test_what_is_found_is_shown_a_hundred_at_a_time() -> None:
    labels = [f"Park {n:03}" for n in range(250)]
    assert find("park", *labels) == labels[:100]
    assert find("park", *labels, skip=200) == labels[200:]


async def chooses(who: Someone, reply: Reply, field: str, text: str, label: str) -> str:
    """Type until one is left; its value."""
    assert reply.form is not None
    (drawn,) = [one for one in reply.form.fields if one.name == field]
    assert len(drawn.options) <= 1
    ((value, found),) = await who.types(reply, field, text)
    assert found == label
    return value


@pytest.mark.parametrize(
    ("do", "field"),
    [("admin.people", "person"), ("privacy.erase_other", "person"), ("consultations.edit", "owner")],
)
async def test_the_secretariat_finds_one_person_among_many(talk: Conversation, do: str, field: str) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    value = await opened(sara) if do == "consultations.edit" else ""
    last = await crowd(talk.database, "eksempel")
    form = await sara.does(do, value)
    assert await chooses(sara, form, field, "åse ø", f"{LAST_PERSON}, Eksempel") == str(last)


async def test_each_organisation_can_be_chosen_and_what_was_chosen_stays(talk: Conversation) -> None:
    kari = await talk.person("kari")
    last = await organisations(talk.database)
    form = await kari.does("members.where")
    await kari.submits(form, organisation=await chooses(kari, form, "organisation", "aerfugl", LAST_ORGANISATION))
    again = await kari.does("members.where")
    assert again.form is not None
    field = again.form.fields[0]
    assert (field.value, field.options) == (str(last), ((str(last), LAST_ORGANISATION),))


async def test_an_audience_is_chosen_among_many_without_ones_own(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    last = await organisations(talk.database)
    form = await kari.does("questions.write")
    found = dict(await kari.types(form, "organisations", ""))
    assert "Eksempel" not in found.values()
    assert len(found) == MOST_FOUND
    chosen = await chooses(kari, form, "organisations", "ærfugl", LAST_ORGANISATION)
    text = "Hvem har erfaring med søknad om tilknytning av 18 MW?"
    await kari.submits(form, text=text, reach="chosen", organisations=(chosen,))
    async with talk.database.read() as store:
        question = await store.questions.find(1)
        assert question is not None
        assert question.reach_id is not None
        named = await store.audiences.list_named_organisations(question.reach_id)
        assert last in [one.id for one in named]


async def test_an_organisation_has_its_parent_among_many(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    last = await organisations(talk.database)
    form = await sara.does("admin.organisation", "1")
    parent = await chooses(sara, form, "parent", "naeringspark", LAST_ORGANISATION)
    await sara.submits(form, parent=parent)
    async with talk.database.read() as store:
        organisation = await store.organisations.find(1)
        assert organisation is not None
        assert organisation.parent_id == last


async def test_a_site_is_added_for_any_of_many_organisations(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    last = await organisations(talk.database)
    form = await sara.does("sites.write")
    organisation = await chooses(sara, form, "organisation", "ærfugl", LAST_ORGANISATION)
    await sara.submits(form, organisation=organisation, name="Verket", municipality="Testvik")
    async with talk.database.read() as store:
        (site,) = await store.sites.list_all_sites()
        assert site.organisation_id == last


async def test_any_of_many_colleagues_is_sent_takes_over_or_answers(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    meeting = await meets(talk.database, kari.person_id)
    await kari.submits(await kari.does("sites.write"), name="Verket", municipality="Testvik")
    last = str(await crowd(talk.database, "eksempel"))
    form = await kari.does("meetings.substitute", str(meeting))
    deputy = await chooses(kari, form, "deputy", "øyen", LAST_PERSON)
    reply = await kari.submits(form, deputy=deputy)
    assert reply.card is not None
    assert f"{LAST_PERSON} comes in your place." in reply.card.fallback
    form = await kari.does("exchange.offer")
    assert await chooses(kari, form, "contact", "øyen", LAST_PERSON) == last
    form = await kari.does("departures.leave", "1")
    assert await chooses(kari, form, "successor", "øyen", LAST_PERSON) == last


async def test_a_workspace_has_any_of_many_as_its_contact(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    last = str(await crowd(talk.database, "eksempel"))
    await sara.commands("", name="setup", channel="lobby")
    form = await sara.clicks(sara.last, "Set up")
    contact = next(field for field in form.form.fields if field.name == "contact") if form.form else None
    assert contact is not None
    assert (contact.value, [label for _, label in contact.options]) == (str(sara.person_id), ["Sara"])
    assert await chooses(sara, form, "deputy", "åse ø", LAST_PERSON) == last


async def test_all_who_came_are_ticked_however_many_they_are(talk: Conversation, clock: Clock) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    meeting = await meets(talk.database, sara.person_id)
    await crowd(talk.database, "eksempel")
    clock.forward(days=15, hours=6)
    form = await sara.does("minutes.attendance", str(meeting))
    found = await sara.types(form, "people", "medlem 1")
    last = await chooses(sara, form, "people", "øyen", f"{LAST_PERSON}, Eksempel")
    people = (*(value for value, _ in found), last)
    await sara.submits(form, people=people)
    await chooses(sara, await sara.does("actions.add", str(meeting)), "owner", "øyen", f"{LAST_PERSON}, Eksempel")
    again = await sara.does("minutes.attendance", str(meeting))
    assert again.form is not None
    field = again.form.fields[0]
    assert (len(people), set(field.value)) == (101, set(people))
    assert (last, f"{LAST_PERSON}, Eksempel") in field.options


async def test_who_may_not_open_the_form_finds_nobody_in_it(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    guest = await talk.person("gro", role="guest")
    sara = await talk.person("sara", role="secretariat")
    meeting = str(await meets(talk.database, sara.person_id))
    await crowd(talk.database, "eksempel")
    for who, do, value in (
        (guest, "people.find", ""), (kari, "privacy.erase_other", ""), (kari, "minutes.attendance", "1"),
        (kari, "sites.find_organisation", ""), (kari, "setups.house", "fake:W1"), (kari, "departures.leave", "1:2"),
        (kari, "solutions.name", "1"), (kari, "questions.pass", "1"), (kari, "exchange.find_contact", "1"),
        (kari, "meetings.find_person", meeting),
    ):  # fmt: skip
        assert await who.searches(do, value, "") == (), do
