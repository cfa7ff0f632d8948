"""Whoever has tried too many addresses that are their own key is refused before anything is looked up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http import (
    data_export,
    paper_documents,
    picture_files,
    record_pages,
    shared_years,
    token_guess_throttle,
)
from bot.http.pages.sign_in_pages import SignInPages
from bot.http.picture_upload_pages import PictureUploadPages
from bot.http.site_link_pages import SiteLinkPages
from bot.http.table_upload_pages import TableUploadPages
from bot.maintenance.picture_room import PictureRoom
from handlers.chat.turn import Arena
from storage.kit.database import Database, Store

GUESSES = 2
GETS = (
    "/q/wrong", "/l/wrong", "/data/wrong", "/data/house/wrong",
    "/data/round/wrong.csv", "/data/round/wrong.md", "/data/issue/wrong/nb.docx", "/data/report/wrong/nb.docx",
    "/data/inquiry/wrong/nb.docx", "/data/investor-sheet/wrong/nb.docx", "/data/own-year/wrong/nb.docx",
    "/data/year/wrong/nb.docx", "/data/year/wrong", "/data/picture/wrong", "/data/plot-picture/wrong",
    "/data/site/wrong", "/data/import/listings/wrong", "/data/send-picture/wrong",
)  # fmt: skip
POSTS = ("/data/site/wrong", "/data/import/listings/wrong", "/data/send-picture/wrong", "/web/sign-in/wrong")


class CountedDatabase(Database):
    """Counts units of work."""

    units = 0

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[Store]:
        self.units += 1
        async with super().begin(patient=patient) as store:
            yield store

    @asynccontextmanager
    async def read(self, *, patient: bool = False) -> AsyncIterator[Store]:
        self.units += 1
        async with super().read(patient=patient) as store:
            yield store


def build_application(database: Database) -> web.Application:
    arena, app = Arena(secret=b"x" * 32, base_url="https://arena.test"), web.Application()
    for routes in (
        record_pages.build_record_page_routes(database, arena),
        data_export.build_data_export_routes(database, arena),
        paper_documents.build_paper_document_routes(database, arena),
        shared_years.build_shared_year_routes(database, arena),
        picture_files.build_picture_routes(database, arena, None),
        SiteLinkPages(database, arena).build_site_link_routes(),
        TableUploadPages(database, arena).build_table_upload_routes(),
        PictureUploadPages(database, arena, PictureRoom()).build_picture_upload_routes(),
        SignInPages(database, arena).build_sign_in_routes(),
    ):
        app.add_routes(routes)
    return app


@pytest.mark.parametrize(("method", "paths"), [("GET", GETS), ("POST", POSTS)])
async def test_nothing_is_looked_up_for_who_has_guessed_too_often(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, method: str, paths: tuple[str, ...]
) -> None:
    monkeypatch.setattr(token_guess_throttle, "GUESSES", GUESSES)
    database = CountedDatabase(sqlite_url)
    async with TestClient(TestServer(build_application(database))) as client:
        for path in paths:
            for _ in range(GUESSES + 1):
                await client.request(method, path)
            looked = database.units
            async with client.request(method, path) as answer:
                assert (path, answer.status, database.units) == (path, 429, looked)
    assert database.units > 0
    await database.close()
