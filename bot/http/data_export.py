"""Serve `GET /data/<token>`: an exported file that the link alone opens; and the template of tables to bring in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from handlers.chat.turn import Arena
from handlers.exchange.imports.import_template import TEMPLATE_PATH, build_template_workbook
from handlers.overview.privacy import organisation_withdrawal, personal_data_export
from handlers.policy.rounds import round_export
from storage.kit.database import Database, Store

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: opens the file of a token
File = Callable[[Store, Arena, str], Awaitable[str | None]]


def build_data_export_routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = TokenGuessThrottle()

    def build_json_handler(file: File, name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve_json_file(request: web.Request) -> web.Response:
            if not (token := guesses.read_token(request)):
                return guesses.answer_wrong_token(request, "There is nothing here.")
            async with database.read() as store:
                text = await file(store, arena, token)
            if text is None:
                return guesses.answer_wrong_token(request, "There is nothing here.")
            headers = SECRET | {"Content-Disposition": f'attachment; filename="{name}.json"'}
            return web.Response(text=text, headers=headers, content_type="application/json")

        return serve_json_file

    def build_table_handler(kind: str, content_type: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve_table_file(request: web.Request) -> web.Response:
            if not (token := guesses.read_token(request)):
                return guesses.answer_wrong_token(request, "There is nothing here.")
            async with database.read() as store:
                found = await round_export.build_linked_round_file(store, arena, kind, token)
            if found is None:
                return guesses.answer_wrong_token(request, "There is nothing here.")
            name, text = found
            headers = SECRET | {"Content-Disposition": f'attachment; filename="{name}"'}
            return web.Response(text=text, headers=headers, content_type=content_type)

        return serve_table_file

    return [
        *(
            web.get(round_export.PURPOSES[kind][1], build_table_handler(kind, f"text/{type}"))
            for kind, type in (("csv", "csv"), ("md", "markdown"))
        ),
        web.get(
            "/data/house/{token}", build_json_handler(organisation_withdrawal.export_organisation_data, "organisation")
        ),
        web.get("/data/{token}", build_json_handler(personal_data_export.export_personal_data, "my-data")),
    ]


def build_import_template_routes() -> Iterable[web.RouteDef]:
    """Serve an empty table of offers and needs, which holds nothing of anybody."""

    async def serve_import_template(request: web.Request) -> web.Response:
        language = request.match_info["language"]
        headers = {"Content-Disposition": f'attachment; filename="listings-{language}.xlsx"'}
        return web.Response(body=build_template_workbook(language), headers=headers, content_type=_WORKBOOK)

    return [web.get(TEMPLATE_PATH.replace("{language}", "{language:nb|nn|en}"), serve_import_template)]
