"""An issue as a file: in the language one chooses, with what its reader may know on the day it is opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from docx import Document

from bot.http import paper_documents
from handlers.chat import signed_links
from handlers.chat.cards import Reply
from handlers.chat.signed_links import SignedLink
from handlers.policy.issues.issue_export import PURPOSE
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.policy import published, said

Client = TestClient[web.Request, web.Application]
WHERE = "https://arena.test"


@pytest.fixture
async def client(talk: Conversation) -> AsyncIterator[Client]:
    """Of the web process of an arena that can sign links."""
    talk.arena = replace(talk.arena, base_url=WHERE)
    talk.dispatcher.arena = talk.courier.arena = talk.arena
    app = web.Application()
    app.add_routes(paper_documents.build_paper_document_routes(talk.database, talk.arena))
    async with TestClient(TestServer(app)) as client:
        yield client


async def address(who: Someone, issue: int = 1, label: str = "Word, English") -> str:
    """Of one of the files that are offered."""
    reply = await who.does("issues.file", str(issue))
    assert reply.card is not None
    return next(button.url for button in reply.card.list_buttons() if button.label == label).removeprefix(WHERE)


async def taken(client: Client, url: str) -> str:
    """Every part of the document, unpacked."""
    response = await client.get(url)
    assert response.status == 200
    with zipfile.ZipFile(io.BytesIO(await response.read())) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


async def gives(who: Someone, level: str, text: str, figure: str) -> Reply:
    return await who.submits(await who.does("issues.evidence", "1"), level=level, text=text, figure=figure)


async def test_evidence_given_in_confidence_is_in_the_files_of_nobody_else(
    talk: Conversation, client: Client, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    await published(kari, sara)
    await gives(ola, "named", "We wait since 2021.", "18 MW")
    await gives(ola, "secretariat", "Secret plan.", "7 MW")
    await gives(ola, "aggregate", "Lost investment.", "40 jobs")
    hidden = ("Secret plan.", "7 MW", "Lost investment.", "40 jobs")
    for label in ("Word, English", "Word, Nynorsk", "Markdown, Bokmål"):
        url = await address(eva, label=label)
        text = await taken(client, url) if "docx" in url else await (await client.get(url)).text()
        assert "We wait since 2021." in text
        assert [part for part in hidden if part in text] == []
        assert "40 jobs" not in await (await client.get(await address(kari, label="Markdown, English"))).text()
    assert "1 more entry is counted, without a name." in await taken(client, await address(eva))
    for who in (sara, ola):
        assert "Do not pass it on." in said(await who.does("issues.file", "1"))
        text = await taken(client, await address(who))
        assert [part for part in hidden if part not in text] == []
        assert "Do not pass it on." in text
    assert "Do not pass it on." not in said(await eva.does("issues.file", "1"))


async def test_it_holds_text_support_history_and_earlier_texts_in_the_language_that_was_chosen(
    talk: Conversation, client: Client, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    await published(kari, sara)
    await eva.does("issues.support", "1")
    await ola.submits(await ola.does("issues.against", "1"), reason="For dyrt.")
    await kari.submits(await kari.does("issues.edit", "1"), wanted="A deadline of four months for an answer.")
    response = await client.get(await address(kari, label="Word, Nynorsk"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="S-1-nn.docx"'
    assert response.headers["Cache-Control"] == "private, no-store"
    document = Document(io.BytesIO(await response.read()))
    assert (document.core_properties.title, document.core_properties.language) == (
        "S-1 Faster grid connection",
        "nn-NO",
    )
    headings = [block.text for block in document.paragraphs if block.style and block.style.name == "Heading 1"]
    assert headings == [
        "Problem",
        "Kven som blir råka",
        "Ønskt endring",
        "Støtte frå organisasjonar",
        "Historikk",
        "Tidlegare versjonar",
    ]
    told = "\n".join(block.text for block in document.paragraphs)
    assert "1 park og 1 klynge støttar" in told
    assert "1. mars 2027" in told
    support = next(table for table in document.tables if table.rows[0].cells[0].text == "Organisasjon")
    assert [[cell.text for cell in row.cells[:3]] for row in support.rows[1:]] == [
        ["Eksempel", "Støttar", ""], ["Prøvedal", "Støttar", ""], ["Dømeøyra", "Imot", "For dyrt."],
    ]  # fmt: skip
    before = document.tables[-1].rows[-2].cells[1].text
    assert before.startswith("A deadline of six months")
    assert (
        "# S-1 Faster grid connection"
        in await (await client.get(await address(kari, label="Markdown, English"))).text()
    )


async def test_a_link_opens_what_its_reader_may_read_by_now_and_nothing_else(
    talk: Conversation, client: Client, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    mine, theirs = await address(kari), await address(ola)
    assert (await client.get(theirs)).status == 200
    token = theirs.split("/")[3]
    forged = signed_links.build_link_token(
        replace(talk.arena, secret=b"y" * 32), PURPOSE, SignedLink(1, kari.person_id), clock()
    )
    other = signed_links.build_link_token(talk.arena, "privacy.data", SignedLink(1, kari.person_id), clock())
    for wrong in (token[:-1], token.replace("1.", "2.", 1), forged, other, "x"):
        assert (await client.get(f"/data/issue/{wrong}/nb.docx")).status == 404
    assert (await client.get(f"/data/issue/{token}/sv.docx")).status == 404
    await kari.submits(await kari.does("issues.reach", "1"), reach="own")
    assert (await client.get(theirs)).status == 404, "out of its reach"
    assert "I cannot find that issue." in said(await ola.does("issues.file", "1"))
    assert (await client.get(mine)).status == 200
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).left_at = store.now
    assert (await client.get(mine)).status == 404, "who has left reads nothing"
    clock.forward(hours=2)
    assert (await client.get(await address(sara))).status == 200
    sara_link = await address(sara)
    clock.forward(hours=2)
    assert (await client.get(sara_link)).status == 404, "an hour is over"


async def test_a_draft_is_a_file_for_its_raiser_alone(
    talk: Conversation, client: Client, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    from tests.policy import raises

    await raises(ola, title="Grid connection must be faster")
    assert "S-2 Grid connection must be faster" in await taken(client, await address(ola, 2))
    link = signed_links.build_link_token(
        talk.arena, PURPOSE, SignedLink(2, sara.person_id), talk.database.get_time().replace(year=2030)
    )
    assert (await client.get(f"/data/issue/{link}/en.docx")).status == 404
    guest = await talk.person("gast", role="guest")
    assert "I cannot find that issue." in said(await guest.does("issues.file", "1"))


async def test_without_a_secret_the_text_is_still_there(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await published(kari, sara)
    assert "“The whole text” shows it in the chat." in said(await kari.does("issues.file", "1"))
    assert "S-1 Faster grid connection" in said(await kari.does("issues.text", "1"))
