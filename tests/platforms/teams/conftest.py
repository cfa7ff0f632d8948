"""The Teams platform, listening, with a small Microsoft on one side and a desk on the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web

from bot.platforms.teams import TeamsPlatform
from bot.teams_settings import TeamsSettings as Settings
from storage.directory.tenants import TenantAllowList
from storage.kit.database import Database
from tests.platforms.teams.desk import Desk
from tests.standins.teams import APP, SECRET, TENANT, Microsoft


class Door:
    """Sends activities to the bot the way Teams does."""

    def __init__(self, url: str, microsoft: Microsoft, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.microsoft = microsoft
        self.http = http

    async def send(self, activity: dict[str, Any], *, bearer: str | None = "", **how: Any) -> tuple[int, Any]:
        """The status and the JSON body; signed unless another bearer (None: none at all) is given."""
        activity.setdefault("serviceUrl", self.microsoft.service_url)
        return await self.raw(msgspec.json.encode(activity), bearer=bearer, **how)

    async def raw(
        self,
        body: bytes,
        *,
        bearer: str | None = "",
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, Any]:
        sent = {"Content-Type": content_type, **(headers or {})}
        if bearer is not None:
            sent["Authorization"] = bearer or self.microsoft.bearer()
        async with self.http.post(self.url, data=body, headers=sent) as answer:
            data = await answer.read()
            return answer.status, msgspec.json.decode(data) if data else None

    async def invoke(self, activity: dict[str, Any]) -> Any:
        status, body = await self.send(activity)
        assert status == 200, (status, body)
        return body


@pytest.fixture
async def microsoft() -> AsyncIterator[Microsoft]:
    async with Microsoft().listening() as listening:
        yield listening


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def settings(microsoft: Microsoft) -> Settings:
    return Settings(
        app_id=APP,
        app_password=SECRET,
        tenant_id=TENANT,
        allowed_tenants=(TENANT,),
        openid_url=microsoft.openid_url,
        login_url=microsoft.url,
        service_urls=(microsoft.service_url,),
    )


@pytest.fixture
async def tenants(settings: Settings, sqlite_url: str) -> AsyncIterator[TenantAllowList]:
    database = Database(sqlite_url)
    async with database.begin() as store:  # the bot has been there before
        await store.workspaces.ensure_workspace("teams", TENANT)
    yield TenantAllowList(database, "teams", settings.allowed_tenants)
    await database.close()


@pytest.fixture
async def teams(settings: Settings, tenants: TenantAllowList, desk: Desk) -> AsyncIterator[TeamsPlatform]:
    platform = TeamsPlatform(settings, tenants, arena_name="Arena", language="nb")
    await platform.open_sessions(desk, listen=True)
    yield platform
    await platform.close_sessions()


@pytest.fixture
async def door(teams: TeamsPlatform, microsoft: Microsoft) -> AsyncIterator[Door]:
    app = web.Application()
    app.add_routes(teams.list_routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:
        yield Door(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages", microsoft, http)
    await runner.cleanup()
