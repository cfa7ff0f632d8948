"""Whose address a request comes from: proxies that are trusted say it, and nobody else."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Bot
from bot.http.client_addresses import TRUSTED, find_client_address
from bot.http.token_guess_throttle import GUESSES, TokenGuessThrottle
from bot.runtime.address_ranges import parse_networks
from bot.runtime.setting_values import SettingsError
from bot.settings import Settings, read_settings

HERE = ("127.0.0.0/8", "10.0.0.0/8")


async def told(trusted: tuple[str, ...], *forwarded: str) -> str:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=find_client_address(request))

    app = web.Application()
    app[TRUSTED] = parse_networks(trusted)
    app.router.add_get("/", answer)
    async with TestClient(TestServer(app, host="127.0.0.1")) as http:
        return await (await http.get("/", headers=[("X-Forwarded-For", line) for line in forwarded])).text()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        ((), ("203.0.113.7",), "127.0.0.1"),
        (HERE, (), "127.0.0.1"),
        (HERE, ("203.0.113.7",), "203.0.113.7"),
        (HERE, ("198.51.100.1, 203.0.113.7",), "203.0.113.7"),
        (HERE, ("198.51.100.1", "203.0.113.7, 10.1.2.3"), "203.0.113.7"),
        (HERE, ("203.0.113.7:4711",), "203.0.113.7"),
        (HERE, ("[2001:db8:1:2:3:4:5:6]:4711",), "2001:db8:1:2::/64"),
        (HERE, ("2001:db8:1:2:9:9:9:9",), "2001:db8:1:2::/64"),
        (HERE, ("::ffff:203.0.113.7",), "203.0.113.7"),
        (HERE, ("nonsense",), "127.0.0.1"),
        (HERE, ("203.0.113.7, unknown",), "203.0.113.7"),
        (HERE, ("",), "127.0.0.1"),
        (HERE, (", ".join(["10.0.0.1"] * 500),), "10.0.0.1"),
    ],
)
async def test_the_nearest_address_that_is_no_trusted_proxy(
    trusted: tuple[str, ...], forwarded: tuple[str, ...], address: str
) -> None:
    assert await told(trusted, *forwarded) == address


async def test_wrong_links_of_one_are_not_counted_for_another() -> None:
    guesses = TokenGuessThrottle()

    async def answer(request: web.Request) -> web.Response:
        return guesses.answer_wrong_token(request, "nothing")

    app = web.Application()
    app[TRUSTED] = parse_networks(HERE)
    app.router.add_get("/", answer)
    async with TestClient(TestServer(app, host="127.0.0.1")) as http:

        async def ask(address: str) -> int:
            return (await http.get("/", headers={"X-Forwarded-For": address})).status

        assert [await ask("203.0.113.7") for _ in range(GUESSES + 1)] == [404] * GUESSES + [429]
        assert await ask("198.51.100.9") == 404


async def test_the_proxies_of_the_settings_are_believed(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url, port=0, semantic="0", trusted_proxies=parse_networks(HERE))
    async with Bot.from_settings(settings, playground=True) as bot, aiohttp.ClientSession() as http:

        async def ask(address: str) -> int:
            url = f"http://127.0.0.1:{bot.port}/data/wrong"
            async with http.get(url, headers={"X-Forwarded-For": address}) as answer:
                return answer.status

        assert [await ask("203.0.113.7") for _ in range(GUESSES + 1)] == [404] * GUESSES + [429]
        assert await ask("198.51.100.9") == 404


def test_a_proxy_that_is_no_address_is_named() -> None:
    assert read_settings({"TRUSTED_PROXIES": "10.0.0.5, 2001:db8::/32"}).trusted_proxies == parse_networks(
        ["10.0.0.5", "2001:db8::/32"]
    )
    with pytest.raises(SettingsError, match=r"^TRUSTED_PROXIES: 'proxy.example'"):
        read_settings({"TRUSTED_PROXIES": "proxy.example"})
