"""Files of tables are sent on a page of one's own, and what they would do is shown in the chat."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.multipart_files import extract_form_file
from bot.http.table_upload_pages import TableUploadPages
from bot.maintenance.import_worker import ImportWorker
from handlers.chat.turn import Arena
from handlers.documents.tables import MOST_BYTES
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of
from tests.handlers.exchange.test_table_import import HEAD, build_rows, build_workbook, list_listings, write_lines


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", "59,14 9,66")


async def works(talk: Conversation) -> bool:
    """One table is worked on, and its card is drawn again."""
    worked = await ImportWorker(talk.database, talk.arena, talk.platforms).work_on_next_table()
    await talk.settle()
    return worked


@pytest.fixture
async def pages(talk: Conversation, arena: Arena) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application(client_max_size=100)
    app.add_routes(TableUploadPages(talk.database, arena).build_table_upload_routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def find_upload_path(kari: Someone, kind: str = "import") -> str:
    card = (await kari.commands(kind, "exchange")).card
    assert card is not None
    (url,) = {button.url for button in card.list_buttons() if button.label == "Send a file"}
    return url[url.index("/data/") :]


async def send(client: TestClient[web.Request, web.Application], path: str, file: bytes, name: str = "t.xlsx") -> int:
    form = FormData()
    form.add_field("file", io.BytesIO(file), filename=name, content_type="application/octet-stream")
    async with client.post(path, data=form, allow_redirects=False) as answer:
        return answer.status


async def test_a_file_is_sent_on_a_page_of_ones_own_and_shown_in_the_chat(
    talk: Conversation, clock: Clock, kari: Someone, pages: TestClient[web.Request, web.Application]
) -> None:
    path = await find_upload_path(kari)
    async with pages.get(path) as answer:
        page = await answer.text()
        assert (answer.status, "<script" in page, 'type="file"' in page) == (200, False, True)
        assert "Refresh" not in answer.headers
    assert await send(pages, path, build_workbook([HEAD, *build_rows(3)])) == 303
    await talk.settle()
    card = kari.last
    assert "It is being read." in card.text
    async with pages.get(path) as answer:
        assert answer.headers["Refresh"] == "2"
        assert "It is being read." in await answer.text()
    await works(talk)
    assert "3 are new" in card.text
    assert "Only the first sheet is read" in card.text
    async with pages.get(path) as answer:
        assert "waits for your yes" in await answer.text()
    await kari.clicks(card, "Bring it in")
    assert (len(await list_listings(talk.database)), card.card.title) == (3, "The table is brought in")

    wrong = write_lines([["x", "kari verk", "Tilbud", "varme", "1.200", "MW", "65", "heile året", ""]], ";")
    assert await send(pages, path, wrong.encode("cp1252"), "t.csv") == 303
    await talk.settle()
    faulty = kari.last
    await works(talk)
    assert "Row 2, Mengde: “1.200” may be 1,200 or 1.2." in faulty.text
    assert await send(pages, path, b"PK\x03\x04" + bytes(20)) == 303
    await works(talk)
    assert "no workbook that I can read" in kari.last.text
    assert await send(pages, path, bytes(MOST_BYTES + 5000)) == 413
    async with pages.post(path, data={"file": "no file"}, allow_redirects=False) as answer:
        assert answer.status == 422
    assert await send(pages, path.replace("listings", "plots"), b"x") == 404, "a link is for one kind"
    assert await send(pages, path[:-1] + "x", b"x") == 404
    clock.forward(hours=13)
    assert await send(pages, path, b"x") == 404, "it has ended"


async def test_nobody_sends_a_file_for_an_organisation_that_they_no_longer_act_for(
    talk: Conversation, kari: Someone, pages: TestClient[web.Request, web.Application]
) -> None:
    path = await find_upload_path(kari)
    assert await send(pages, path, build_workbook([HEAD, *build_rows(2)])) == 303
    assert await send(pages, path, build_workbook([HEAD, *build_rows(3)])) == 303
    await works(talk)
    assert "3 are new" in kari.last.text, "the newer one counts"
    assert not await works(talk)
    async with talk.database.begin() as store:
        for one in await store.organisations.list_organisations_represented_by(kari.person_id):
            await store.organisations.dismiss_representative(one.id, kari.person_id)
    assert await send(pages, path, build_workbook([HEAD, *build_rows(2)])) == 404


def test_a_form_without_a_file_has_none() -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n'
    assert extract_form_file("multipart/form-data; boundary=b", body) is None
    assert extract_form_file("text/plain", body) is None
    named = body.replace(b'"a"', b'"a"; filename="x"').replace(b"\r\n\r\nx", b"\r\n\r\n\r\n\x00--b")
    assert extract_form_file("multipart/form-data; boundary=b", named) == b"\r\n\x00--b"
