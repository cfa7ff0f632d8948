"""`GET /data/issue/<token>/nb.docx`: an issue as a file, in the eyes of the one whose link it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiohttp import web

from bot.http.token_guess_throttle import SECRET, Guesses
from handlers.chat.turn import Arena
from handlers.documents import Paper, markdown
from handlers.policy.issues import text
from storage.kit.database import Database

TYPES = {
    text.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    text.MARKDOWN: "text/markdown; charset=utf-8",
}


def routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = Guesses()

    async def issue(request: web.Request) -> web.Response:
        asked = request.match_info
        async with database.read() as store:
            paper = await text.opened(store, arena, asked["token"], asked["language"])
        if paper is None:
            return guesses.wrong(request, "There is nothing here.")
        name = f"{paper.name}-{paper.language}.{asked['kind']}"
        headers = SECRET | {"Content-Disposition": f'attachment; filename="{name}"'}
        body = await asyncio.to_thread(_word if asked["kind"] == text.WORD else _markdown, paper)
        return web.Response(body=body, headers=headers | {"Content-Type": TYPES[asked["kind"]]})

    return [web.get("/data/issue/{token}/{language:nb|nn|en}.{kind:docx|md}", issue)]


def _word(paper: Paper) -> bytes:
    from handlers.documents.word import written  # its parser takes memory that most processes never need

    return written(paper)


def _markdown(paper: Paper) -> bytes:
    return markdown.written(paper).encode()
