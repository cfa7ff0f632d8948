"""Refused at the door: whatever comes unsigned is answered with a 4xx or not at all, and holds nobody up."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager, suppress

import pytest

from bot.app import Bot
from bot.settings import Settings, SlackSettings
from bot.teams_settings import TeamsSettings
from tests.serving import PATIENCE, connect, latencies, p90, status_of
from tests.standins.slack import SlackStandIn
from tests.standins.teams import APP, SECRET, TENANT, Microsoft

VARIANTS = 500
CHANCE = random.Random(20270405)
PATHS = {
    "slack": ("/slack/events",),
    "teams": ("/api/messages",),
    "playground": (
        "/playground/write",
        "/playground/join",
        "/playground/press",
        "/playground/live",
        "/playground/state",
        "/playground/static/x",
        "/playground/messages",
    ),
    "pages": (
        "/",
        "/calendar/{}.ics",
        "/q/{}",
        "/l/{}",
        "/data/{}",
        "/data/house/{}",
        "/data/issue/{}/nb.docx",
        "/metrics",
        "/health/live",
        "/{}",
        "*",
        "http://[::1",
        "/%",
        "/\xff",
        "//",
        "/a?as=%ff&channel=%00",
    ),
}
WORDS = (
    "x",
    "",
    "%00",
    "%ff",
    "%f0%9f%98%80",
    "..%2f..",
    "é",
    "a" * 3000,
    "1.2.3",
    "-1",
    "9" * 400,
    "\ud800",
    "{}",
    "%",
    "null",
    "0.0.0",
    "a.b.c.d",
    "٣.٣.٣",
    "%0d%0aX:1",
    "'; DROP TABLE people;--",
)
METHODS = ("POST",) * 6 + (
    "GET",
    "GET",
    "PUT",
    "HEAD",
    "OPTIONS",
    "DELETE",
    "PATCH",
    "TRACE",
    "CONNECT",
    "BREW",
    "post",
)
ENCODINGS = ("", "gzip", "deflate", "br", "zstd", "identity", "x", "é", "gzip, gzip")
TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
    "é",
    "a/b;" * 200,
    "application/json; charset=utf-7",
    "application/json; charset=nonsense",
    'application/json; charset="',
)
BODIES = (
    b"",
    b"{",
    b"{}",
    b"[]",
    b"null",
    b"5",
    b'"x"',
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf{}",
    b"[" * 50_000,
    b'{"a":' * 20_000,
    b"payload=%7B",
    b"payload=5",
    b"ssl_check=0",
    b"command=%2Fspor&text=x",
    b"9" * 5000,
    b'{"a":1e99999}',
    b'{"type":"message","id":1}',
    b"\0" * 9000,
    b'{"type":"url_verification","challenge":"x"}',
    b'{"type":"event_callback","event":{"type":"message"}}',
    b"\\ud800" * 99,
    b'{"type":"message","channelId":"msteams","serviceUrl":"http://169.254.169.254/","id":"1","conversation":{"id":"x"}}',
    gzip.compress(b"{}" * 10_000),
    b"a" * 700_000,
)


def _jwt(head: object, body: object, signature: bytes = b"x" * 256) -> str:
    parts = [json.dumps(head).encode(), json.dumps(body).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


TOKENS = (
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Bearer é",
    "Basic eDp5",
    "Bearer a.b.c",
    "Bearer ...",
    "Bearer " + "a" * 6000,
    "bearer x.y.z",
    "Bearer " + _jwt({"alg": "none"}, {}),
    "Bearer " + _jwt({"alg": "RS256", "kid": "x"}, {"aud": APP}),
    "Bearer " + _jwt({"alg": "RS256", "kid": 5}, {}),
    "Bearer " + _jwt({"alg": "HS256", "kid": "x"}, {"exp": 1e400}),
    "Bearer " + _jwt([], []),
    "Bearer " + _jwt({"alg": "RS256", "kid": "x", "crit": ["y"], "b64": False}, "x"),
)
SIGNATURES = (
    "",
    "v0=",
    "v0=" + "0" * 64,
    "v0=é",
    "é" * 40,
    "v0=" + "g" * 64,
    "\x80\xff",
    "v0=" + "0" * 7000,
    "v1=" + "0" * 64,
    "٣" * 67,
)
STAMPS = ("", "0", "now", "-1", "1e9", "9" * 300, "²", "1700000000", str(int(time.time())), "é")
#: what stands in no header of a friend
ODD = (
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Expect: 100-continue",
    "Expect: x",
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Upgrade: websocket\r\nConnection: upgrade",
    "Host: b",
    "X: " + "a" * 9000,
    "Cookie: a=\x80; b",
    "Origin: null",
    "Sec-WebSocket-Key1: x",
    "Range: bytes=9-1",
    'If-None-Match: x,,"',
    "Accept: é",
    "X-Forwarded-For: x",
    "\x00: x",
    "no colon",
    " folded",
    "If-Modified-Since: x",
    "Connection: close, upgrade",
)
#: seconds after which it says that nothing more comes
AT_ONCE = 0.5


def variant(kind: str) -> bytes:
    """One request that nobody signed, of parts that are each in some way wrong."""
    pick = CHANCE.choice
    path, body = pick(PATHS[kind]).replace("{}", pick(WORDS)), pick(BODIES)
    lines = [
        f"{pick(METHODS)} {path} HTTP/{pick(('1.1', '1.1', '1.1', '1.0', '2.0', '9'))}",
        "Host: 127.0.0.1",
        "Connection: close",
    ]
    lines.append(f"Content-Type: {pick(TYPES)}")
    if CHANCE.random() < 0.3:
        lines.append(f"Content-Encoding: {pick(ENCODINGS)}")
    lines += [
        f"X-Slack-Signature: {pick(SIGNATURES)}",
        f"X-Slack-Request-Timestamp: {pick(STAMPS)}",
        f"Authorization: {pick(TOKENS)}",
    ]
    if CHANCE.random() < 0.7:
        lines.append(f"Content-Length: {len(body)}")
    if kind == "playground" and CHANCE.random() < 0.5:
        lines.append("Origin: http://127.0.0.1")
    lines += CHANCE.sample(ODD, pick((0, 0, 1, 2)))
    return "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + body


def send(port: int, request: bytes) -> int:
    """Return the status of the answer; 0 for none. Whoever is not answered at once has no more to say."""
    with connect(port) as connection:
        with suppress(OSError):
            connection.sendall(request)
        connection.settimeout(AT_ONCE)
        with suppress(TimeoutError), suppress(ConnectionError):
            return status_of(connection)
        connection.settimeout(PATIENCE)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)  # before Python 3.12 nobody is answered who has said so
            return status_of(connection)
    return 0


@contextmanager
def running(url: str, *, playground: bool) -> Iterator[int]:
    """The port of a whole web process, with both platforms or the playground, in a thread of its own."""
    started: list[tuple[int, Callable[[], object]]] = []
    ready = threading.Event()

    async def serve() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        async with AsyncExitStack() as stack:
            settings = Settings(database_url=url, port=0, semantic="0", secret_keys=("k" * 32,))
            if not playground:
                slack = await stack.enter_async_context(SlackStandIn())
                microsoft = await stack.enter_async_context(Microsoft().listening())
                slack_settings = SlackSettings("xoxb-test", "secret", "", slack.api_url)
                teams = TeamsSettings(APP, SECRET, TENANT, (TENANT,), microsoft.openid_url, microsoft.url)
                settings = Settings(
                    database_url=url, port=0, semantic="0", secret_keys=("k" * 32,), slack=slack_settings, teams=teams
                )
            bot = await stack.enter_async_context(Bot.from_settings(settings, playground=playground, worker=False))
            started.append((bot.port, lambda: loop.call_soon_threadsafe(stop.set)))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(60)
    port, end = started[0]
    try:
        yield port
    finally:
        end()
        thread.join(60)


@pytest.mark.parametrize("kind", PATHS)
def test_nothing_unsigned_is_answered_5xx_or_holds_anybody_up(kind: str, database_url: str) -> None:
    variants = [variant(kind) for _ in range(VARIANTS)]
    with running(database_url, playground=kind == "playground") as port, ThreadPoolExecutor(4) as pool:
        calm = p90(latencies(port, 0.5))
        sending = [pool.submit(send, port, request) for request in variants]
        busy = p90(latencies(port, 1.0))
        statuses = [sent.result(120) for sent in sending]
    wrong = [(status, request[:400]) for status, request in zip(statuses, variants, strict=True) if status >= 500]
    assert wrong == [], f"{len(wrong)}"
    assert Counter(status // 100 for status in statuses)[4] > VARIANTS / 3
    assert busy < calm + 0.1
