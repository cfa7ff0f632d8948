"""Word files behind the links that people get, read as text."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

from docx import Document

from bot.http.paper_files import render_paper_as_word
from handlers.chat.cards import Reply
from handlers.chat.turn import Arena
from handlers.documents import Paper
from storage.kit.database import Store
from tests.conversation import Conversation

BASE = "https://arena.test"
#: builds what a link opens, in a language
Build = Callable[[Store, Arena, str, str], Awaitable[Paper | None]]


def find_token(reply: Reply, folder: str) -> str:
    """The token of the links on a card."""
    assert reply.card is not None, reply
    links = [button.url for button in reply.card.list_buttons() if button.url]
    assert [link[-4:] for link in links] == ["docx"] * 3 + [".pdf"] * 3, "one for each language"
    return links[0].removeprefix(f"{BASE}/data/{folder}/").removesuffix("/nb.docx")


async def read_linked_file(talk: Conversation, build: Build, token: str, language: str) -> str | None:
    """All that the file says that a link opens now; None for a link that opens nothing."""
    async with talk.database.read() as store:
        paper = await build(store, talk.dispatcher.arena, token, language)
    return read_paper(paper) if paper is not None else None


def read_paper(paper: Paper) -> str:
    written = Document(io.BytesIO(render_paper_as_word(paper)))
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in written.paragraphs), *cells])
