"""An organisation that has left is no choice any more, and hides nobody among those who stay."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.directory.anonymity import find_anonymous_group
from storage.directory.organisations import CONTACT
from storage.kit.database import Database
from tests.conversation import Conversation, Someone
from tests.houses import houses
from tests.policy import said


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Conversation]:
    database = Database(sqlite_url)
    yield await Conversation(database).begin()
    await database.close()


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


async def leaves(sara: Someone, id: int) -> None:
    await sara.submits(await sara.does("privacy.house_leaves", str(id)), what="leave")


async def test_it_is_in_no_list_to_choose_from(talk: Conversation, sara: Someone) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    stays, goes = await houses(talk.database, "dømeøyra", "tenktnes")
    old = await kari.does("tasks.write")
    await leaves(sara, goes)
    form = (await kari.does("tasks.write")).form
    assert form is not None
    chosen = next(field for field in form.fields if field.name == "organisations")
    assert [value for value, _ in chosen.options] == [str(stays)]
    wrong = await kari.submits(old, text="Measure waste heat", organisations=str(goes), due="")
    assert "organisations" in wrong.errors, "a form from before asks it no more"
    assert "Tenktnes" not in said(await sara.does("admin.organisations"))
    async with talk.database.read() as store:
        assert [one.id for one in await store.organisations.list_organisations_without_contact()] == [stays]
        assert goes in [one.id for one in await store.organisations.list_known_organisations()]
        found = await store.inactivity.list_inactive_organisations(store.now)
        assert goes not in [one.id for one in found]


async def test_it_hides_nobody_who_asks_anonymously(talk: Conversation, sara: Someone) -> None:
    ids = await houses(talk.database)
    async with talk.database.read() as store:
        assert await find_anonymous_group(store, ids[0], None) == ("park", "")
    await leaves(sara, ids[-1])
    async with talk.database.read() as store:
        assert await find_anonymous_group(store, ids[0], None) is None, "four are left, and each knows the others"


async def test_it_is_a_member_again_once_somebody_acts_for_it(talk: Conversation, sara: Someone) -> None:
    (id,) = await houses(talk.database, "eksempel")
    await leaves(sara, id)
    async with talk.database.begin() as store:
        assert await store.organisations.list_all_organisations() == []
        await store.organisations.appoint_representative(id, sara.person_id, CONTACT)
    async with talk.database.read() as store:
        assert [one.id for one in await store.organisations.list_all_organisations()] == [id]
