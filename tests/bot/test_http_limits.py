"""What anybody can send holds nobody else up: encoded bodies, endless ones, connections that are only open."""

from __future__ import annotations

import gzip
import http.client
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial

import psutil
import pytest
from aiohttp import web

from bot import web as pages
from bot.app import Bot
from bot.http import http_limits, request_bodies
from bot.platforms.slack import PATH, SlackPlatform
from bot.settings import Settings, SlackSettings
from tests.serving import connect, latencies, p90, serving, status_of

HEAD = "POST {path} HTTP/1.1\r\nHost: arena.example\r\nContent-Type: application/json\r\n"
SIGNED = "X-Slack-Request-Timestamp: 1700000000\r\nX-Slack-Signature: v0=" + "0" * 64 + "\r\n"


def build(url: str) -> web.Application:
    bot = Bot.from_settings(
        Settings(database_url=url, slack=SlackSettings("xoxb-test", "secret"), semantic="0"), worker=False
    )
    slack = bot.platforms["slack"]
    assert isinstance(slack, SlackPlatform)
    slack._dispatch, slack._app = bot.dispatcher, object()  # it listens; nothing here is signed, so nothing reaches it
    return pages.build_web_application(bot.platforms.values(), bot.build_page_server(), bot.health)


@pytest.fixture
def port(sqlite_url: str) -> Iterator[int]:
    with serving(partial(build, sqlite_url)) as found:
        yield found


@contextmanager
def meanwhile(*works: Callable[[], object]) -> Iterator[None]:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(20)


@pytest.fixture(scope="module")
def body() -> bytes:
    """Some hundred kilobytes that would be hundreds of megabytes."""
    return gzip.compress(bytes(300_000_000), 6)


def bomb(port: int, path: str, encoding: str, body: bytes) -> int:
    with connect(port) as connection:
        head = HEAD.format(path=path) + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n"
        with suppress(ConnectionError):
            connection.sendall(head.encode() + body)
        return status_of(connection)


@pytest.mark.parametrize("path", ["/nowhere", "/health/live", PATH])
def test_an_encoded_body_is_refused_and_holds_nobody_up(port: int, path: str, body: bytes) -> None:
    calm = p90(latencies(port, 0.5))
    found: list[int] = []
    with meanwhile(*[lambda: found.append(bomb(port, path, "gzip", body))] * 4):
        busy = p90(latencies(port, 2.0))
    assert busy < calm + 0.1
    assert found == [415] * 4


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "GZIP", "identity", "nonsense", ""])
def test_every_encoding_is_refused(port: int, encoding: str, body: bytes) -> None:
    assert bomb(port, PATH, encoding, body) == 415


def endless(port: int, path: str, extra: str = "", size: int = 65_536) -> socket.socket:
    """A connection on which a body has begun, and does not end."""
    connection = connect(port)
    head = HEAD.format(path=path) + extra + "Transfer-Encoding: chunked\r\n\r\n"
    connection.sendall(head.encode() + f"{size:x}\r\n".encode() + bytes(size) + b"\r\n")
    return connection


def test_a_body_that_does_not_end_is_given_up(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies._reader, "seconds", 0.5)
    calm, began = p90(latencies(port, 0.5)), time.monotonic()
    with ExitStack() as stack:
        held = [stack.enter_context(endless(port, PATH, SIGNED)) for _ in range(100)]
        busy = p90(latencies(port, 2.0))
        assert {status_of(connection) for connection in held} == {408}
    assert time.monotonic() - began < 15
    assert busy < calm + 0.1
    assert request_bodies._reader._held == {}


@pytest.mark.parametrize("path", ["/nowhere", "/health/live", "/api/messages"])
def test_a_body_that_nobody_wants_is_not_waited_for(port: int, path: str) -> None:
    with endless(port, path) as connection:
        began = time.monotonic()
        assert status_of(connection) in (404, 405)
        while connection.recv(65_536):
            pass
        assert time.monotonic() - began < 2


def test_bodies_hold_only_so_much_together_and_the_newest_is_read(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies._reader, "most_held", 1_000_000)
    with ExitStack() as stack:
        held = [stack.enter_context(endless(port, PATH, SIGNED, size=300_000)) for _ in range(10)]
        assert [status_of(connection) for connection in held[:7]] == [408] * 7
        held[-1].sendall(b"0\r\n\r\n")
        assert status_of(held[-1]) == 401, "it was read to its end, and is not signed"


def test_many_connections_keep_nobody_out(sqlite_url: str) -> None:
    process = psutil.Process()

    def count_held() -> int:
        """How many the server holds: it closes those that are too many when it comes to them."""
        every = process.net_connections("tcp")
        return sum(one.laddr.port == port and one.status == "ESTABLISHED" for one in every)

    with serving(partial(build, sqlite_url), most=20) as port, ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(connect(port))
        latencies(port, 0.2)
        began = time.monotonic()
        while count_held() > 20 and time.monotonic() - began < 10:
            time.sleep(0.05)
        assert count_held() <= 20


def test_connections_that_come_while_others_are_counted_are_counted_too(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has accepted them, and does not know them yet when it counts."""
    monkeypatch.setattr(http_limits, "LOOK_AFTER", 0.0)
    closed: list[int] = []
    with serving(partial(build, sqlite_url), most=5) as port:
        for _ in range(20):
            with ExitStack() as stack:
                every = [stack.enter_context(connect(port)) for _ in range(30)]
                closed.append(_count_closed(every, 25))
    assert min(closed) >= 25


def _count_closed(connections: list[socket.socket], wanted: int) -> int:
    """How many the server has closed, when it has closed as many as are wanted or two seconds are over."""
    end = time.monotonic() + 2
    while True:
        ended = [one for one in connections if select.select([one], [], [], 0)[0]]
        if len(ended) >= wanted or time.monotonic() > end:
            return len(ended)
        time.sleep(0.01)


def test_a_head_that_does_not_end_is_given_up(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(http_limits.ARGUMENTS, "keepalive_timeout", 0.5)
    with serving(partial(build, sqlite_url)) as port, connect(port) as connection:
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: arena.example\r\nX-Slow: ")
        assert connection.recv(1) == b""


def test_a_flood_of_headers_is_refused(port: int) -> None:
    with connect(port) as connection:
        lines = "".join(f"X-{number}: {'a' * 8000}\r\n" for number in range(100))
        connection.sendall(f"GET /health/live HTTP/1.1\r\nHost: arena.example\r\n{lines}\r\n".encode())
        assert status_of(connection) == 400


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", PATH, 405), ("GET", "/", 200)]
)
def test_every_answer_has_the_safe_headers(port: int, method: str, path: str, status: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        assert answer.status == status
        assert http_limits.SAFE_HEADERS.items() <= dict(answer.getheaders()).items()


@pytest.mark.parametrize("line", [b"nonsense\r\n\r\n", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n"])
def test_what_is_no_request_is_answered_with_the_safe_headers(port: int, line: bytes) -> None:
    with connect(port) as connection:
        connection.sendall(line)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
    assert answer.status == 400
    assert http_limits.SAFE_HEADERS.items() <= dict(answer.getheaders()).items()


async def test_a_look_that_comes_when_the_site_has_stopped_finds_nothing_to_close() -> None:
    runner = web.AppRunner(web.Application())
    await runner.setup()
    site = http_limits.LimitedSite(runner, "127.0.0.1", 0, most=1)
    await site.start()
    site._schedule_look()
    await runner.cleanup()
    assert runner.server is None
    site._close_oldest_connections()
    assert not site._looks
