"""Connections: whoever sends an address, the bot calls nothing in its own network."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.maintenance.outside_connections import build_guarded_connector, is_public_address
from bot.platforms.slack.api_client import SlackApi

#: what leads into a network, to its machines or to the keys that a cloud gives its own
INSIDE = (
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.255.254", "192.168.1.1",
    "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::1", "::",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::127.0.0.1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:db8::1", "100::1",
)  # fmt: skip
OUTSIDE = ("1.1.1.1", "52.112.0.10", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1")
#: what somebody may send in place of Slack's link
LINKS = (
    "http://hooks.slack.com/x", "https://hooks.slack.com@evil.example/x", "https://evil.example/.slack.com",
    "https://hooks.slack.com.evil.example/", "https://evil.example#.slack.com", "https://evil.example?.slack.com",
    "https://hooks.slack.com:8443/x", "https://hooks.slack.com\\@evil.example/", "https://hooks.slack.com\n.evil/",
    "https://slack.com.evil.no/x", "https://evilslack.com/", "https://hooks.slack.com%2eevil.example/",
    " https://hooks.slack.com/x", "https://user:pass@hooks.slack.com/x", "https://hooks.ѕlack.com/x", "", "https://",
    "file:///etc/passwd", "gopher://hooks.slack.com/", "//hooks.slack.com/x", "javascript:alert(1)",
    "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/",
    *(f"https://[{address}]/" if ":" in address else f"https://{address}/" for address in INSIDE),
)  # fmt: skip


class Leading(AbstractResolver):
    """A name server that somebody else keeps: every name leads where it likes."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        kind = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        return [ResolveResult(hostname=host, host=self.address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.fixture
async def calls() -> AsyncIterator[list[str]]:
    """Whatever reaches this machine; the first entry is its port."""
    seen: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        seen.append(request.path)
        return web.Response(text="the keys")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    seen.append(str(runner.addresses[0][1]))
    yield seen
    await runner.cleanup()


def test_there_are_forty_addresses_of_networks_and_none_of_them_is_public() -> None:
    assert len(INSIDE) >= 40
    assert [address for address in INSIDE if is_public_address(address)] == []
    assert [address for address in OUTSIDE if not is_public_address(address)] == []


@pytest.mark.parametrize("address", INSIDE)
async def test_an_address_inside_is_not_called_by_itself_or_by_a_name(calls: list[str], address: str) -> None:
    (port,) = calls
    numbers = f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"
    for url in (numbers, f"http://hooks.slack.com:{port}/"):
        async with aiohttp.ClientSession(connector=build_guarded_connector((), resolver=Leading(address))) as session:
            with pytest.raises((aiohttp.ClientError, OSError)):
                await session.post(url, timeout=aiohttp.ClientTimeout(total=2))
    assert calls == [port]


@pytest.mark.parametrize("link", LINKS)
async def test_an_answer_is_sent_to_slack_or_to_nobody(calls: list[str], link: str) -> None:
    (port,) = calls
    async with aiohttp.ClientSession(connector=build_guarded_connector((), resolver=Leading("127.0.0.1"))) as session:
        api = SlackApi("xoxb-test", "https://slack.com/api/", session)
        assert await api.post_response(link, {"text": "hei"}) in (0, 404)
    assert calls == [port]


async def test_this_machine_is_called_at_the_port_that_the_settings_name_and_at_no_other(calls: list[str]) -> None:
    (port,) = calls
    for own, heard in ((f"http://127.0.0.1:{port}/api/", True), ("http://127.0.0.1:1/api/", False)):
        async with aiohttp.ClientSession(connector=build_guarded_connector([own])) as session:
            try:
                async with session.get(f"http://127.0.0.1:{port}/{heard}") as answer:
                    assert heard
                    assert answer.status == 200
            except aiohttp.ClientConnectorError:
                assert not heard
    assert calls == [port, "/True"]
