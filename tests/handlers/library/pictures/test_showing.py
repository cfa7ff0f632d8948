"""Pictures are shown on pages, each with the sight that its reader has at that moment."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.http import picture_files, record_pages
from bot.http.pages.page_routes import PageServer
from bot.intake.query_meaning import QueryMeaning
from bot.maintenance.picture_keeper import PictureKeeper
from bot.runtime.metrics import Metrics
from handlers.questions.live.page_links import build_live_page_link
from tests.conversation import Conversation, Someone
from tests.handlers.library.pictures.conftest import BASE, SAID, fetches, hold, saves_message
from tests.handlers.library.pictures.test_keeping import buttons, pictures_of, says_yes
from tests.handlers.pages.conftest import Browser

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(talk: Conversation) -> AsyncIterator[Client]:
    app, arena = web.Application(), talk.arena
    app.add_routes(record_pages.build_record_page_routes(talk.database, arena))
    app.add_routes(picture_files.build_picture_routes(talk.database, arena, None))
    meaning = QueryMeaning(frozenset(), Metrics())
    app.add_routes(PageServer(talk.database, arena, talk.classifier, None, meaning).build_page_routes())
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        yield client


@pytest.fixture
async def saved(talk: Conversation, kari: Someone, keeper: PictureKeeper) -> int:
    """The id of a solution with a picture."""
    await says_yes(kari, await saves_message(kari, kari, *hold(talk, "a.jpg")))
    await fetches(talk, keeper)
    (one,) = await pictures_of(talk)
    assert one.solution_id is not None
    return one.solution_id


async def test_a_page_shows_what_its_reader_may_see_and_nobody_else(
    talk: Conversation, client: Client, kari: Someone, ola: Someone, saved: int
) -> None:
    browser, other, nobody = Browser(client), Browser(client), Browser(client)
    await browser.signs_in(kari)
    await other.signs_in(ola)
    page = await browser.get("/web/solutions/L-001")
    assert f'alt="{SAID["alt"]}"' in page.text
    assert SAID["credit"] in page.text
    address = page.text.partition('<img src="')[2].partition('"')[0]
    served = await client.get(address, headers={"Cookie": other.cookie})
    assert Image.open(io.BytesIO(await served.read())).format == "JPEG"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Cache-Control"] == "private, no-cache"
    assert (await nobody.get(address)).status == 404
    again = await client.get(address, headers={"Cookie": other.cookie, "If-None-Match": served.headers["ETag"]})
    assert again.status == 304
    async with talk.database.begin() as store:
        solution = await store.solutions.find(saved)
        assert solution is not None
        solution.level = "circle"
    again = await client.get(address, headers={"Cookie": other.cookie, "If-None-Match": served.headers["ETag"]})
    assert again.status == 404
    assert (await client.get(address, headers={"Cookie": browser.cookie})).status == 200
    assert (await browser.get("/web/pictures/999")).status == 404


async def test_a_signed_address_opens_it_with_the_sight_of_its_reader(
    talk: Conversation, client: Client, kari: Someone, ola: Someone, saved: int
) -> None:
    shown = await ola.presses(buttons(await ola.does("solutions.open", str(saved)))["pictures.show"])
    (address,) = [url.removeprefix(BASE) for url in buttons(shown) if url.startswith(BASE)]
    assert (await client.get(address)).status == 200
    assert (await client.get(f"{address}0")).status == 404
    link = build_live_page_link(talk.arena, "solution", saved, talk.database.get_time(), person_id=ola.person_id)
    record = await client.get(link.removeprefix(BASE))
    assert "img-src 'self'" in record.headers["Content-Security-Policy"]
    inside = (await record.text()).partition('<img src="')[2].partition('"')[0]
    assert (await client.get(inside.removeprefix(BASE))).status == 200
    # withdrawn with the solution
    await kari.does("solutions.delete", str(saved))
    assert (await client.get(address)).status == 404


async def test_an_author_has_the_copy_among_their_data_and_no_name_is_left_when_they_go(
    talk: Conversation, kari: Someone, saved: int
) -> None:
    async with talk.database.read() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        (row,) = (await store.personal_data.export_rows_of_person(person))["solution_pictures"]
    assert json.dumps(row)
    assert row["data"].startswith("/9j/")
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    (left,) = await pictures_of(talk)
    assert "Kari" not in left.credit
