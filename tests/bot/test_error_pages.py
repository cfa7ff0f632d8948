"""Whoever opens an old link or a wrong address in a browser reads a page in their language; programs get a line."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.error_pages import add_error_pages, build_error_page_middleware
from bot.http.http_limits import make_limited_application
from bot.http.paper_files import PaperNotDrawn
from bot.http.token_guess_throttle import GUESSES, TokenGuessThrottle
from handlers.chat.turn import Arena
from tests.serving import PATIENCE, serving

#: as browsers ask for what somebody opens
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "nb"}


async def test_a_browser_is_shown_a_page_and_a_program_the_line() -> None:
    guesses = TokenGuessThrottle()

    async def serve_old_link(request: web.Request) -> web.Response:
        return guesses.answer_wrong_token(request, "There is nothing here.")

    async def serve_advice(_request: web.Request) -> web.Response:
        return web.Response(status=503, text="Take the Word file.")

    async def serve_trouble(_request: web.Request) -> web.Response:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"})

    async def serve_paper(_request: web.Request) -> web.Response:
        return PaperNotDrawn()

    app = web.Application(middlewares=[build_error_page_middleware(Arena())])
    app.router.add_get("/paper", serve_paper)
    app.add_routes(
        [
            web.get("/data/old", serve_old_link),
            web.get("/advice", serve_advice),
            web.route("*", "/trouble", serve_trouble),
        ]
    )
    async with TestClient(TestServer(app)) as client:

        async def read(path: str, **headers: str) -> tuple[int, str, str]:
            async with client.get(path, headers=headers) as answer:
                return answer.status, await answer.text(), answer.headers.get("Retry-After", "")

        status, page, _ = await read("/data/old", **BROWSER)
        assert (status, "<h1>Her er det ingenting</h1>" in page, 'lang="nb"' in page) == (404, True, True)
        assert await read("/nowhere", **BROWSER) == (404, page, ""), "what never was looks the same"
        status, trouble, later = await read("/trouble", **BROWSER)
        assert (status, "Prøv igjen" in trouble, later) == (503, True, "1")
        assert await read("/data/old") == (404, "There is nothing here.", "")
        assert (await read("/nowhere"))[:2] == (404, "404: Not Found")
        assert (await read("/trouble"))[2] == "1"
        async with client.post("/trouble", headers=BROWSER) as answer:  # a form that somebody sends
            assert (answer.status, "Prøv igjen" in await answer.text()) == (503, True)
        assert (await read("/advice", **BROWSER))[1] == "Take the Word file."
        status, advice, _ = await read("/paper", **BROWSER)
        assert (status, "PDF-filen ble ikke laget" in advice, "Word-filen" in advice) == (503, True, True)
        assert (await read("/paper"))[1] == "The PDF could not be drawn. Take the Word file."
        for _ in range(GUESSES):
            last = await read("/data/old", **BROWSER)
        assert last == (429, page, "")


def build_broken_application() -> web.Application:
    async def break_down(_request: web.Request) -> web.Response:
        raise RuntimeError

    app = make_limited_application()
    add_error_pages(app, Arena())
    app.router.add_route("*", "/broken", break_down)
    return app


def test_an_error_of_the_bot_is_a_page_in_a_browser_and_a_line_for_a_program() -> None:
    with serving(build_broken_application) as port:
        for method, headers, kind in (("GET", BROWSER, "html"), ("POST", BROWSER, "html"), ("GET", {}, "plain")):
            with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
                connection.request(method, "/broken", headers=headers)
                answer = connection.getresponse()
                text = answer.read().decode()
            assert (answer.status, answer.headers.get_content_subtype()) == (500, kind)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert ('lang="nb"' in text and "Prøv igjen" in text) is (kind == "html")
