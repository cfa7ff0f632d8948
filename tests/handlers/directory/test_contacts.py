"""Conversations about who is who: organisations, people and topics by name, and a word to one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.kit.database import Database
from storage.library.solutions import Solution
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.crowds import crowd


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


@pytest.fixture
async def line(talk: Conversation) -> Someone:
    """Contact of a park that lies somewhere, knows something and has shared two solutions."""
    line = await talk.person("line", organisation="eksempel", contact=True, leads="nett")
    await talk.person("bo", organisation="bedriften", contact=True)
    async with talk.database.begin() as store:
        park, company = (
            await store.organisations.find_organisation_by_code("eksempel"),
            await store.organisations.find_organisation_by_code("bedriften"),
        )
        topic, other = await store.topics.find_topic_by_slug("hms"), await store.topics.find_topic_by_slug("nett")
        assert park
        assert company
        assert topic
        assert other
        park.place, park.region, park.industry, park.employees = "Eksempelvik", "Vestfiktiv", "prosess", 1240
        company.parent_id = park.id
        await store.organisations.set_known_topics(park.id, [topic.id])
        for n, level in enumerate(("open", "members", "circle")):
            solution = Solution(
                code=f"L-{n}", title=f"T{n}", problem="p", done="d", topic_id=other.id, language="en", level=level,
                organisation_id=park.id, state="published",
            )  # fmt: skip
            await store.solutions.add(solution)
    return line


async def test_the_card_of_an_organisation_tells_what_is_known_of_it(talk: Conversation, line: Someone) -> None:
    kari = await talk.person("kari", organisation="bedriften")
    text = (await kari.commands("eksempel", name="who")).card.fallback
    for known in (
        "Kind: Industrial park", "Place: Eksempelvik", "Region: Vestfiktiv", "Industry: prosess", "Employees: 1,240",
        "Companies there: Bedriften", "Contact: Line", "Topics they know: Grid and grid capacity; HSE",
        "Solutions they share: 2",
    ):  # fmt: skip
        assert known in text
    inner = (await kari.commands("bedriften", name="who")).card.fallback
    assert "Part of: Eksempel" in inner
    assert "Place" not in inner


async def test_a_person_has_a_card_and_is_written_to_in_another_chat(talk: Conversation, line: Someone) -> None:
    kari = await talk.person("kari", organisation="prove", platform="other")
    await line.commands("hjelp hms", name="topics")
    card = await kari.commands("line", name="who")
    text = card.card.fallback
    for known in (
        "Acts for: Eksempel",
        "Role: contact for Eksempel",
        "Topic lead for: Grid",
        "Can be asked about: HSE",
    ):
        assert known in text
    form = await kari.clicks(card, "Write to Line")
    assert list((await kari.submits(form)).errors) == ["text"]
    await kari.submits(form, text="Can I visit you?")
    assert "Kari, Prove writes to you" in line.last.text
    await line.submits(await line.clicks(line.last, "Answer"), text="Yes, on Monday")
    assert "Yes, on Monday" in kari.last.text


async def test_whoever_writes_before_an_organisation_has_confirmed_them_is_answered(
    talk: Conversation, line: Someone
) -> None:
    ny = await talk.person("ny")
    await ny.submits(await ny.does("contacts.write", str(line.person_id)), text="Who knows your steam?")
    await line.submits(await line.clicks(line.last, "Answer"), text="Ask Ola")
    assert "Ask Ola" in ny.last.text


async def test_several_hits_are_chosen_from_and_nothing_is_said_plainly(talk: Conversation, line: Someone) -> None:
    kari = await talk.person("kari", organisation="provedal")
    await talk.person("lineberg", organisation="prove")
    several = await kari.commands("lin", name="who")
    assert several.card.title == "Which one do you mean?"
    await kari.clicks(several, "Show")
    nothing = await kari.commands("fjellet", name="who")
    assert "an organisation, person or topic called “fjellet”" in nothing.card.fallback
    asked = await kari.clicks(nothing, "Ask the network anyway")
    assert asked.card is not None
    for name, value in (("contacts.person", "99"), ("contacts.organisation", "99"), ("contacts.organisation", "x")):
        assert "cannot find" in (await kari.does(name, value)).card.fallback


async def test_guests_see_whom_to_ask_and_no_more(talk: Conversation, line: Someone) -> None:
    gro = await talk.person("gro", role="guest")
    assert "The secretariat" in (await gro.commands("", name="who")).card.fallback
    for words in ("eksempel", "line", "nett"):
        assert "Guests" in (await gro.commands(words, name="who")).card.fallback
    assert "Guests" in (await gro.does("contacts.person", str(line.person_id))).card.fallback
    kari = await talk.person("kari")
    assert "an organisation" in (await kari.commands("gro", name="who")).card.fallback


async def test_who_is_away_is_shown_so_and_left_in_peace(talk: Conversation, line: Someone, clock: Clock) -> None:
    kari = await talk.person("kari", organisation="prove")
    await talk.carries("grid", "nett")
    async with talk.database.begin() as store:
        (await store.people.load_person(line.person_id)).paused_until = store.now + timedelta(days=9)
    text = (await kari.commands("eksempel", name="who")).card.fallback
    assert "Line (away until" in text
    await kari.submits(await kari.does("contacts.write", str(line.person_id)), text="Hello")
    assert all("Hello" not in post.text for post in line.sees)
    clock.forward(days=10)
    await talk.settle()
    assert "Hello" in line.last.text


@pytest.mark.parametrize("erased", [False, True])
async def test_what_was_written_to_somebody_away_comes_also_from_who_has_left_and_not_from_who_was_deleted(
    talk: Conversation, line: Someone, clock: Clock, erased: bool
) -> None:
    kari = await talk.person("kari", organisation="prove")
    async with talk.database.begin() as store:
        (await store.people.load_person(line.person_id)).paused_until = store.now + timedelta(days=9)
        organisation = (await store.people.load_person(kari.person_id)).organisation_id
    await kari.submits(await kari.does("contacts.write", str(line.person_id)), text="Hello")
    await kari.submits(await kari.does("departures.leave", str(organisation)))
    if erased:
        await kari.submits(await kari.does("privacy.erase"), word="DELETE")
    clock.forward(days=10)
    await talk.settle()
    assert [post.labels for post in line.sees if "Hello" in post.text] == ([] if erased else [[]])


async def test_nobody_is_pointed_at_who_is_away(talk: Conversation, line: Someone) -> None:
    """A lead who is away is not mentioned on a card, and nobody can pass a question to them."""
    await talk.carries("grid", "nett")
    deputy = await talk.person("nina", organisation="prove", leads="nett")
    kari = await talk.person("kari", organisation="prove")
    async with talk.database.begin() as store:
        (await store.people.load_person(line.person_id)).paused_until = store.now + timedelta(days=9)
    await kari.commands("Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?")
    (mentions,) = [part for part in talk.room("grid")[0].card.parts if hasattr(part, "people")]
    assert [name for _, name in mentions.people] == ["Nina"]
    assert "Line (away until" in (await kari.commands("nett", name="who")).card.fallback
    refused = await deputy.does("questions.pass", "1")
    assert refused.form is None


async def test_the_secretariat_changes_whom_it_has_looked_up(talk: Conversation, line: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    for name, field in (("eksempel", "place"), ("line", "role")):
        form = await sara.clicks(await sara.commands(name, name="who"), "Change")
        assert field in {one.name for one in form.form.fields}
        shown = (await line.commands(name, name="who")).card
        assert "Change" not in {button.label for button in shown.list_buttons()}


async def test_of_many_that_a_name_fits_the_first_are_shown_and_how_many_there_are(
    talk: Conversation, line: Someone
) -> None:
    await crowd(talk.database, "eksempel")
    found = await line.commands("medlem", name="who")
    assert found.card is not None
    assert "These are 8 of 299. Write more of the name to see the others." in found.card.fallback
    found = await line.commands("medlem 127", name="who")
    assert found.card is not None
    assert "These are" not in found.card.fallback
