"""Serve pictures by signed addresses, each with the sight that its reader has at that moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from bot.maintenance.picture_folder import PictureFolder
from handlers.chat.turn import Arena
from handlers.exchange.plots import plot_pictures
from handlers.library.pictures.page_pictures import SIGNED_PATH
from handlers.library.pictures.shown_pictures import PictureFile
from handlers.questions.live.live_pictures import load_signed_picture
from storage.kit.database import Database, Store

#: opens what a token names, for its reader of today
LoadPicture = Callable[[Store, Arena, str], Awaitable[PictureFile | None]]

#: Whoever has a copy asks each time whether it may still be shown: a copy never changes, but sight does.
HEADERS = SECRET | {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def build_picture_response(
    request: web.Request, picture: PictureFile, folder: PictureFolder | None
) -> web.StreamResponse | None:
    """Return the picture, or that the reader's copy still holds; None where its file is gone."""
    tag, headers = f'"{picture.id}"', HEADERS | {"ETag": f'"{picture.id}"'}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    if picture.data is not None:
        return web.Response(body=picture.data, content_type="image/jpeg", headers=headers)
    path = folder.get_copy_path(picture.file) if folder is not None else None
    if path is None:
        return None
    return web.FileResponse(path, headers=headers | {"Content-Type": "image/jpeg"})


def build_picture_routes(database: Database, arena: Arena, folder: PictureFolder | None) -> Iterable[web.RouteDef]:
    def build_route(path: str, load: LoadPicture) -> web.RouteDef:
        guesses = TokenGuessThrottle()

        async def serve_signed_picture(request: web.Request) -> web.StreamResponse:
            if not (token := guesses.read_token(request)):
                return guesses.answer_wrong_token(request, "There is nothing here.")
            async with database.read() as store:
                picture = await load(store, arena, token)
            found = build_picture_response(request, picture, folder) if picture is not None else None
            return found or guesses.answer_wrong_token(request, "There is nothing here.")

        return web.get(path, serve_signed_picture)

    signed = {SIGNED_PATH: load_signed_picture, plot_pictures.SIGNED_PATH: plot_pictures.load_signed_plot_picture}
    return [build_route(path, load) for path, load in signed.items()]
