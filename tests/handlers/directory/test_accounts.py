"""Conversations about accounts: linked by a code typed on the other side, guessed in vain, and unlinked again."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from handlers.directory.accounts.account_linking import TRIES
from handlers.directory.accounts.link_codes import ALPHABET, LENGTH, derive_link_code
from handlers.pages import sessions
from storage.directory.people import GUEST, MEMBER, SECRETARIAT
from storage.kit.database import Database
from storage.queue.delivery_rows import Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Someone


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


async def code_of(who: Someone) -> str:
    assert "in our private chat" in (await who.commands("koble", name="me")).card.fallback
    (code,) = re.findall(r"me link (\w{8})", who.last.text)
    return code


async def owner(talk: Conversation, who: Someone) -> int:
    async with talk.database.read() as store:
        found = await store.people.find_person_by_account(who.platform, who.sender.workspace, who.user)
        assert found is not None
        return found[0].id


async def test_a_code_typed_on_the_other_side_makes_both_one_person_and_both_are_told(talk: Conversation) -> None:
    here = await talk.person("kari", organisation="eksempel", contact=True, leads="nett")
    there = await talk.person("kari2", platform="other")
    code = await code_of(here)
    async with talk.database.read() as store:
        link = await store.account_links.find(1)
        assert link is not None
        assert code not in link.code_hash
        kept = (await store.session.scalars(sa.select(Delivery.args))).all()
        assert code not in str(kept), "nor does the message that carried it keep it"
    await there.commands("følg hms", name="topics")
    await here.commands("varsler 08-15", name="me")
    done = await there.commands(f"kople {code[:4].lower()} {code[4:]}", name="me")
    assert "Your accounts are linked. You are Kari on both." in done.card.fallback
    assert await owner(talk, here) == await owner(talk, there)
    for side in (here, there):
        assert "Your accounts are linked: Fake and Other" in side.last.text
    me = (await there.commands("", name="me")).card.fallback
    assert "contact for Eksempel, topic lead for grid and grid capacity" in me
    assert "HSE" in me
    assert "workdays 08:00–15:00" in me, "what the one who may do more has chosen"
    again = await there.commands(f"link {code}", name="me")
    assert "not right" in again.card.fallback


async def test_a_code_is_old_after_ten_minutes_and_a_new_one_replaces_it(talk: Conversation, clock: Clock) -> None:
    here, there = await talk.person("kari", organisation="eksempel"), await talk.person("kari2", platform="other")
    first = await code_of(here)
    second = await code_of(here)
    assert "not right" in (await there.commands(f"koble {first}", name="me")).card.fallback
    clock.forward(minutes=11)
    assert "older than ten minutes" in (await there.commands(f"koble {second}", name="me")).card.fallback
    third = await code_of(here)
    assert "from here" in (await here.commands(f"koble {third}", name="me")).card.fallback
    assert "linked" in (await there.commands(f"koble {third}", name="me")).card.fallback


async def test_nobody_guesses_a_code(talk: Conversation, clock: Clock) -> None:
    here, thief = await talk.person("kari", organisation="eksempel"), await talk.person("per", platform="other")
    code = await code_of(here)
    assert len(ALPHABET) ** LENGTH > 10**11
    for guess in range(TRIES):
        wrong = derive_link_code(talk.arena, str(guess))
        assert "not right" in (await thief.commands(f"koble {wrong}", name="me")).card.fallback
    assert "Too many" in (await thief.commands(f"koble {code}", name="me")).card.fallback, "even the right one"
    assert await owner(talk, here) != await owner(talk, thief)
    clock.forward(minutes=61)
    code = await code_of(here)
    assert "linked" in (await thief.commands(f"koble {code}", name="me")).card.fallback


async def test_a_guest_gets_a_members_rights_only_when_the_contact_says_yes(talk: Conversation) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", platform="other", role="guest")
    waits = await gro.commands(f"koble {await code_of(kari)}", name="me")
    assert "Line confirms" in waits.card.fallback
    async with talk.database.read() as store:
        assert (await store.people.load_person(await owner(talk, gro))).role == GUEST
        assert (await store.people.load_person(await owner(talk, kari))).role == MEMBER
    refused = await kari.does("accounts.confirm", "1")
    assert "Somebody else must say this" in refused.card.fallback
    claim = line.last
    assert "Kari, Eksempel" in claim.text
    await line.clicks(claim, "Confirm")
    assert await owner(talk, gro) == await owner(talk, kari)
    assert claim.labels == []
    assert claim.text.strip() == "Kari is now the same person on both accounts."
    for side in (kari, gro):
        assert "linked" in side.last.text
    again = await line.does("accounts.confirm", "1")
    assert "no longer waits" in again.card.fallback


async def test_a_link_that_is_refused_changes_nothing_and_both_hear_it(talk: Conversation) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", platform="other", role="guest")
    await gro.commands(f"koble {await code_of(kari)}", name="me")
    await line.clicks(line.last, "Reject")
    assert line.last.text.strip() == "The accounts stay separate, and both will be told."
    assert await owner(talk, gro) != await owner(talk, kari)
    for side in (kari, gro):
        assert "Line could not confirm" in side.last.text


async def test_two_organisations_wait_for_the_secretariat_and_the_person_belongs_to_both(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    other = await talk.person("kari2", platform="other", organisation="prove")
    await other.commands(f"koble {await code_of(kari)}", name="me")
    await sara.clicks(sara.last, "Confirm")
    async with talk.database.read() as store:
        both = await store.people.load_person(await owner(talk, kari))
        houses = {
            one.organisation.code: (one.confirmed, one.acting)
            for one in await store.memberships.list_memberships_of_person(both)
        }
    assert houses == {"eksempel": (True, True), "prove": (True, False)}


async def test_the_secretariat_of_one_confirms_itself_and_keeps_its_role(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    phone = await talk.person("sara2", platform="other")
    await sara.commands(f"koble {await code_of(phone)}", name="me")
    async with talk.database.read() as store:
        assert (await store.people.load_person(await owner(talk, phone))).role == MEMBER
    await sara.clicks(sara.last, "Confirm")
    async with talk.database.read() as store:
        assert (await store.people.load_person(await owner(talk, phone))).role == SECRETARIAT


async def test_an_account_is_unlinked_and_has_nothing_of_the_person(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    there = await talk.person("kari2", platform="other")
    await there.commands(f"koble {await code_of(kari)}", name="me")
    async with talk.database.begin() as store:  # the other account signs in on the web, as Kari
        code = await sessions.create_sign_in_code(store, await store.people.load_person(await owner(talk, there)))
        token = await sessions.exchange_sign_in_code(store, code, "")
        assert await sessions.find_signed_in_person(store, token) is not None
    listed = await kari.does("accounts.show")
    assert next(part.note for part in listed.card.parts if hasattr(part, "note")) == "You write from here"
    await kari.clicks(listed, "Unlink")
    assert await owner(talk, kari) != await owner(talk, there)
    assert "no longer linked to Kari" in there.last.text
    assert "in Other, is no longer linked" in kari.last.text
    async with talk.database.read() as store:
        assert await sessions.find_signed_in_person(store, token) is None
        alone = await store.people.load_person(await owner(talk, there))
        assert (alone.organisation_id, alone.role) == (None, MEMBER)
    foreign = await there.does("accounts.unlink", "1")
    assert "cannot find" in foreign.card.fallback
