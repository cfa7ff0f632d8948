"""Serve `GET /data/issue/<token>/nb.docx`: an issue as a file, as the owner of the link may see it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiohttp import web

from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from handlers.chat.turn import Arena
from handlers.documents import Paper, markdown
from handlers.policy.issues import issue_export
from storage.kit.database import Database

TYPES = {
    issue_export.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    issue_export.MARKDOWN: "text/markdown; charset=utf-8",
}


def build_issue_document_routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = TokenGuessThrottle()

    async def serve_issue_document(request: web.Request) -> web.Response:
        asked = request.match_info
        async with database.read() as store:
            paper = await issue_export.build_linked_paper(store, arena, asked["token"], asked["language"])
        if paper is None:
            return guesses.answer_wrong_token(request, "There is nothing here.")
        name = f"{paper.name}-{paper.language}.{asked['kind']}"
        headers = SECRET | {"Content-Disposition": f'attachment; filename="{name}"'}
        body = await asyncio.to_thread(
            render_paper_as_word if asked["kind"] == issue_export.WORD else _render_issue_markdown, paper
        )
        return web.Response(body=body, headers=headers | {"Content-Type": TYPES[asked["kind"]]})

    return [web.get("/data/issue/{token}/{language:nb|nn|en}.{kind:docx|md}", serve_issue_document)]


def render_paper_as_word(paper: Paper) -> bytes:
    from handlers.documents.word import write_word_document  # its parser takes memory that few processes need

    return write_word_document(paper)


def _render_issue_markdown(paper: Paper) -> bytes:
    return markdown.write_markdown(paper).encode()
