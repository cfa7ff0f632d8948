"""The pages below /web, beside a conversation on the same database."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.pages.page_routes import PageServer
from bot.intake.query_meaning import QueryMeaning
from bot.runtime.metrics import Metrics
from handlers.chat.turn import Arena
from storage.kit.database import Database
from tests.conversation import Conversation, Someone

BASE = "https://arena.test"


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]
    cookie: str


@dataclass
class Browser:
    """A browser that keeps two cookies, as a real one does over HTTPS."""

    client: TestClient[web.Request, web.Application]
    cookie: str = ""
    #: of the page that was asked for before signing in
    asked: str = ""
    #: headers of each answer that set the cookie
    set_cookies: list[str] = field(default_factory=list)

    async def get(self, path: str, method: str = "GET", **more: str) -> Answer:
        held = "; ".join(filter(None, (self.cookie, self.asked)))
        sent = more | ({"Cookie": held} if held else {})
        async with self.client.request(method, path, headers=sent, allow_redirects=False) as answer:
            text = await answer.text(errors="replace")
            for line in answer.headers.getall("Set-Cookie", ()):
                self.set_cookies.append(line)
                name, _, value = line.partition(";")[0].partition("=")
                found = f"{name}={value}" if value.strip('"') else ""
                if name.endswith("-asked"):
                    self.asked = found
                else:
                    self.cookie = found
            headers = {name: value for name, value in answer.headers.items() if name != "Date"}
            return Answer(answer.status, text, headers, self.cookie)

    async def post(self, path: str, **headers: str) -> Answer:
        return await self.get(path, "POST", **headers)

    async def signs_in(self, who: Someone) -> Answer:
        """Write "web", open the link and press the button; then see the library."""
        answer = await self.post(await link_of(who))
        assert answer.status == 303, answer.text
        return await self.get("/web")


async def link_of(who: Someone) -> str:
    """The path of a new link."""
    card = (await who.commands("", name="web")).card
    assert card is not None
    (url,) = [button.url for button in card.list_buttons() if button.url]
    assert re.fullmatch(rf"{BASE}/web/sign-in/[\w-]{{43}}", url)
    return url.removeprefix(BASE)


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
def arena(talk: Conversation) -> Arena:
    talk.dispatcher.arena = Arena(base_url=BASE, secret=b"x" * 32)
    return talk.dispatcher.arena


@pytest.fixture
async def web_client(talk: Conversation, arena: Arena) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    meaning = QueryMeaning(frozenset(), Metrics())
    app.add_routes(PageServer(talk.database, arena, talk.classifier, None, meaning).build_page_routes())
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        yield client


@pytest.fixture
def browser(web_client: TestClient[web.Request, web.Application]) -> Browser:
    return Browser(web_client)


@pytest.fixture
def other_browser(web_client: TestClient[web.Request, web.Application]) -> Browser:
    return Browser(web_client)
