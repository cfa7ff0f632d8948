"""Conversations with the secretariat: topics, organisations, people and what did not arrive."""

from __future__ import annotations

import asyncio

import pytest

from bot.platforms import PermanentError, TemporaryError
from handlers.chat.cards import Item
from handlers.chat.events import RoomChanged, Sender, Submission
from handlers.chat.places import Place
from handlers.overview.admin.topic_admin import make_slug
from storage.directory.organisations import Organisation
from storage.directory.people import MEMBER, SECRETARIAT, Person
from storage.directory.topics import Topic
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


async def topic(talk: Conversation, slug: str) -> Topic:
    async with talk.database.read() as store:
        found = await store.topics.find_topic_by_slug(slug)
        assert found is not None
        return found


async def edits(sara: Someone, name: str, **values: str | tuple[str, ...]) -> None:
    """Opens the form of a person and saves it with these changes."""
    async with sara.talk.database.read() as store:
        person = next(one for one in await store.people.list_all_people() if one.name == name)
    chosen = await sara.submits(await sara.does("admin.people"), person=str(person.id))
    reply = await sara.submits(chosen, **values)
    assert reply.card is not None, reply


async def test_only_the_secretariat_administers(talk: Conversation, sara: Someone) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    assert "Sara" in (await kari.commands("", name="admin")).card.fallback
    for name in ("topics", "topic", "merge", "rooms", "organisations", "organisation", "people", "deliveries"):
        reply = await kari.does(f"admin.{name}")
        assert (reply.form, "Sara" in reply.card.fallback) == (None, True), name
    assert "Topics: 18" in (await sara.commands("", name="admin")).card.fallback


async def test_a_new_topic_is_known_at_once_in_routing(talk: Conversation, sara: Someone) -> None:
    await talk.carries("rail", "nett")
    form = await sara.does("admin.topic")
    keywords = "*tømmervogn\n*sidespor\ntømmerterminal"
    about = {"description": "Spor og vogner", "description_en": "Tracks and wagons"}
    await sara.submits(form, name_nb="Jernbane på øya", name_en="Rail", keywords=keywords, **about)
    made = await topic(talk, "jernbane-pa-oya")
    assert [made.get_description(language) for language in ("nb", "nn", "en")] == [
        "Spor og vogner",
        "Spor og vogner",
        "Tracks and wagons",
    ]
    assert (made.name_nn, made.name_en) == ("Jernbane på øya", "Rail")
    assert made.keywords[0] == {"term": "tømmervogn", "head": True}
    assert (
        talk.classifier.guess_topics("Hvem har ledig tømmervogn på sidespor ved tømmerterminal?").topics[0][0]
        == made.slug
    )


async def test_a_topic_is_renamed_and_its_cards_with_it(talk: Conversation, sara: Someone) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands(GRID)
    keywords = (await topic(talk, "nett")).keywords
    form = await sara.does("admin.topic", "nett")
    lead = next(field for field in form.form.fields if field.name == "leads")
    value = next(value for value, label in lead.options if label == "Kari, Eksempel")
    await sara.submits(form, name_nb="Strømnettet", name_en="The grid", leads=(value,))
    assert "The grid" in talk.room("grid")[0].text
    changed = await topic(talk, "nett")
    assert (changed.keywords, changed.name_nb) == (keywords, "Strømnettet")
    async with talk.database.read() as store:
        assert [one.name for one in await store.topics.list_topic_leads(changed.id)] == ["Kari"]


async def test_who_is_named_to_lead_a_topic_is_told_once(talk: Conversation, sara: Someone) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    ola = await talk.person("ola", organisation="eksempel")
    for _ in range(2):
        leads, deputies = (str(kari.person_id), str(sara.person_id)), (str(ola.person_id),)
        await sara.submits(await sara.does("admin.topic", "nett"), leads=leads, deputies=deputies)
    assert [post.text.splitlines()[0] for post in (*kari.sees, *ola.sees, *sara.sees)] == [
        "Sara has named you topic lead for grid and grid capacity.",
        "Sara has named you deputy topic lead for grid and grid capacity.",
    ]
    assert "Topic lead: Sara, Kari, Ola" in (await kari.clicks(kari.last, "Show")).card.fallback


async def test_two_topics_cannot_have_one_name(talk: Conversation, sara: Someone) -> None:
    reply = await sara.submits(await sara.does("admin.topic"), name_nb="nett  og Nettkapasitet")
    assert list(reply.errors) == ["name_nb"]
    assert list((await sara.submits(await sara.does("admin.topic"), name_nb=" ")).errors) == ["name_nb"]


