"""Begin anew: the playground's own database is emptied and built again, and never any other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.cli.commands import run_playground_command
from bot.platforms.playground.fresh_start import FreshStart, NotItsOwn, empty_own_database
from bot.settings import Settings
from storage.directory.people import MEMBER, Account, Person
from storage.kit.database import Database
from tests.platforms.playground.conftest import Page, Stage
from tests.processes import free_port

#: seconds in which a network is built on a busy machine
PATIENCE = 90


@pytest.fixture
async def url(sqlite_url: str) -> AsyncIterator[str]:
    """Where the playground answers, run by its command."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = Settings(database_url=sqlite_url, port=port, base_url=url, grace_seconds=0, semantic="0")
    serving = asyncio.create_task(run_playground_command(settings, empty=False))
    yield url
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


async def _read_state(http: aiohttp.ClientSession, url: str, *, after: str = "") -> dict[str, Any]:
    """Read the page's state as soon as a start of the bot answers that is not the one named."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with http.get(f"{url}/playground/state") as response:
                    found: dict[str, Any] = await response.json()
                if found["run"] != after:
                    return found
            except aiohttp.ClientError:
                pass  # none answers just now
            await asyncio.sleep(0.1)


async def _act(http: aiohttp.ClientSession, url: str, doing: str, **data: Any) -> int:
    address, headers = f"{url}/playground/{doing}?as=kari", {"Origin": url}
    async with http.post(address, json={"id": f"{doing}-000001", **data}, headers=headers) as response:
        return response.status


async def test_the_network_is_as_new_after_one_press(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        first = await _read_state(http, url)
        assert await _act(http, url, "join", name="Nina Ny") == 200
        assert await _act(http, url, "tomorrow", day=first["day"]) == 200
        assert len((await _read_state(http, url))["people"]) == len(first["people"]) + 1
        assert await _act(http, url, "anew") == 200
        again = await _read_state(http, url, after=first["run"])
        assert [one["user"] for one in again["people"]] == [one["user"] for one in first["people"]]
        assert again["day"] == first["day"]
        assert again["firstSteps"] is not None


async def _add_slack_account(database: Database) -> None:
    async with database.begin() as store:
        account = Account(platform="slack", workspace="T1", user="U1", name="Kari")
        await store.people.add_person_with_account(Person(name="Kari", language="nb", role=MEMBER), account)


async def test_a_database_with_people_of_other_platforms_is_never_emptied(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await _add_slack_account(database)
    with pytest.raises(NotItsOwn):
        await empty_own_database(sqlite_url)
    async with database.read() as store:
        assert await store.people.count_accounts_outside("playground") == 1
    await database.close()


async def test_the_page_is_refused_where_the_database_is_not_the_playground_s_own(stage: Stage, kari: Page) -> None:
    stage.playground.fresh_start = FreshStart()
    await _add_slack_account(stage.playground.database)
    assert (await kari.post("anew", {"id": "anew-000001"})).status == 409
    assert not stage.playground.fresh_start.wanted


async def test_a_playground_that_no_command_runs_cannot_begin_anew(stage: Stage, kari: Page) -> None:
    assert not (await kari.read("state"))["anew"]
    assert (await kari.post("anew", {"id": "anew-000001"})).status == 404
