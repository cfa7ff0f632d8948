"""What home shows besides questions: what one looks after, one's organisation, and the first steps of a newcomer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.chat.cards import Card, Item
from handlers.chat.events import Arrived
from handlers.chat.places import Place
from storage.directory.rooms import LOST
from storage.kit.database import Database
from storage.library.solutions import Solution
from storage.policy.issues import WORKING, Issue
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(datetime(2027, 3, 1, 8, tzinfo=UTC))
    return await Conversation(database).begin()


async def home(who: Someone) -> Card:
    card = (await who.commands("", name="home")).card
    assert card is not None
    return card


def entry(card: Card, title: str) -> Item | None:
    return next((part for part in card.parts if isinstance(part, Item) and title in part.title), None)


def labels(item: Item | None) -> list[str]:
    assert item is not None
    return [button.label for button in item.buttons]


async def keeps(talk: Conversation, who: Someone, **dates: date | None) -> None:
    """Solutions by title, with their verify-by dates."""
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        for title, day in dates.items():
            words = {"title": title, "problem": "p", "done": "d", "language": "en"}
            row = Solution(code="", owner_id=who.person_id, topic_id=topic.id, verify_by=day, **words)
            await store.solutions.add(row)


async def test_solutions_whose_date_is_past_or_near_or_that_are_doubted_are_confirmed_with_one_tap(
    talk: Conversation,
) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="prøvedal")
    await keeps(talk, kari, Past=date(2027, 2, 1), Near=date(2027, 3, 20), Far=date(2027, 9, 1), Doubted=None)
    await ola.submits(await ola.does("solutions.doubt", "4"), reason="The price is another one")
    page = await home(kari)
    assert entry(page, "Far") is None
    titles = [part.title for part in page.parts if isinstance(part, Item) and part.title.startswith("L-")]
    assert titles[:2] == ["L-004 Doubted", "L-001 Past"]
    past = entry(page, "Past")
    assert past is not None
    assert past.note == "⚠️ Should have been verified by 1 February 2027"
    assert labels(past) == ["Still true", "Change", "Retire"]
    await kari.presses(past.buttons[0])
    await kari.presses(entry(await home(kari), "Doubted").buttons[0])  # type: ignore[union-attr]
    page = await home(kari)
    assert entry(page, "Past") is None
    assert entry(page, "Doubted") is None
    near = entry(page, "Near")
    assert near is not None
    assert near.note == "Verify by 20 March 2027"
    assert entry(await home(ola), "Near") is None


async def test_whoever_works_with_an_issue_finds_it_at_home(talk: Conversation) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="prøvedal")
    async with talk.database.begin() as store:
        words = {"title": "Shorter queues", "problem": "p", "wanted": "w", "language": "en"}
        row = Issue(state=WORKING, addressee_kind="ministry", owner_id=kari.person_id, **words)
        await store.issues.add(row)
    assert labels(entry(await home(kari), "Shorter queues")) == ["Work on it", "Show"]
    assert entry(await home(ola), "Shorter queues") is None


async def test_members_see_who_acts_for_their_organisation_and_contacts_their_silent_channels(
    talk: Conversation,
) -> None:
    await talk.person("sara", role="secretariat")
    nina = await talk.person("nina", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    other = await talk.person("ola", organisation="prøvedal", contact=True)
    for channel, topics in (("grid", ["nett"]), ("empty", []), ("gone", ["nett"])):
        room = await talk.carries(channel, *topics)
        async with talk.database.begin() as store:
            kept, house = (
                await store.rooms.find(room.id),
                await store.organisations.find_organisation_by_code("eksempel"),
            )
            assert kept is not None
            assert house is not None
            kept.organisation_id = house.id
            if channel == "gone":
                kept.state, kept.lost_why = LOST, "removed"
    mine = entry(await home(kari), "Eksempel")
    assert mine is not None
    assert mine.text == "Contact: Nina"
    assert labels(mine) == ["Write to Nina", "Show"]
    assert entry(await home(kari), "#empty") is None
    page = await home(nina)
    assert labels(entry(page, "Eksempel")) == ["Show", "People"]
    silent = [part for part in page.parts if isinstance(part, Item) and part.title.startswith("#")]
    assert [part.title for part in silent] == ["#empty", "#gone"]
    assert silent[0].text == "No topics yet"
    assert "Cannot be reached" in silent[1].text
    form = (await nina.presses(silent[0].buttons[0])).form
    assert form is not None
    assert form.note == "#empty"
    assert entry(await home(other), "#") is None


async def test_guests_see_no_more_of_an_organisation_than_that_they_say_they_belong_there(talk: Conversation) -> None:
    await talk.person("nina", organisation="eksempel", contact=True)
    gro = await talk.person("gro", role="guest")
    form = await gro.does("members.where")
    assert form.form is not None
    await gro.submits(form, organisation=form.form.fields[0].options[0][0])
    item = entry(await home(gro), "Eksempel")
    assert item == Item("Eksempel", note="Your organisation's contact has not confirmed yet that you belong there.")


async def test_newcomers_find_three_things_to_do_until_they_are_at_home(talk: Conversation) -> None:
    await talk.person("nina", organisation="eksempel", contact=True)
    kari = await talk.person("kari")
    place = Place("fake", WORKSPACE, "Dkari")
    await talk.happens(Arrived(id=talk.next_id(), sender=kari.sender, place=place, direct=True))
    page = await kari.clicks(kari.last, "Home")
    steps = [part.title for part in page.card.parts if isinstance(part, Item)]
    assert steps == ["1. Choose your organisation", "2. Choose topics", "3. Ask the network something"]
    form = await kari.clicks(page, "Choose your organisation")
    await kari.submits(form, organisation=form.form.fields[0].options[0][0])
    page = await home(kari)
    assert entry(page, "✅ You have chosen your organisation") is not None
    form = await kari.clicks(page, "Choose topics")
    await kari.submits(form, topics=("nett",))
    assert entry(await home(kari), "Ask the network something") is None


async def test_the_rest_of_a_section_that_is_empty_by_now_says_so(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    for value in ("waiting:3", "keeping:2", "questions:99999", "questions:x"):
        card = (await kari.does("home.rest", value)).card
        assert card is not None
        assert card.parts, value
    for value in ("meetings:0", "nothing:1", ""):
        assert "nothing more to do here" in (await kari.does("home.rest", value)).card.fallback


async def test_many_that_wait_of_one_kind_hide_no_other(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    kari = await talk.person("kari", organisation="prøvedal")
    await kari.commands("Hvor lang er køen for tilknytning hos nettselskapet når vi trenger 12 MW?")
    for n in range(9):
        newcomer = await talk.person(f"newcomer{n}")
        form = await newcomer.does("members.where")
        assert form.form is not None
        await newcomer.submits(form, organisation=form.form.fields[0].options[0][0])
    page = await home(sara)
    assert entry(page, "Choose a topic for question 1") is not None
    assert entry(page, "Does Newcomer0 belong to") is not None
