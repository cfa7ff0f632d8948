"""Nobody but the page itself, on this machine, may speak as a member."""

from __future__ import annotations

import json

import pytest
from aiohttp import WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from bot.platforms.playground.request_guard import require_local_host
from tests.platforms.playground.conftest import Notebook, Page, Stage

LINE = {"id": "action-guard", "channel": "tema-nett", "text": "hei"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:1", "http://127.0.0.1"])
async def test_another_site_cannot_write_as_a_member(kari: Page, notebook: Notebook, origin: str) -> None:
    response = await kari.post("write", LINE, {"Origin": origin})
    assert response.status == 403
    assert await kari.texts("tema-nett") == []
    assert notebook.events == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:3000", "127.0.0.1.evil.example", "10.0.0.8:3000", "["])
@pytest.mark.parametrize("path", ["/", "/playground/state", "/playground/messages?as=kari&channel=tema-nett"])
async def test_a_foreign_name_for_this_machine_is_refused(stage: Stage, host: str, path: str) -> None:
    response = await stage.client.get(path, headers={"Host": host})
    assert response.status in (400, 403)


@pytest.mark.parametrize(("remote", "status"), [("203.0.113.7", 403), ("192.168.1.20", 403), ("::1", 200)])
async def test_who_asks_from_another_machine_is_refused_whatever_the_host_is_said_to_be(
    remote: str, status: int
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text="hei")

    async def from_there(request: web.Request) -> web.StreamResponse:
        return await require_local_host(answer)(request.clone(remote=remote))

    app = web.Application()
    app.router.add_get("/", from_there)
    async with TestClient(TestServer(app)) as http:
        assert (await http.get("/", headers={"Host": "localhost"})).status == status


async def test_a_foreign_name_is_refused_even_when_the_origin_agrees(kari: Page) -> None:
    response = await kari.post("write", LINE, {"Host": "evil.example", "Origin": "http://evil.example"})
    assert response.status == 403


@pytest.mark.parametrize("host", ["localhost:3000", "127.0.0.1", "[::1]:3000", "arena.localhost"])
async def test_every_name_of_this_machine_is_answered(stage: Stage, host: str) -> None:
    response = await stage.client.get("/", headers={"Host": host})
    assert response.status == 200


async def test_another_site_cannot_listen(kari: Page) -> None:
    with pytest.raises(WSServerHandshakeError, match="403"):
        await kari.client.ws_connect("/playground/live?as=kari", headers={"Origin": "https://evil.example"})


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_form_of_another_site_can_send_is_not_read(kari: Page, kind: str) -> None:
    response = await kari.client.post(
        "/playground/write?as=kari", data=json.dumps(LINE), headers={"Origin": kari.origin, "Content-Type": kind}
    )
    assert response.status == 415


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id":"action-guard"}', b"[" * 30_000, b'{"id":"x"}', b"\xff"])
async def test_what_is_no_action_is_refused_politely(kari: Page, body: bytes) -> None:
    headers = {"Origin": kari.origin, "Content-Type": "application/json"}
    response = await kari.client.post("/playground/write?as=kari", data=body, headers=headers)
    assert response.status == 400


@pytest.mark.parametrize("chunked", [True, False])
async def test_a_body_has_a_limit_whether_or_not_it_tells_its_size(kari: Page, chunked: bool) -> None:
    async def pieces():
        for _ in range(20):
            yield b" " * 8192

    body = pieces() if chunked else b" " * 20 * 8192
    headers = {"Origin": kari.origin, "Content-Type": "application/json"}
    response = await kari.client.post("/playground/write?as=kari", data=body, headers=headers)
    assert response.status == 413


async def test_nobody_is_a_member_who_is_not_one(stage: Stage) -> None:
    response = await stage.page("nobody").post("write", LINE)
    assert response.status == 404


async def test_the_page_runs_only_its_own_scripts(stage: Stage) -> None:
    response = await stage.client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy  # two people side by side are two frames of the page itself


@pytest.mark.parametrize("name", ["../pages.py", "..%2fpages.py", "%2e%2e/pages.py", "page.py", "", "missing.js"])
async def test_only_the_page_s_files_are_served(stage: Stage, name: str) -> None:
    response = await stage.client.get(f"/playground/static/{name}")
    assert response.status == 404
