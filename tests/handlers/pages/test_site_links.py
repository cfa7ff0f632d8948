"""A colleague without an account writes down what flows at a site by a link, and a contact takes each of it in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.site_link_pages import LARGEST, SiteLinkPages
from handlers.chat.cards import Reply
from handlers.chat.events import Submission
from handlers.chat.turn import Arena
from handlers.pages.site_link_form import MOST_WRITTEN
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, contact_of
from tests.handlers.pages.conftest import BASE
from tests.meetings import MONDAY
from tests.policy import passes, said

HEAT = {"type": "heat", "direction": "out", "amount": "4 MW", "temperature": "65", "name": "Ovn 2", "when": "year"}


@pytest.fixture
async def kari(talk: Conversation, clock: Clock) -> Someone:
    clock.set(MONDAY)
    return await contact_of(talk, "kari", "eksempel", HERE, "Eksempel verk")


@pytest.fixture
async def web_form(talk: Conversation, arena: Arena) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.add_routes(SiteLinkPages(talk.database, arena).build_site_link_routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def find_site(talk: Conversation) -> str:
    async with talk.database.read() as store:
        return str((await store.sites.list_all_sites())[0].id)


async def make_link(talk: Conversation, kari: Someone, label: str = "Driftssjefen") -> str:
    form = await kari.does("sites.link", await find_site(talk))
    card = (await kari.submits(form, label=label)).card
    assert card is not None
    (url,) = {button.url for button in card.list_buttons() if button.url}
    assert re.fullmatch(rf"{BASE}/data/site/[\w-]{{43}}", url)
    return url.removeprefix(BASE)


async def write(client: TestClient[web.Request, web.Application], path: str, **values: str) -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "en"}
    async with client.post(path, data=urlencode(values), headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def read(client: TestClient[web.Request, web.Application], path: str, language: str = "en") -> tuple[int, str]:
    async with client.get(path, headers={"Accept-Language": language}) as answer:
        return answer.status, await answer.text()


@pytest.mark.draws("streams.proposed")
async def test_what_a_colleague_writes_becomes_a_stream_when_a_contact_takes_it_in(
    talk: Conversation, clock: Clock, kari: Someone, web_form: TestClient[web.Request, web.Application]
) -> None:
    path = await make_link(talk, kari)
    status, page = await read(web_form, path, "nb")
    assert (status, "Hva flyter inn og ut av Eksempel verk?" in page) == (200, True)
    assert "<script" not in page
    assert (await write(web_form, path, **HEAT, site="999", organisation="1"))[0] == 303
    assert (await write(web_form, path, type="water", direction="in", amount="30 m3/h"))[0] == 303
    assert "<li>Out: heat, 4 MW</li>" in (await read(web_form, path))[1]
    async with talk.database.read() as store:
        assert await store.streams.list_all_streams() == [], "nothing counts before somebody has said yes"
    await passes(talk, clock, days=1)
    (post,) = [post for post in kari.sees if "Written by colleagues (2)" in post.text]
    assert "Driftssjefen" in str(post.card)
    assert "In: water, 30 m³/h" in post.text
    assert "Written by colleagues (2)" in said(await kari.commands("", name="home"))
    assert "Written by colleagues (2)" in said(await kari.does("streams.page"))
    form = await kari.clicks(post, "Take it in")
    assert "F-1 Out: heat, 4 MW" in said(await kari.submits(form, amount="4 MW"))
    await kari.clicks(await kari.does("streams.proposed"), "Leave it out")
    empty = said(await kari.does("streams.proposed"))
    assert "Nothing waits" in empty
    assert "(0)" not in empty
    assert "taken in or left out already" in said(await kari.does("streams.take", "1"))
    async with talk.database.read() as store:
        (stream,) = await store.streams.list_all_streams()
    assert (stream.name, stream.temperature, stream.months) == ("Ovn 2", 65.0, [100] * 12)


async def test_a_button_that_is_pressed_twice_writes_once(
    talk: Conversation, clock: Clock, kari: Someone, web_form: TestClient[web.Request, web.Application]
) -> None:
    path = await make_link(talk, kari)
    answers = await asyncio.gather(write(web_form, path, **HEAT), write(web_form, path, **HEAT))
    assert [status for status, _ in answers] == [303, 303]
    assert (await read(web_form, path))[1].count("<li>Out: heat, 4 MW</li>") == 1
    await passes(talk, clock, minutes=2)
    assert (await write(web_form, path, **HEAT))[0] == 303
    assert (await read(web_form, path))[1].count("<li>Out: heat, 4 MW</li>") == 2, "there may be two of a kind"


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    talk: Conversation, kari: Someone, web_form: TestClient[web.Request, web.Application]
) -> None:
    path = await make_link(talk, kari)
    status, page = await write(web_form, path, **HEAT | {"amount": "mye", "name": "<b>Ovn</b>"})
    assert status == 422
    assert "Write a number and a unit" in page
    assert 'value="mye"' in page
    assert "&lt;b&gt;Ovn&lt;/b&gt;" in page
    assert '<option value="heat" selected>' in page
    assert (await write(web_form, path, **HEAT | {"name": "Nettstasjon 12 med 40 MW, kabelkart"}))[0] == 422
    assert (await write(web_form, path, name="x" * LARGEST))[0] == 413
    assert (await write(web_form, path, **{f"x{number}": "" for number in range(40)}))[0] == 400
    async with talk.database.begin() as store:
        (link,) = await store.site_links.list_open_links(int(await find_site(talk)))
        for number in range(MOST_WRITTEN):
            await store.proposed_streams.add_proposal(link, HEAT | {"name": f"Ovn {number + 3}"})
    assert "No more can be written" in (await write(web_form, path, **HEAT))[1]


async def test_a_link_ends_when_somebody_says_so_and_for_whom_its_maker_no_longer_acts(
    talk: Conversation, clock: Clock, kari: Someone, web_form: TestClient[web.Request, web.Application]
) -> None:
    ola = await contact_of(talk, "ola", "dømeøyra", HERE)
    first, second, third = [await make_link(talk, kari, label) for label in ("Nå", "Siden", "Sist")]
    await write(web_form, first, **HEAT)
    assert "cannot find that site" in said(await ola.does("sites.link", "1"))
    assert "Written by colleagues" not in said(await ola.commands("", name="home"))
    assert "taken in or left out already" in said(await ola.does("streams.take", "1")), "it is not there for them"
    listed = await kari.does("sites.links", "1")
    await kari.clicks(listed, "End the link")
    gone = await read(web_form, "/data/site/" + "x" * 43)
    assert gone[0] == 404
    assert [(await read(web_form, path))[0] for path in (first, second, third)] == [200, 200, 404]
    assert (await write(web_form, third, **HEAT))[1] == gone[1]
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        await store.organisations.dismiss_representative(person.organisation_id or 0, kari.person_id)
    assert (await read(web_form, first))[0] == 404
    async with talk.database.begin() as store:
        await store.organisations.appoint_representative(person.organisation_id or 0, kari.person_id, "contact")
    assert (await read(web_form, first))[0] == 200
    clock.forward(days=15)
    assert (await read(web_form, first))[0] == 404
    async with talk.database.begin() as store:
        await store.site_links.delete_expired_links(store.now)
        assert await store.proposed_streams.list_proposals([1]) == []


async def test_who_acts_for_the_organisation_no_longer_is_told_nothing_of_what_came_in(
    talk: Conversation, clock: Clock, kari: Someone, web_form: TestClient[web.Request, web.Application]
) -> None:
    path = await make_link(talk, kari)
    clock.forward(hours=10)
    await write(web_form, path, **HEAT)
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.dismiss_representative(house.id, kari.person_id)
    await passes(talk, clock, days=1)
    assert [post.text for post in kari.sees if "heat" in post.text] == []


@pytest.mark.both_engines
async def test_two_who_take_in_the_same_at_once_make_one_stream(
    talk: Conversation, kari: Someone, web_form: TestClient[web.Request, web.Application]
) -> None:
    await write(web_form, await make_link(talk, kari), **HEAT)
    dag = await talk.person("dag", organisation="eksempel", contact=True)
    form = (await kari.does("streams.take", "1")).form
    assert form is not None
    values = {field.name: field.value for field in form.fields}
    both = [Submission(name=form.do, value=form.value, values=values, **who._where("")) for who in (kari, dag)]
    replies = [said(one or Reply()) for one in await asyncio.gather(*(talk.dispatcher(one) for one in both))]
    assert sorted("taken in or left out" in one for one in replies) == [False, True], replies
    async with talk.database.read() as store:
        assert len(await store.streams.list_all_streams()) == 1