async def test_a_merged_topic_takes_its_questions_rooms_leads_and_followers_along(
    talk: Conversation, sara: Someone
) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("both", "nett", "energi")
    nina = await talk.person("nina", leads="nett")
    kari = await talk.person("kari")
    await nina.commands("følg nett", name="topics")
    await kari.commands(GRID)
    form = await sara.does("admin.merge", "nett")
    done = await sara.submits(form, target="energi")
    assert "Old questions follow" in done.card.fallback
    energy = await topic(talk, "nett")
    assert energy.slug == "energi"
    async with talk.database.read() as store:
        question = await store.questions.find(1)
        rooms = [room.channel for room in await store.rooms.list_open_rooms_of_topics([energy.id])]
        assert question is not None
        assert (question.topic_id, rooms) == (energy.id, ["grid", "both"])
        assert [one.name for one in await store.topics.list_topic_leads(energy.id)] == ["Nina"]
        assert [one.name for one in await store.topics.list_topic_followers(energy.id)] == ["Nina"]
        assert len(await store.topics.list_all_topics()) == 17
    assert "Question about power, energy" in talk.room("grid")[0].text
    assert talk.classifier.guess_topics(GRID).topics[0][0] == "energi"


async def test_a_topic_cannot_be_merged_into_itself(sara: Someone) -> None:
    reply = await sara.submits(await sara.does("admin.merge", "nett"), target="nett")
    assert list(reply.errors) == ["target"]


async def test_an_organisation_is_added_with_its_contact(talk: Conversation, sara: Someone) -> None:
    kari = await talk.person("kari")
    form = await sara.does("admin.organisation")
    await sara.submits(form, name="Dømeøyra", kind="park", place="Dømeøy", contacts=(str(kari.person_id),))
    listed = await sara.does("admin.organisations")
    assert "Dømeøyra – Kari" in listed.card.fallback
    async with talk.database.read() as store:
        person = await store.people.load_person(kari.person_id)
        assert person.confirmed
    again = await sara.submits(await sara.does("admin.organisation"), name="dømeøyra", kind="park")
    assert list(again.errors) == ["name"]
    edited = await sara.submits(await sara.clicks(listed, "Change"), name="Dømeøyra Industripark", contacts=())
    assert edited.card is not None
    async with talk.database.read() as store:
        assert not await store.organisations.is_representative(kari.person_id, person.organisation_id)


async def test_an_organisation_among_many_is_found_by_its_name(talk: Conversation, sara: Someone) -> None:
    few = await sara.does("admin.organisations")
    assert "Search by name" not in [button.label for button in few.card.list_buttons()]
    async with talk.database.begin() as store:
        for n in range(12):
            await store.organisations.add(Organisation(name=f"Prøvehavn {n}", code=f"P{n}", kind="company"))
        await store.organisations.add(Organisation(name="Dømeøyra Industripark", code="dome", kind="park"))
    form = await sara.clicks(await sara.does("admin.organisations"), "Search by name")
    found = await sara.submits(form, name="industri")
    assert [part.title for part in found.card.parts if isinstance(part, Item)] == ["Dømeøyra Industripark"]
    edited = await sara.clicks(found, "Change")
    assert edited.form is not None
    assert edited.form.fields[0].value == "Dømeøyra Industripark"
    assert (await sara.submits(form, name="DOME")).card == found.card
    assert "I do not know an organisation called nowhere." in (await sara.submits(form, name="nowhere")).errors["name"]
    assert "Write its name." in (await sara.submits(form, name=" ")).errors["name"]
    many = await sara.submits(form, name="prøve")
    assert "These are 4 of 12. Write more of the name to see the others." in many.card.fallback
    kari = await talk.person("kari", organisation="eksempel")
    refused = await kari.submits(form, name="industri")
    assert "Dømeøyra" not in (refused.card.fallback if refused.card else "")


async def test_a_person_becomes_deputy_and_joins_the_secretariat(talk: Conversation, sara: Someone) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await edits(sara, "Kari", acts="deputy", role=SECRETARIAT)
    async with talk.database.read() as store:
        person = await store.people.load_person(kari.person_id)
        assert person.secretariat
        assert await store.organisations.get_representative_role(person.id, person.organisation_id) == "deputy"
    await edits(sara, "Kari", acts="no", role=MEMBER)
    async with talk.database.read() as store:
        assert not await store.organisations.is_representative(person.id, person.organisation_id)


async def test_the_last_of_the_secretariat_stays(talk: Conversation, sara: Someone) -> None:
    form = await sara.submits(await sara.does("admin.people"), person=str(sara.person_id))
    reply = await sara.submits(form, role=MEMBER)
    assert list(reply.errors) == ["role"]
    await talk.person("siri", role="secretariat")
    await edits(sara, "Sara", role=MEMBER)
    assert "Siri" in (await sara.commands("", name="admin")).card.fallback


@pytest.mark.both_engines
@pytest.mark.parametrize("how", ["form", "leaves", "erased"])
async def test_of_two_who_go_at_once_one_stays_in_the_secretariat(talk: Conversation, sara: Someone, how: str) -> None:
    siv = await talk.person("siv", role="secretariat", organisation="forening")
    async with talk.database.begin() as store:
        await store.memberships.add_membership(await store.people.load_person(sara.person_id), 1, confirmed=True)
    names = {"form": "admin.person", "leaves": "departures.leave", "erased": "privacy.erase"}
    events = [
        Submission(
            name=names[how], value={"form": str(other.person_id), "leaves": "1"}.get(how, ""),
            values={"role": MEMBER, "organisation": "1", "word": "DELETE"}, **one._where(""),
        )
        for one, other in ((sara, siv), (siv, sara))
    ]  # fmt: skip
    await asyncio.gather(*map(talk.dispatcher, events))
    async with talk.database.read() as store:
        assert len(await store.people.list_secretariat()) == 1


