"""Conversations about leaving: what was theirs has an owner, they see nothing any more, and it can be undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.chat.signed_links import hash_token
from handlers.directory.departures.handover_rules import hand_over_membership
from handlers.meetings.calendar import calendar_content
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import GUEST, MEMBER, SECRETARIAT, Account, Person
from storage.directory.topics import Topic
from storage.kit.database import Database, Store
from storage.library.solutions import Solution
from storage.meetings.actions import Action
from storage.meetings.agenda import ACCEPTED, AgendaItem
from storage.meetings.calendar_feeds import CalendarFeed
from storage.meetings.meetings import PLANNED, Meeting
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import GOING, MAYBE, Rsvp
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone
from tests.meetings import MONDAY, meets

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


async def possessions(store: Store, person: int, organisation: int | None = 1) -> int:
    """A solution, an action, a meeting with an item and an answer, and a calendar; gives the occurrence."""
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    await store.solutions.add(
        Solution(
            code=f"S-{person}", title="Heat to the neighbour", problem="p", done="d", topic_id=topic.id, language="en",
            state="published", owner_id=person, organisation_id=organisation,
        )
    )  # fmt: skip
    starts = store.now + timedelta(days=9)
    meeting = await store.meetings.add(
        Meeting(
            uid=f"m{person}", title="Park day", state=PLANNED, organiser_id=person, zone="Europe/Oslo",
            starts=f"{starts:%Y-%m-%dT%H:%M}", minutes=60, offsets={},
        )
    )  # fmt: skip
    occurrence = await store.occurrences.add(
        Occurrence(
            meeting_id=meeting.id, original=meeting.starts, starts=meeting.starts, start_at=starts,
            end_at=starts + timedelta(hours=1),
        )
    )  # fmt: skip
    await store.agenda.add_agenda_item(
        AgendaItem(occurrence_id=occurrence.id, kind="D", title="Grid", owner_id=person, state=ACCEPTED)
    )
    await store.actions.add(
        Action(text="Call the grid company", owner_id=person, organisation_id=organisation, due=date(2099, 1, 1))
    )
    await store.rsvps.store_rsvp(
        Rsvp(
            occurrence_id=occurrence.id, person_id=person, organisation_id=organisation, answer=GOING,
            answered_at=store.now, waiting_since=None,
        )
    )  # fmt: skip
    await store.calendar_feeds.add(
        CalendarFeed(person_id=person, token_hash=hash_token(f"token{person}"), name="phone")
    )
    return occurrence.id


async def orphans(store: Store) -> list[tuple[str, int]]:
    """What needs somebody and has nobody who is in the network."""
    found = []
    for gone in await store.people.list_all_people():
        if gone.left_at is not None:
            found += await store.handovers.list_owned_records(gone.id)
            found += [("lead", topic.id) for topic in await store.topics.list_topics_led_by(gone.id)]
    return found


async def leaves(who: Someone, **values: str) -> None:
    form = await who.clicks(await who.commands("slutt", name="me"), "Leave")
    await who.submits(form, **values)


async def test_everything_has_an_owner_access_ends_at_once_and_within_a_day_it_is_undone(
    talk: Conversation, clock: Clock
) -> None:
    await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel", leads="nett")
    ola = await talk.person("ola", organisation="eksempel")
    await talk.carries("grid", "nett")
    await kari.commands(GRID)
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        await store.topics.set_topic_leads(topic.id, [kari.person_id], [line.person_id])
        occurrence = await possessions(store, kari.person_id)
        await store.outbox.post_deliveries(
            DeliveryDraft(
                key="later", platform="fake", workspace=WORKSPACE, user="kari", template="members.where", args={},
                person_id=kari.person_id, due_at=store.now + timedelta(hours=1),
            )
        )  # fmt: skip
        assert await calendar_content.find_calendar_feed(store, f"token{kari.person_id}") is not None
    card = await kari.commands("slutt", name="me")
    form = await kari.clicks(card, "Leave")
    assert "5 things are handed over" in form.form.note
    goodbye = await kari.submits(form)
    assert "Thank you" in goodbye.card.fallback

    clock.forward(seconds=30)  # access ends within a minute, and these are the ways in
    async with talk.database.read() as store:
        assert await orphans(store) == []
        assert await calendar_content.find_calendar_feed(store, f"token{kari.person_id}") is None
        assert (await store.rsvps.find_rsvp(occurrence, kari.person_id)) is None
        assert [topic.slug for topic in await store.topics.list_topics_led_by(line.person_id)] == ["nett"]
        assert (await store.people.load_person(kari.person_id)).role == GUEST
    for name, text in (("find", "heat"), ("ask", GRID), ("topics", ""), ("home", ""), ("solution", "S-3"), ("who", "")):
        refused = await kari.commands(text, name=name)
        assert "You have left the network" in refused.card.fallback, name
    assert "You have left" in (await kari.does("questions.more", "1")).card.fallback
    seen = len(kari.sees)
    clock.forward(hours=2)
    await talk.settle()
    await ola.replies(talk.room("grid")[0], "Ring dem, og be om skriftlig svar på tilknytningen.")
    assert len(kari.sees) == seen, "nothing is sent to who has left, not even what was promised before"

    handed = line.last
    for title in ("Heat to the neighbour", "Call the grid company", "Park day", "Grid", "Grid and grid capacity"):
        assert title in handed.text
    assert "You are now responsible for 5 things" in handed.text
    assert "Only those who act for Eksempel" in (await ola.does("departures.undo", "1")).card.fallback
    await line.clicks(handed, "Undo")
    async with talk.database.read() as store:
        back = await store.people.load_person(kari.person_id)
        assert (back.role, back.left_at, back.stands_for) == (MEMBER, None, 1)
        assert len(await store.handovers.list_owned_records(kari.person_id)) == 4
        assert [topic.slug for topic in await store.topics.list_topics_led_by(kari.person_id)] == ["nett"]
        assert await store.topics.list_topic_deputy_ids(topic.id) == {line.person_id}, "as before"
        assert await calendar_content.find_calendar_feed(store, f"token{kari.person_id}") is not None
        rsvp = await store.rsvps.find_rsvp(occurrence, kari.person_id)
        assert rsvp is not None
        assert rsvp.answer == GOING
    assert "Line has undone it" in kari.last.text
    assert "belongs to Eksempel again" in line.sees[-1].text


async def test_a_day_later_it_stands(talk: Conversation, clock: Clock) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    await leaves(kari)
    clock.forward(hours=25)
    assert "within 24 hours" in (await line.does("departures.undo", "1")).card.fallback


async def test_a_departure_in_the_night_is_told_in_the_morning(talk: Conversation, clock: Clock) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    clock.set(MONDAY + timedelta(hours=13))  # 23.00 in Oslo
    await sara.submits(await sara.does("admin.person", str(kari.person_id)), role="guest", organisation="")
    await talk.settle()
    assert (line.sees, kari.sees) == ([], [])
    clock.set(MONDAY + timedelta(hours=22))
    await talk.settle()
    assert "Kari no longer belongs to Eksempel" in line.last.text
    assert "You no longer belong to Eksempel" in kari.last.text


async def test_a_departure_on_a_friday_night_is_told_while_it_can_be_undone(talk: Conversation, clock: Clock) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    clock.set(MONDAY + timedelta(days=4, hours=13))
    await leaves(kari)
    await talk.settle()
    assert line.sees == []
    clock.set(MONDAY + timedelta(days=4, hours=22))  # 08.00 on Saturday
    await talk.settle()
    assert "Undo" in line.last.labels


async def test_the_contact_ends_it_names_a_successor_and_the_one_who_left_is_told_whom_to_ask(
    talk: Conversation,
) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="eksempel")
    per = await talk.person("per", organisation="prove", contact=True)
    async with talk.database.begin() as store:
        await possessions(store, kari.person_id)
    people = await line.clicks(await line.commands("eksempel", name="who"), "People")
    assert "Only those who act" in (await per.does("departures.people", "1")).card.fallback
    assert "those who act for Eksempel" in (await per.does("departures.leave", f"1:{kari.person_id}")).card.fallback
    button = next(one for one in people.card.list_buttons() if one.value == f"1:{kari.person_id}")
    form = await line.presses(button)
    ended = await line.submits(form, successor=str(ola.person_id))
    assert "Ola takes over 4 things" in ended.card.fallback
    assert "ask Line" in kari.last.text
    assert "Heat to the neighbour" in ola.last.text
    assert ola.last.labels.count("Undo") == 0


async def test_who_belongs_to_two_leaves_one_and_goes_on_for_the_other(talk: Conversation) -> None:
    await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel", leads="nett")
    await talk.person("per", organisation="prove", contact=True)
    async with talk.database.begin() as store:
        await possessions(store, kari.person_id)
        await store.memberships.add_membership(await store.people.load_person(kari.person_id), 2, confirmed=True)
    card = await kari.commands("slutt", name="me")
    leave = next(one for one in card.card.list_buttons() if one.value == "1")
    await kari.submits(await kari.presses(leave))
    async with talk.database.read() as store:
        person = await store.people.load_person(kari.person_id)
        assert (person.stands_for, person.role) == (2, MEMBER)
        assert {what for what, _ in await store.handovers.list_owned_records(kari.person_id)} == {"meeting", "item"}
        assert [topic.slug for topic in await store.topics.list_topics_led_by(kari.person_id)] == ["nett"]
        assert await calendar_content.find_calendar_feed(store, f"token{kari.person_id}") is not None


async def test_whoever_sends_a_deputy_who_leaves_one_of_two_is_asked_again(talk: Conversation, clock: Clock) -> None:
    clock.set(MONDAY)  # it waits for the reader's hours
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    per = await talk.person("per", organisation="eksempel")
    await talk.person("ola", organisation="prove", contact=True)
    async with talk.database.begin() as store:
        await store.memberships.add_membership(await store.people.load_person(per.person_id), 2, confirmed=True)
    meeting = str(await meets(talk.database, sara.person_id))
    await kari.submits(await kari.does("meetings.substitute", meeting), deputy=str(per.person_id))
    await per.submits(await per.does("departures.leave", "1"))
    asked = [post.text for post in kari.sees if "who was going in your place, has left" in post.text]
    assert len(asked) == 1
    async with talk.database.read() as store:
        (mine,) = await store.rsvps.list_rsvps_of_occurrence(int(meeting))
    assert (mine.person_id, mine.answer, mine.substitute_id) == (kari.person_id, MAYBE, None)


async def test_a_contact_who_leaves_is_followed_by_the_successor_and_the_last_one_by_the_secretariat(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    await leaves(line, successor=str(kari.person_id))
    async with talk.database.read() as store:
        assert await store.organisations.get_representative_role(kari.person_id, 1) == CONTACT
        assert await store.organisations.get_representative_role(line.person_id, 1) == ""
    await leaves(kari)
    assert "Nobody acts for Eksempel now" in sara.last.text
    stays = await sara.does("departures.leave", "1")
    assert "cannot find" in stays.card.fallback


async def test_what_is_undone_is_as_it_was_for_both(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    await talk.person("per", organisation="prove", contact=True)
    async with talk.database.begin() as store:
        await store.memberships.add_membership(await store.people.load_person(line.person_id), 2, confirmed=True)
    await line.submits(await line.does("departures.leave", "1"), successor=str(kari.person_id))
    await sara.clicks(sara.last, "Undo")
    async with talk.database.read() as store:
        assert (await store.people.load_person(line.person_id)).stands_for == 1
        assert await store.organisations.map_representative_roles(1) == {line.person_id: CONTACT}


async def test_the_last_of_the_secretariat_may_leave_one_of_two_organisations(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    await talk.person("per", organisation="prove", contact=True)
    async with talk.database.begin() as store:
        await store.memberships.add_membership(await store.people.load_person(sara.person_id), 2, confirmed=True)
    await sara.submits(await sara.does("departures.leave", "1"))
    async with talk.database.read() as store:
        assert (await store.people.load_person(sara.person_id)).secretariat
    refused = await sara.submits(await sara.does("departures.leave", "2"))
    assert "The secretariat needs at least one member." in refused.card.fallback


async def test_who_has_left_can_join_again(talk: Conversation) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    await leaves(kari)
    form = await kari.clicks(await kari.commands("", name="home"), "Choose your organisation")
    await kari.submits(form, organisation="1")
    await line.clicks(line.last, "Confirm")
    assert "You have left" not in (await kari.commands("", name="topics")).card.fallback


async def test_a_claim_that_nobody_has_confirmed_is_taken_back_and_nothing_else_changes(talk: Conversation) -> None:
    await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari")
    await kari.submits(await kari.does("members.where"), organisation="1")
    await leaves(kari)
    async with talk.database.read() as store:
        person = await store.people.load_person(kari.person_id)
        assert (person.organisation_id, person.role, person.left_at) == (None, MEMBER, None)


async def test_whom_the_secretariat_takes_out_has_left_and_handed_over(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    async with talk.database.begin() as store:
        await possessions(store, kari.person_id)
    form = await sara.submits(await sara.does("admin.people"), person=str(kari.person_id))
    await sara.submits(form, organisation="")
    assert "You are now responsible for 4 things" in line.last.text
    assert "You have left" in (await kari.commands("", name="topics")).card.fallback


async def test_an_undo_gives_nobody_a_role_back_that_was_taken_from_them_meanwhile(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    siv = await talk.person("siv", organisation="eksempel", role="secretariat")
    await talk.person("per", organisation="prove", contact=True)
    await sara.submits(await sara.does("admin.person", str(siv.person_id)), organisation="2")
    await sara.submits(await sara.does("admin.person", str(siv.person_id)), role="member")
    await line.clicks(line.last, "Undo")
    async with talk.database.read() as store:
        back = await store.people.load_person(siv.person_id)
        assert (back.role, back.stands_for) == (MEMBER, 1)


async def test_an_organisation_that_has_not_confirmed_somebody_gets_nothing_of_theirs(talk: Conversation) -> None:
    """Whoever chose the wrong one is moved by the secretariat, and keeps what is theirs."""
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    await talk.person("per", organisation="prove", contact=True)
    ny = await talk.person("ny")
    await ny.submits(await ny.does("members.where"), organisation="1")
    async with talk.database.begin() as store:
        await possessions(store, ny.person_id, None)
    await sara.submits(await sara.does("admin.person", str(ny.person_id)), organisation="2")
    async with talk.database.read() as store:
        assert len(await store.handovers.list_owned_records(ny.person_id)) == 4
        assert await store.handovers.list_owned_records(line.person_id) == []
    assert [post.text for post in line.sees] == ["Ny does not belong to Eksempel."]


async def erases(who: Someone) -> None:
    await who.submits(await who.does("privacy.erase"), word="DELETE")


async def test_who_takes_over_from_somebody_whose_data_are_deleted_is_told(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel", leads="nett")
    async with talk.database.begin() as store:
        await possessions(store, kari.person_id)
    await erases(kari)
    assert line.last.card.title == "A member is no longer in the network"
    assert "You are now responsible for 5 things" in line.last.text
    assert "Kari" not in line.last.text
    assert sara.sees == []
    await erases(line)
    assert "You are now responsible for 5 things" in sara.last.text
    assert "Nobody acts for Eksempel now" in sara.last.text
    assert "Name a contact" in sara.last.labels


@pytest.mark.parametrize("claims", [False, True])
async def test_what_is_theirs_whom_no_organisation_has_confirmed_goes_to_the_secretariat(
    talk: Conversation, claims: bool
) -> None:
    sara, siv = await talk.person("sara", role="secretariat"), await talk.person("siv", leads="nett")
    line = await talk.person("line", organisation="eksempel", contact=True)
    async with talk.database.begin() as store:
        await possessions(store, siv.person_id, None)
    if claims:
        await siv.submits(await siv.does("members.where"), organisation="1")
    await erases(siv)
    async with talk.database.read() as store:
        assert await store.handovers.list_owned_records(siv.person_id) == []
        assert len(await store.handovers.list_owned_records(sara.person_id)) == 4
        assert [topic.slug for topic in await store.topics.list_topics_led_by(sara.person_id)] == ["nett"]
        assert await store.handovers.list_owned_records(line.person_id) == []
    assert "You are now responsible for 5 things" in sara.last.text


async def test_what_happens_by_itself_goes_on_when_its_sender_has_left(talk: Conversation) -> None:
    """What they wrote can still be deleted, and what they write among others is not for the bot."""
    await talk.person("line", organisation="eksempel", contact=True)
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="eksempel")
    await talk.carries("grid", "nett")
    await ola.commands(GRID)
    card = talk.room("grid")[0]
    message = await kari.replies(card, "Ring dem, og be om skriftlig svar på tilknytningen.")
    await leaves(kari)
    await kari.replies(card, "Dette skriver jeg etterpå, og det er ikke for boten lenger.")
    await kari.deletes(message, "grid")
    async with talk.database.read() as store:
        assert await store.answers.list_answers_to_question(1) == []


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=6, unique_by=lambda one: one[0]))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whoever_leaves_in_whatever_order_nothing_is_left_without_an_owner(
    sqlite_store: Store, leaving: list[tuple[int, bool]]
) -> None:
    """A contact, a deputy, three others and one of the secretariat; some name a successor."""
    store = sqlite_store
    number = len(await store.people.list_all_people())
    house = await store.organisations.add(Organisation(code=f"o{number}", name=f"O{number}", kind="park"))
    people = []
    for n, role in enumerate((MEMBER, MEMBER, MEMBER, MEMBER, MEMBER, SECRETARIAT)):
        account = Account(platform="fake", workspace="W", user=f"u{number}-{n}")
        person = await store.people.add_person_with_account(Person(name=f"P{n}", language="en", role=role), account)
        await store.memberships.assign_acting_organisation(person, house.id)
        await possessions_of(store, person, house.id, f"{number}-{n}")
        people.append(person)
    await store.organisations.appoint_representative(house.id, people[0].id, CONTACT)
    await store.organisations.appoint_representative(house.id, people[1].id, DEPUTY)
    for n, names in leaving:
        successor = next((one for one in people if one.left_at is None and one is not people[n]), None)
        await hand_over_membership(store, people[n], house, by=people[n], successor=successor if names else None)
        assert await orphans(store) == []


async def possessions_of(store: Store, person: Person, house: int, number: str) -> None:
    topic = await store.topics.find_topic_by_slug("t")
    if topic is None:
        names = {"name_nb": "t", "name_nn": "t", "name_en": "t"}
        topic = await store.topics.add(Topic(slug="t", keywords=[], examples=[], **names))
    await store.solutions.add(
        Solution(
            code=f"S-{number}", title="t", problem="p", done="d", topic_id=topic.id, language="en", state="published",
            owner_id=person.id, organisation_id=house,
        )
    )  # fmt: skip
    await store.topics.set_topic_leads(topic.id, [person.id])
    await store.actions.add(Action(text="a", owner_id=person.id, organisation_id=None, due=date(2099, 1, 1)))
