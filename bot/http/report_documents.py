"""Serve `GET /data/report/<token>/nb.docx`: an outcome report as a file, for whoever has the secretariat's link."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiohttp import web

from bot.http.issue_documents import TYPES, render_paper_as_word
from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from handlers.chat.turn import Arena
from handlers.pages.outcomes.report_export import build_linked_report
from handlers.policy.issues.issue_export import WORD
from storage.kit.database import Database


def build_report_document_routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = TokenGuessThrottle()

    async def serve_report_document(request: web.Request) -> web.Response:
        asked = request.match_info
        async with database.read() as store:
            paper = await build_linked_report(store, arena, asked["token"], asked["language"])
        if paper is None:
            return guesses.answer_wrong_token(request, "There is nothing here.")
        headers = SECRET | {"Content-Disposition": f'attachment; filename="{paper.name}-{paper.language}.{WORD}"'}
        body = await asyncio.to_thread(render_paper_as_word, paper)
        return web.Response(body=body, headers=headers | {"Content-Type": TYPES[WORD]})

    return [web.get("/data/report/{token}/{language:nb|nn|en}.docx", serve_report_document)]
