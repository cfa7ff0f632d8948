"""Conversations about topics: listed, followed, and who to ask about them."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conversation import Conversation

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def test_the_list_shows_leads_and_rooms_and_goes_on_over_pages(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("grid", "nett", platform="other")
    await talk.person("nina", leads="nett")
    kari = await talk.person("kari")
    pages = [await kari.commands("", name="topics")]
    while "Next page" in (labels := [button.label for button in pages[-1].card.list_buttons()]):
        assert ("Previous page" in labels) == (len(pages) > 1)
        pages.append(await kari.clicks(pages[-1], "Next page"))
        assert pages[-1].replace
    assert labels[-1] == "Previous page"
    items = {part.title: part for reply in pages for part in reply.card.parts if hasattr(part, "note")}
    assert len(items) == 18
    assert items["Grid and grid capacity"].note == "Topic lead: Nina · Rooms: #grid"
    assert items["Recruitment"].note == "No topic lead yet · No room yet"
    assert items["Grid and grid capacity"].text.startswith("Connection, the capacity queue…")


async def test_what_a_topic_is_about_is_told_in_the_readers_language_as_far_as_it_is_written(
    talk: Conversation,
) -> None:
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("hms")
        assert topic is not None
        topic.description, topic.description_nn, topic.description_en = "Vern", "", "Safety"
    told, person = {}, await talk.person("kari")
    for language in ("nb", "nn", "en"):
        async with talk.database.begin() as store:
            (await store.people.load_person(person.person_id)).language = language
        told[language] = (await person.commands("hms", name="who")).card.parts[0].text
    assert told == {"nb": "Vern", "nn": "Vern", "en": "Safety"}


async def test_who_follows_a_topic_hears_of_new_questions_until_they_stop(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari, ola = await talk.person("kari"), await talk.person("ola", organisation="eksempel")
    newcomer = await talk.person("nils")
    await newcomer.commands("følg nett", name="topics")
    heard = len(newcomer.sees)
    listed = await ola.does("topics.page")
    while not (found := [button for button in listed.card.list_buttons() if button.value.startswith("hms:")]):
        listed = await ola.clicks(listed, "Next page")
    follow = found[0]
    redrawn = await ola.presses(follow)
    assert redrawn.replace
    await ola.commands("følg nett", name="topics")
    await kari.commands(GRID)
    assert "New question in grid and grid capacity" in ola.last.text
    assert len(newcomer.sees) == heard, "what is asked is for members"
    stopped = await ola.commands("slutt å følge nett", name="topics")
    assert "no longer follow" in stopped.card.fallback
    seen = len(ola.sees)
    await kari.commands("Hvem har erfaring med tilknytning med vilkår, og hvor lang var køen hos nettselskapet?")
    assert len(ola.sees) == seen


async def test_who_is_not_confirmed_hears_with_the_topic_what_they_do_not_hear_of_yet(talk: Conversation) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    ny = await talk.person("ny")
    await ny.submits(await ny.does("members.where"), organisation="1")
    followed = await ny.commands("følg nett", name="topics")
    assert "Line can confirm it" in followed.card.fallback
    await line.clicks(line.last, "Confirm")
    assert "Line can confirm it" not in (await ny.commands("følg nett", name="topics")).card.fallback


async def test_an_unknown_topic_cannot_be_followed(talk: Conversation) -> None:
    kari = await talk.person("kari")
    reply = await kari.commands("følg fotball", name="topics")
    assert "“fotball”" in reply.card.fallback


async def test_guests_follow_nothing(talk: Conversation) -> None:
    gro = await talk.person("gro", role="guest")
    assert "Guests" in (await gro.commands("", name="topics")).card.fallback
    assert "Guests" in (await gro.does("topics.follow", "nett")).card.fallback


async def test_who_tells_the_contacts_of_a_topic(talk: Conversation) -> None:
    await talk.person("nina", leads="nett")
    kari = await talk.person("kari")
    for words in ("nett", "#nett", "Grid and grid capacity", "nettkapasitet"):
        assert "Topic lead: Nina" in (await kari.commands(words, name="who")).card.fallback


async def test_who_tells_the_contacts_of_an_organisation(talk: Conversation) -> None:
    await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari")
    for words in ("Eksempel", "eksempel", "eks"):
        assert "Contact: Line" in (await kari.commands(words, name="who")).card.fallback


async def test_who_that_is_neither_is_asked_of_the_network(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.commands("kjører truck nattestid", name="who")
    async with talk.database.read() as store:
        question = await store.questions.find(1)
    assert question is not None
    assert question.text == "Hvem kjører truck nattestid"


async def test_who_alone_names_ones_own_contact_and_the_secretariat(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    text = (await kari.commands("", name="who")).card.fallback
    assert "Eksempel – Line" in text
    assert "The secretariat – Sara" in text
