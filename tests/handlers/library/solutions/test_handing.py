"""Conversations about a solution that needs somebody: its owner is asked, then its house, then who leads its topic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.crowds import LAST_PERSON, crowd
from tests.handlers.library.solutions.conftest import button, has, saves, stored, text
from tests.waiting import complaints, passes

DUE = datetime(2027, 2, 1, 5, tzinfo=UTC)


@pytest.fixture
async def due(talk: Conversation, kari: Someone, clock: Clock) -> Someone:
    await saves(kari)
    async with talk.database.begin() as store:
        solution = await store.solutions.find_solution_by_code("L-001")
        assert solution is not None
        solution.verify_by = date(2027, 2, 1)
    clock.set(DUE)
    return kari


def asks(who: Someone, do: str = "solutions.confirm") -> list[Post]:
    return [post for post in who.sees if has(post, do)]


async def after(talk: Conversation, clock: Clock, **time: float) -> None:
    await passes(talk, clock, DUE + timedelta(hours=4) + timedelta(**time))


async def test_the_owner_is_asked_twice_then_the_contact_then_the_lead(
    talk: Conversation, due: Someone, clock: Clock
) -> None:
    contact = await talk.person("clara", organisation="eksempel", contact=True)
    lead = await talk.person("lars", organisation="dømeøyra", leads="nett")
    before = len(due.sees)
    told = []
    for weeks in (0, 2, 4, 6, 10, 20):
        await after(talk, clock, weeks=weeks)
        told.append((len(due.sees) - before, len(contact.sees), len(lead.sees)))
    assert told == [(1, 0, 0), (2, 0, 0), (2, 1, 0), (2, 1, 1), (2, 1, 1), (2, 1, 1)]
    assert has(contact.last, "solutions.take")
    assert "Kari is responsible for it" in contact.last.text
    assert await complaints(talk) == []


async def test_the_contact_takes_it_over_and_is_asked_from_then_on(
    talk: Conversation, due: Someone, clock: Clock
) -> None:
    contact = await talk.person("clara", organisation="eksempel", contact=True)
    await after(talk, clock, weeks=4)
    card = contact.last
    taken = await contact.presses(button(card, "solutions.take"))
    assert "You are now responsible for L-001" in text(taken)
    assert (await stored(talk)).owner_id == contact.person_id
    assert "Clara" in due.last.text
    await after(talk, clock, weeks=7)
    assert len(asks(contact)) == 1
    await contact.presses(button(taken, "solutions.confirm"))
    assert (await stored(talk)).verified_by_id == contact.person_id
    asked = len(contact.sees)
    await after(talk, clock, weeks=20)
    assert len(contact.sees) == asked


async def test_whoever_is_named_is_asked_and_has_it_only_when_they_say_yes(
    talk: Conversation, due: Someone, clock: Clock
) -> None:
    contact = await talk.person("clara", organisation="eksempel", contact=True)
    colleague = await talk.person("erik", organisation="eksempel")
    stranger = await talk.person("tor", organisation="tenktnes")
    await after(talk, clock, weeks=4)
    form = await contact.presses(button(contact.last, "solutions.name"))
    assert form.form is not None
    assert [label for _, label in form.form.fields[0].options] == ["Erik, Eksempel"]
    await contact.submits(form, who=str(colleague.person_id))
    await after(talk, clock, weeks=4, hours=1)
    assert "thinks you can be responsible for it" in colleague.last.text
    assert (await stored(talk)).owner_id == due.person_id
    assert "Only those who were asked" in text(await stranger.does("solutions.take", "1"))
    await colleague.presses(button(colleague.last, "solutions.take"))
    assert (await stored(talk)).owner_id == colleague.person_id


async def test_a_word_of_the_owner_ends_it_and_the_cards_say_so(talk: Conversation, due: Someone, clock: Clock) -> None:
    contact = await talk.person("clara", organisation="eksempel", contact=True)
    await after(talk, clock, weeks=4)
    card = contact.last
    await due.presses(button(asks(due)[-1], "solutions.confirm"))
    assert "has been reviewed" in card.text
    assert "it has been reviewed" in text(await contact.does("solutions.take", "1"))
    seen = len(contact.sees)
    await after(talk, clock, weeks=20)
    assert len(contact.sees) == seen


async def test_without_owner_house_and_lead_the_secretariat_is_asked(
    talk: Conversation, due: Someone, siri: Someone, clock: Clock
) -> None:
    async with talk.database.begin() as store:
        solution = await store.solutions.find_solution_by_code("L-001")
        assert solution is not None
        solution.owner_id = solution.organisation_id = None
    await after(talk, clock, weeks=0)
    assert len(asks(siri)) == 1
    await after(talk, clock, weeks=8)
    assert len(asks(siri, "solutions.take")) == 1


async def test_a_forgotten_draft_is_mentioned_once(talk: Conversation, kari: Someone, clock: Clock) -> None:
    clock.set(DUE)
    await saves(kari)
    near = await saves(kari)
    assert has(near, "solutions.save_anyway")
    seen = len(kari.sees)
    await after(talk, clock, days=1)
    assert len(kari.sees) == seen
    await after(talk, clock, weeks=3)
    assert len(kari.sees) == seen + 1
    await kari.presses(button(kari.last, "solutions.save_anyway"))
    assert (await stored(talk, "L-002")).state == "published"


async def test_of_hundreds_of_colleagues_each_is_found_by_name(talk: Conversation, due: Someone, clock: Clock) -> None:
    contact = await talk.person("clara", organisation="eksempel", contact=True)
    last = await crowd(talk.database, "eksempel")
    await after(talk, clock, weeks=4)
    form = await contact.presses(button(contact.last, "solutions.name"))
    assert await contact.types(form, "who", "åse øyen") == ((str(last), f"{LAST_PERSON}, Eksempel"),)
    assert f"{LAST_PERSON} is asked." in text(await contact.submits(form, who=str(last)))
