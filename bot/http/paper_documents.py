"""Serve `GET /data/issue/<token>/nb.docx` and its like: what a secret link opens, as a file in one language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.http.paper_files import PaperWriter
from bot.http.token_guess_throttle import TokenGuessThrottle
from bot.maintenance.picture_folder import PictureFolder
from handlers.chat.turn import Arena
from handlers.documents import PDF, Paper
from handlers.documents.pdf_content import is_pdf_drawer_installed
from handlers.exchange.inquiries import sheet_export
from handlers.exchange.profiles import sheet_file
from handlers.pages.outcomes import report_export
from handlers.pages.yearly import year_export, year_sharing
from handlers.policy.issues import issue_export
from storage.kit.database import Database, Store

#: builds what a link opens in a language, for its reader of today; None for a link that opens nothing
BuildPaper = Callable[[Store, Arena, str, str], Awaitable[Paper | None]]
#: path -> what builds its document
_PAPERS: dict[str, BuildPaper] = {
    issue_export.PATH: issue_export.build_linked_paper,
    report_export.PATH: report_export.build_linked_report,
    sheet_export.PATH: sheet_export.build_linked_sheets,
    sheet_file.PATH: sheet_file.build_linked_investor_sheet,
    year_export.PATH: year_export.build_linked_year,
    year_sharing.PATH: year_export.build_shared_year,
}


def build_paper_document_routes(
    database: Database, arena: Arena, folder: PictureFolder | None = None
) -> Iterable[web.RouteDef]:
    writer = PaperWriter(folder)
    return [_build_route(database, arena, writer, path, build) for path, build in _PAPERS.items()]


def _build_route(database: Database, arena: Arena, writer: PaperWriter, path: str, build: BuildPaper) -> web.RouteDef:
    guesses = TokenGuessThrottle()

    async def serve_linked_document(request: web.Request) -> web.Response:
        asked = request.match_info
        if not (token := guesses.read_token(request)):
            return guesses.answer_wrong_token(request, "There is nothing here.")
        async with database.read() as store:
            paper = await build(store, arena, token, asked["language"])
        if paper is None or (asked["kind"] == PDF and not is_pdf_drawer_installed()):
            return guesses.answer_wrong_token(request, "There is nothing here.")
        return await writer.build_file_response(paper, asked["kind"])

    return web.get(path + "/{language:nb|nn|en}.{kind:docx|md|pdf}", serve_linked_document)
