"""Serve `GET /data/report/<token>/nb.docx` and its like: what a signed link opens, as a Word file in one language."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.http.issue_documents import TYPES, render_paper_as_word
from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from handlers.chat.turn import Arena
from handlers.documents import Paper
from handlers.exchange.inquiries import sheet_export
from handlers.exchange.profiles import sheet_file
from handlers.pages.outcomes import report_export
from handlers.policy.issues.issue_export import WORD
from storage.kit.database import Database, Store

#: builds what a link opens in a language, for its reader of today; None for a link that opens nothing
BuildPaper = Callable[[Store, Arena, str, str], Awaitable[Paper | None]]
#: path -> what builds its file
_PAPERS: dict[str, BuildPaper] = {
    report_export.PATH: report_export.build_linked_report,
    sheet_export.PATH: sheet_export.build_linked_sheets,
    sheet_file.PATH: sheet_file.build_linked_investor_sheet,
}


def build_report_document_routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    return [_build_route(database, arena, path, build) for path, build in _PAPERS.items()]


def _build_route(database: Database, arena: Arena, path: str, build: BuildPaper) -> web.RouteDef:
    guesses = TokenGuessThrottle()

    async def serve_linked_document(request: web.Request) -> web.Response:
        asked = request.match_info
        async with database.read() as store:
            paper = await build(store, arena, asked["token"], asked["language"])
        if paper is None:
            return guesses.answer_wrong_token(request, "There is nothing here.")
        headers = SECRET | {"Content-Disposition": f'attachment; filename="{paper.name}-{paper.language}.{WORD}"'}
        body = await asyncio.to_thread(render_paper_as_word, paper)
        return web.Response(body=body, headers=headers | {"Content-Type": TYPES[WORD]})

    return web.get(path + "/{language:nb|nn|en}.docx", serve_linked_document)
