"""The pages inside Teams: a code from the chat signs in there, only Teams may frame them, and nobody the others."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.cli.configuration_checks import check_teams_tab
from bot.http.pages.page_routes import PageServer
from bot.http.pages.tab_frames import FRAMES, adapt_to_tab
from bot.intake.query_meaning import QueryMeaning
from bot.runtime.metrics import Metrics
from bot.settings import read_settings
from handlers.chat.turn import Arena
from handlers.pages import sessions
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.pages.conftest import BASE, Answer, Browser

#: how the browser asks for a page in a frame
FRAMED = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}
SETTINGS = {"TEAMS_APP_ID": "x", "TEAMS_APP_PASSWORD": "y", "TEAMS_TENANT_ID": "z", "TEAMS_TAB": "1"}


@pytest.fixture
def arena(talk: Conversation) -> Arena:
    """Of whoever has switched the tab on; people of the conversation are on a platform called fake."""
    talk.dispatcher.arena = Arena(base_url=BASE, secret=b"x" * 32, tab_platform="fake")
    return talk.dispatcher.arena


async def code_of(who: Someone) -> str:
    """The code that the bot gives."""
    card = (await who.clicks(await who.commands("", name="web"), "Code for the tab")).card
    assert card is not None
    (code,) = re.findall(rf"\b[{sessions.SIGNS}]{{5}}-[{sessions.SIGNS}]{{5}}\b", card.fallback)
    return code


async def types(tab: Browser, code: str, **headers: str) -> Answer:
    """Press the button of the tab's form, as a frame does."""
    sent = FRAMED | headers | ({"Cookie": tab.cookie} if tab.cookie else {})
    async with tab.client.post("/web/tab", data={"code": code}, headers=sent, allow_redirects=False) as answer:
        for line in answer.headers.getall("Set-Cookie", ()):
            tab.set_cookies.append(line)
            tab.cookie = line.partition(";")[0]
        return Answer(answer.status, await answer.text(), dict(answer.headers), tab.cookie)


def read_frames(answer: Answer) -> str:
    (told,) = re.findall(r"frame-ancestors ([^;]*);", answer.headers["Content-Security-Policy"])
    return told


async def test_a_code_signs_in_inside_teams_and_sign_out_ends_it(
    talk: Conversation, browser: Browser, other_browser: Browser, clock: Clock
) -> None:
    tab, kari = browser, await talk.person("kari", organisation="eksempel")
    asked = await tab.get("/web/tab?lang=nn-no", **FRAMED)
    assert (asked.status, read_frames(asked)) == (200, FRAMES)
    assert 'lang="nn"' in asked.text
    assert "<script" not in asked.text
    older, code = await code_of(kari), await code_of(kari)
    for wrong in (older, "", "x", "K" * 1000, code[:-1]):
        refused = await types(tab, wrong)
        assert (refused.status, tab.cookie) == (404, ""), wrong
        assert 'aria-invalid="true"' in refused.text
    stranger = await types(tab, code, **{"Sec-Fetch-Site": "cross-site"})
    assert (stranger.status, tab.cookie) == (404, ""), "another site's form signs nobody in"
    signed = await types(tab, f" {code.lower().replace('-', ' ')} ")
    assert (signed.status, signed.headers["Location"]) == (303, "/web/start")
    assert tab.set_cookies[-1].startswith("__Host-arena-tab=")
    for part in ("HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/", "Max-Age=43200"):
        assert part in tab.set_cookies[-1].split("; ")
    page = await tab.get("/web", **FRAMED)
    assert (page.status, "Kari" in page.text, read_frames(page)) == (200, True, FRAMES)
    assert (await tab.get("/web/tab", **FRAMED)).headers["Location"] == "/web/start"
    assert (await tab.get("/web/nothing", **FRAMED)).status == 404
    assert (await types(other_browser, code)).status == 404, "a code works once"
    listed = await kari.does("web.sessions")
    assert "Sign out there" in str(listed.card)

    await tab.post("/web/sign-out", **{"Sec-Fetch-Site": "cross-site"})
    assert (await tab.get("/web", **FRAMED)).status == 200, "another site's form ends nothing"
    left = await tab.post("/web/sign-out", **FRAMED)
    assert (left.status, left.headers["Location"]) == (303, "/web/tab")
    assert "Max-Age=0" in tab.set_cookies[-1]
    assert "Partitioned" in tab.set_cookies[-1]
    again = await tab.get("/web", **FRAMED)
    assert (again.status, again.headers["Location"]) == (303, "/web/tab"), "a frame is led to where it signs in"
    late = await code_of(kari)
    clock.forward(minutes=15)
    assert (await types(tab, late)).status == 404


async def test_nobody_frames_a_page_that_is_read_in_a_window_of_its_own(
    talk: Conversation, browser: Browser, other_browser: Browser
) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    outside = await other_browser.get("/web")
    assert (outside.status, read_frames(outside)) == (404, "'none'")
    await browser.signs_in(kari)
    for path in ("/web", "/web/start", "/web/nothing"):
        assert read_frames(await browser.get(path, **FRAMED)) == "'none'", path
    signed_out = await browser.post("/web/sign-out")
    assert "You are signed out" in signed_out.text
    for _ in range(25):
        answer = await types(other_browser, "AAAAA-AAAAA")
    assert answer.status == 429
    assert (await types(other_browser, await code_of(kari))).status == 429, "it is not even looked at"
    linked = web.Response(
        text='<a href="https://x.test" rel="noopener noreferrer nofollow">x</a><a href="/web">y</a>',
        content_type="text/html", headers={"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"},
    )  # fmt: skip
    adapt_to_tab(linked, make_mocked_request("GET", "/web"), talk.dispatcher.arena)
    assert linked.text == (
        '<a href="https://x.test" target="_blank" rel="noopener noreferrer nofollow">x</a><a href="/web">y</a>'
    )


@pytest.fixture
async def closed(talk: Conversation, arena: Arena) -> AsyncIterator[Browser]:
    """Of a bot where the tab is off."""
    off, meaning = replace(arena, tab_platform=""), QueryMeaning(frozenset(), Metrics())
    app = web.Application()
    app.add_routes(PageServer(talk.database, off, talk.classifier, None, meaning).build_page_routes())
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        yield Browser(client)


async def test_where_it_is_off_there_is_no_tab_no_button_and_no_frame(
    talk: Conversation, browser: Browser, closed: Browser
) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await types(browser, await code_of(kari))
    closed.cookie = browser.cookie
    assert (await browser.get("/web")).status == 200
    for path in ("/web", "/web/tab"):
        answer = await closed.get(path, **FRAMED)
        assert (answer.status, read_frames(answer)) == (404, "'none'"), path
    for other in ("", "slack"):
        talk.dispatcher.arena = replace(talk.dispatcher.arena, tab_platform=other)
        assert "Code for the tab" not in str(await kari.commands("", name="web"))
        assert "not shown as a tab here" in str(await kari.does("web.tab"))
    assert check_teams_tab(read_settings(SETTINGS | {"TEAMS_TAB": "0"})) == []
    for address, fine in ((BASE, True), ("http://arena.test", False), ("https://10.0.0.1", False)):
        (found,) = check_teams_tab(read_settings(SETTINGS | {"BASE_URL": address}))
        assert found.ok == fine, found
