"""The privacy notice and the terms over HTTP: in three languages, for everybody, and of nobody."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.http import http_limits, policy_pages
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.overview.policies import privacy_notice
from handlers.overview.privacy import data_retention
from storage.queue.delivery_retention import MESSAGES
from tests.processes import serving

ARENA = Arena(name="Fjord & Fjell", base_url="https://arena.example.no")
PATHS = (policy_pages.PRIVACY, policy_pages.TERMS)
TITLES = {
    "/privacy": {"nb": "Personvern i", "nn": "Personvern i", "en": "Privacy in"},
    "/terms": {"nb": "Vilkår for", "nn": "Vilkår for", "en": "Terms of use for"},
}
#: a word that only this language has
TELLING = {"nb": " ikke ", "nn": " ikkje ", "en": " not "}


def begin(arena: Arena) -> TestClient:
    app = http_limits.make_limited_application()
    app.add_routes(policy_pages.build_policy_page_routes(arena))
    return TestClient(TestServer(app))


@pytest.fixture
async def client() -> AsyncIterator[TestClient]:
    async with begin(ARENA) as opened:
        yield opened


def test_the_web_process_serves_them_without_a_public_address(sqlite_url: str) -> None:
    with serving("web", DATABASE_URL=sqlite_url, ARENA_NAME="Parkene", TEAMS_ANONYMOUS="1") as bot:
        bot.wait_until_ready()
        for path, titles in TITLES.items():
            status, text = bot.get(path)
            assert status == 200
            assert f"<h1>{titles['nb']} Parkene</h1>" in text
            assert f'href="{path}"' in bot.get("/")[1]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_each_page_is_there_in_each_language(client: TestClient, path: str, language: str) -> None:
    answer = await client.get(f"{path}?lang={language}", headers={"Accept-Language": "de"})
    text = await answer.text()
    assert answer.status == 200
    assert f'<html lang="{language}">' in text
    assert f"<h1>{TITLES[path][language]} Fjord &amp; Fjell</h1>" in text
    assert TELLING[language] in text
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("nn-NO,nn;q=0.9,nb;q=0.8,en;q=0.7", "nn"),
        ("en-GB,en;q=0.9", "en"),
        ("no", "nb"),
        ("en;q=0.4, nn;q=0.9", "nn"),
        ("nn;q=0, en", "en"),
        ("de, *;q=0.1", "nb"),
        ("de-DE, fr", "en"),
        ("nn;q=nan, en;q=0.2", "en"),
        ("sv-SE", "nb"),
        ("", "nb"),
        (";;q=,,;", "nb"),
    ],
)
async def test_the_browser_says_which_language(client: TestClient, asked: str, language: str) -> None:
    answer = await client.get("/privacy", headers={"Accept-Language": asked})
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


async def test_a_language_that_is_not_there_is_asked_of_the_browser(client: TestClient) -> None:
    answer = await client.get("/terms?lang=<script>", headers={"Accept-Language": "nn"})
    assert answer.headers["Content-Language"] == "nn"
    assert "<script" not in await answer.text()


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_leads_to_the_other_one_and_to_its_languages(client: TestClient, path: str) -> None:
    text = await (await client.get(f"{path}?lang=nn")).text()
    found = set(re.findall(r'<a href="([^"]+)"', text))
    (other,) = set(PATHS) - {path}
    assert found == {f"{other}?lang=nn", f"{path}?lang=nb", f"{path}?lang=en"}
    for address in found:
        assert (await client.get(address)).status == 200


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_may_be_kept_and_can_do_nothing(client: TestClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


async def test_whoever_has_the_page_gets_it_only_when_it_is_another_one(client: TestClient) -> None:
    tag = (await client.get("/privacy?lang=nb")).headers["ETag"]
    again = await client.get("/privacy?lang=nb", headers={"If-None-Match": tag})
    assert again.status == 304
    assert await again.read() == b""
    assert again.headers["ETag"] == tag
    assert (await client.get("/privacy?lang=nn", headers={"If-None-Match": tag})).status == 200


@pytest.mark.parametrize("path", PATHS)
async def test_only_the_head_comes_to_who_asks_for_it(client: TestClient, path: str) -> None:
    whole = await client.get(path)
    answer = await client.head(path)
    assert answer.status == 200
    assert await answer.read() == b""
    assert answer.headers["Content-Length"] == whole.headers["Content-Length"]
    assert answer.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_nothing_can_be_done_to_a_page(client: TestClient, path: str, method: str) -> None:
    answer = await client.request(method, path)
    assert answer.status == 405
    assert set(answer.headers["Allow"].split(",")) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", PATHS)
async def test_the_pages_need_no_public_address_and_speak_the_language_of_the_arena(path: str) -> None:
    async with begin(replace(ARENA, base_url="", language="nn")) as client:
        answer = await client.get(path)
        assert answer.status == 200
        assert answer.headers["Content-Language"] == "nn"
        assert "http" not in await answer.text()


def test_the_notice_tells_the_periods_by_which_the_bot_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    say = Say("en", ARENA.zone)
    assert privacy_notice.format_retention_period(say, data_retention.QUESTIONS) == "2 years"
    assert privacy_notice.format_retention_period(say, MESSAGES) == "90 days"
    before = privacy_notice.draw_privacy_notice(say, "Arena")
    monkeypatch.setattr(privacy_notice, "QUESTIONS", timedelta(days=400))
    after = privacy_notice.draw_privacy_notice(say, "Arena")
    assert "400 days" in str(after)
    assert "400 days" not in str(before)