async def test_messages_that_did_not_arrive_are_listed_with_what_to_do(talk: Conversation, sara: Someone) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    assert "Every message has arrived" in (await sara.does("admin.deliveries")).card.fallback
    talk.platforms["fake"].fail = [PermanentError("is_archived", gone=True)]
    await kari.commands(GRID)
    text = (await sara.clicks(await sara.does("admin.deliveries"), "Show")).card.fallback
    assert "To #grid" in text
    assert "Restore the channel" in text
    rooms = await sara.does("admin.rooms")
    assert "Cannot be reached" in rooms.card.fallback
    assert "message did not arrive" in (await sara.commands("", name="home")).card.fallback


async def test_a_name_that_is_written_in_a_form_of_before_is_understood_and_asked_about_where_it_is_unclear(
    talk: Conversation, sara: Someone
) -> None:
    await talk.person("kari", organisation="eksempel")
    async with talk.database.begin() as store:
        await store.people.add_person_with_account(Person(name="Kari", language="nb", role=MEMBER))
    form = await sara.does("admin.people")
    assert "Kari, Eksempel" in (await sara.submits(form, person="kari")).errors["person"]
    assert "do not know anyone" in (await sara.submits(form, person="Per")).errors["person"]
    assert (await sara.submits(form, person="Kari, Eksempel")).form is not None


def test_a_slug_is_ascii() -> None:
    assert make_slug("Nett og nettkø – på øya") == "nett-og-nettko-pa-oya"
    assert make_slug("Ærlig Éclair & co.") == "aerlig-eclair-co"
    assert make_slug("???") == "tema"


async def test_a_message_that_was_given_up_is_tried_again(talk: Conversation, sara: Someone) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    talk.platforms["fake"].fail.append(PermanentError("invalid_blocks"))
    await kari.commands(GRID)
    assert talk.room("grid") == []
    overview = await sara.commands("leveringer", name="admin")
    assert "Failed: 1." in overview.card.fallback
    assert "Rooms without organisation" in overview.card.fallback
    assert "Sara" in (await kari.commands("leveringar", name="admin")).card.fallback
    listed = await sara.clicks(overview, "Show")
    assert "To #grid" in listed.card.fallback
    button = next(button for button in listed.card.list_buttons() if button.label == "Try again")
    refused = await kari.presses(button)
    assert "Only the secretariat" in refused.card.fallback
    assert "tried again" in (await sara.presses(button)).card.fallback
    assert len(talk.room("grid")) == 1
    for value in (button.value, "nonsense", "x" * 500, ""):
        again = await sara.does("admin.retry", value)
        assert "no longer exists, or is already on its way" in again.card.fallback


async def test_what_happens_by_itself_makes_nobody_a_guest(talk: Conversation, sara: Someone) -> None:
    await talk.carries("grid", "nett")
    nobody = Sender("fake", WORKSPACE, "", "", guest=True)
    place = Place("fake", WORKSPACE, "grid")
    await talk.happens(RoomChanged(id=talk.next_id(), sender=nobody, place=place, room_name="#renamed"))
    async with talk.database.read() as store:
        assert [person.name for person in await store.people.list_all_people()] == ["Sara"]
        (room,) = await store.rooms.list_all_rooms()
        assert room.name == "#renamed"


async def test_deliveries_are_counted_by_organisation_and_read_page_by_page(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    rooms = [await talk.carries(f"r{n}", "nett") for n in range(11)]
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        for room in rooms:
            (await store.rooms.find(room.id)).organisation_id = house.id
    failing: list[Exception] = [PermanentError("invalid_blocks") for _ in range(9)]
    talk.platforms["fake"].fail = [*failing, TemporaryError("503", after=3600), TemporaryError("503", after=3600)]
    await kari.commands(GRID)
    await sara.does("admin.deliveries")
    clock.forward(minutes=2)
    overview = await sara.does("admin.deliveries")
    (house_item,) = [part for part in overview.card.parts if isinstance(part, Item)]
    assert (house_item.title, house_item.text) == ("Eksempel", "Failed: 9. Waiting: 2.")
    assert house_item.note.startswith("The oldest has waited since")
    first = await sara.clicks(overview, "Show")
    second = await sara.clicks(first, "More")
    assert [sum(isinstance(part, Item) for part in page.card.parts) for page in (first, second)] == [5, 5]
    for name, value in (("admin.troubles", "1"), ("admin.retry_all", "1")):
        assert "Only the secretariat" in (await kari.does(name, value)).card.fallback
    assert "9 messages are tried again now." in (await sara.clicks(overview, "Try all again")).card.fallback
    assert "nothing to try again" in (await sara.clicks(overview, "Try all again")).card.fallback
    assert len([post for post in talk.posts if post.card.title.startswith("Question about")]) == 9
    clock.forward(hours=2)
    await talk.settle()
    assert "Every message has arrived" in (await sara.clicks(second, "Overview")).card.fallback
