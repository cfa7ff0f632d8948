"""Reports as files: Word everywhere, and PDF beside it where something is installed that draws it."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.cli.configuration_checks import check_pdf_drawer
from bot.http.paper_documents import build_paper_document_routes
from bot.http.shared_years import build_shared_year_routes
from handlers.chat.cards import Reply
from handlers.chat.say import LANGUAGES
from handlers.chat.turn import Arena
from handlers.documents import Table
from handlers.pages.yearly.year_export import build_linked_year
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.pages.conftest import BASE, Browser

WORDS = (("docx", "Word"), ("pdf", "PDF"))


def list_addresses(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [button.url.removeprefix(BASE) for button in reply.card.list_buttons() if button.url]


@pytest.fixture
async def visitor(talk: Conversation, arena: Arena) -> AsyncIterator[Browser]:
    """Somebody with links, who has not signed in."""
    app = web.Application()
    app.add_routes(build_paper_document_routes(talk.database, arena))
    app.add_routes(build_shared_year_routes(talk.database, arena))
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        yield Browser(client)


async def fetch_file(visitor: Browser, path: str) -> tuple[int, str, bytes]:
    async with visitor.client.get(path) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_a_year_is_a_file_for_its_contact_and_behind_the_link_that_was_shared(
    talk: Conversation,
    arena: Arena,
    visitor: Browser,
    browser: Browser,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock.set(datetime(2027, 3, 10, 9, tzinfo=UTC))
    kari, ola = [await talk.person(who, organisation="eksempel", contact=who == "kari") for who in ("kari", "ola")]
    card = (await kari.commands("2027", name="year")).card
    assert card is not None
    value = next(button.value for button in card.list_buttons() if button.do == "year.shares")
    links = list_addresses(await kari.does("year.file", value))
    offered = [f"{language}.{kind}" for kind, _ in WORDS for language in LANGUAGES]
    assert [link.rpartition("/")[2] for link in links] == offered
    assert "Only" in str((await ola.does("year.file", value)).card), "it is for contact and deputy"
    shared = list_addresses(await kari.submits(await kari.does("year.share", value), label="Styret"))[0]
    page = (await visitor.get(shared, **{"Accept-Language": "nn"})).text
    for kind, name in WORDS:
        assert f'<a href="{shared}/nn.{kind}">Som fil: {name}</a>' in page
    await browser.signs_in(kari)
    (own,) = re.findall(r'<a href="([^"]*)">As a file: PDF</a>', (await browser.get("/web/year?period=2027")).text)
    assert own.startswith("/data/own-year/2027-")
    for pdf in (links[3], f"{shared}/nn.pdf", own):
        status, content_type, file = await fetch_file(visitor, pdf)
        assert (status, content_type, file[:8]) == (200, "application/pdf", b"%PDF-1.7")
        assert f"Eksempel {'in' if pdf is own else 'i'} 2027" in file.decode("latin-1")
        assert (await fetch_file(visitor, pdf.replace(".pdf", ".docx")))[0] == 200
    token = links[0].split("/")[3]
    for wrong in (f"2026-{token[5:]}", token[5:], f"{token}x", "x"):
        assert (await fetch_file(visitor, f"/data/own-year/{wrong}/nb.pdf"))[0] == 404, wrong
    async with talk.database.read() as store:
        paper = await build_linked_year(store, arena, token, "en")
    assert paper is not None
    tables = [part for part in paper.parts if isinstance(part, Table)]
    assert (len(tables), tables[0].header) == (6, ("Figure", "What it counts", "2027", "2026"))
    await check_without_the_extra(kari, visitor, monkeypatch, value=value, shared=shared)
    async with talk.database.begin() as store:
        (organisation,) = await store.organisations.list_organisations_represented_by(kari.person_id)
        await store.organisations.dismiss_representative(organisation.id, kari.person_id)
    for gone in (links[0], f"{shared}/nb.docx"):
        assert (await fetch_file(visitor, gone))[0] == 404, "its contact of then acts for it no more"


async def check_without_the_extra(
    kari: Someone, visitor: Browser, monkeypatch: pytest.MonkeyPatch, *, value: str, shared: str
) -> None:
    """No button, no link and no file, and a word on what to install."""
    assert check_pdf_drawer().detail.startswith("typst 0.15")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "typst", None)
        assert [link for link in list_addresses(await kari.does("year.file", value)) if "docx" not in link] == []
        page = (await visitor.get(shared)).text
        assert ("nn.docx" in page or "nb.docx" in page, "pdf" in page.casefold()) == (True, False)
        gone, wrong = await fetch_file(visitor, f"{shared}/nb.pdf"), await fetch_file(visitor, "/data/year/x/nb.pdf")
        assert gone == wrong == (404, "text/plain", b"There is nothing here.")
        assert (check_pdf_drawer().ok, "requirements-pdf.txt" in check_pdf_drawer().detail) == (True, True)
