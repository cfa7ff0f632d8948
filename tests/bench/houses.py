"""Sixty houses on two platforms: what a bot needs to write to each, and stand-ins that note every message they get."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from itertools import count
from typing import Self
from urllib.parse import unquote

import sqlalchemy as sa
from aiohttp import web
from slack_sdk.oauth.installation_store import Installation

from bot.platforms.teams.addresses import PLATFORM
from storage.directory.installation_stores import WorkspaceInstallations
from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.directory.rooms import Room, RoomTopic
from storage.directory.topic_followers import TopicFollower
from storage.kit.database import Database
from tests.bench.workspaces import ASKERS, NUMBER
from tests.limits import Sending
from tests.platforms.slack.payloads import SECRET
from tests.standins.slack import BOT, BOT_ID, CLIENT, CLIENT_SECRET, TEAM
from tests.standins.teams import APP
from tests.standins.teams import BOT as TEAMS_BOT
from tests.standins.teams import SECRET as PASSWORD

HOUSES, ROOMS, PEOPLE = 60, 120, 250
KEY = "b" * 32
#: seconds that a platform takes to answer
ANSWER = (0.05, 0.3)
FORECAST = re.compile(r"innen ca\. (\d+) (sekund|minutt)")


def house(n: int) -> tuple[str, str]:
    """Platform and workspace: every other one is on Teams; the first is where people ask."""
    if n % 2:
        return "teams", f"aaaaaaaa-0000-4000-8000-{n:012d}"
    return "slack", f"T{n + 1}" if n else TEAM


class Houses:
    """`async with` starts Slack's Web API, and Microsoft's tokens and connector, on a free port of the loopback."""

    def __init__(self) -> None:
        self.sendings: list[Sending] = []
        #: question number -> when each copy of its card reached a room
        self.cards: dict[int, list[float]] = {}
        #: seconds that the bot has forecast, by question number
        self.forecasts: dict[int, float] = {}
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._slack)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", _token)
        app.router.add_route("*", "/emea/{path:.*}", self._teams)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def settings(self) -> dict[str, str]:
        """The environment of a bot in all of them."""
        return {
            "SLACK_CLIENT_ID": CLIENT,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{self.url}/api/",
            "SECRET_KEY": KEY,
            "BASE_URL": "https://arena.example.org",
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": PASSWORD,
            "TEAMS_TENANT_ID": house(1)[1],
            "TEAMS_LOGIN_URL": self.url,
            "TEAMS_OPENID_URL": f"{self.url}/openid",
            "TEAMS_SERVICE_URLS": f"{self.url}/emea/",
        }

    async def _slack(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        team = request.headers.get("Authorization", "").removeprefix("Bearer xoxb-")
        answer: dict[str, object] = {"ok": True}
        if method == "auth.test":
            answer |= {"team_id": team, "user_id": BOT, "bot_id": BOT_ID, "url": f"https://{team}.slack.com/"}
        elif method == "users.list":
            answer |= {"members": [{"id": user, "name": user, "team_id": TEAM, "locale": "nb-NO"} for user in ASKERS]}
        elif method == "chat.postEphemeral":
            self._hear(body.decode())
            answer |= {"message_ts": f"1700000000.{next(self._numbers):06d}"}
        elif method == "chat.postMessage":
            channel = str(json.loads(body)["channel"])
            self._keep("slack", team, channel, body)
            await asyncio.sleep(random.uniform(*ANSWER))
            where = f"D{channel}" if channel.startswith("U") else channel
            answer |= {"ts": f"1700000000.{next(self._numbers):06d}", "channel": where}
        return web.json_response(answer)

    async def _teams(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.method != "POST":
            return web.json_response({})
        id, what = str(next(self._numbers)), json.loads(body)
        if "members" in what:
            return web.json_response({"id": f"a:chat-of-{what['members'][0]['id']}"}, status=201)
        channel = what.get("channelData", {}).get("channel", {}).get("id", "")
        tenant = what.get("tenantId", "")
        self._keep("teams", tenant, channel or unquote(request.path).split("/")[-2], body)
        await asyncio.sleep(random.uniform(*ANSWER))
        if channel:
            return web.json_response({"id": f"{channel};messageid={id}", "activityId": id}, status=201)
        return web.json_response({"id": id}, status=201)

    def _keep(self, platform: str, workspace: str, channel: str, body: bytes) -> None:
        begins = platform == "teams" and b'"isGroup":true' in body.replace(b" ", b"")
        self.sendings.append(Sending(time.monotonic(), platform, workspace, channel, begins))
        number = NUMBER.search(body)
        if number and channel.startswith(("C9", "19:")):
            self.cards.setdefault(int(number[1]), []).append(time.monotonic())
        self._hear(body.decode())

    def _hear(self, text: str) -> None:
        """What the asker is told."""
        told, number = FORECAST.search(text), NUMBER.search(text.encode())
        if told and number:
            self.forecasts[int(number[1])] = int(told[1]) * (60 if told[2] == "minutt" else 1)


async def _token(_request: web.Request) -> web.Response:
    return web.json_response({"access_token": "token", "expires_in": 3600})


async def move_in(url: str, service: str) -> None:
    """Sixty organisations with a hundred and twenty rooms, each for every topic, and two hundred and fifty people.

    Half of the rooms are in the two largest houses; a fifth of the people follow what is asked about.
    """
    database = Database(url)
    installs = WorkspaceInstallations(database, CLIENT, (KEY,))
    for platform, workspace in map(house, range(HOUSES)):
        if platform == "slack":
            await installs.keeping.async_save(_installation(workspace))
    async with database.begin() as store:
        await store.session.execute(sa.delete(RoomTopic))
        topics = {topic.id for topic in await store.topics.list_all_topics()}
        for n in range(HOUSES):
            await store.organisations.add(Organisation(code=f"o{n}", name=f"Park {n}", kind="park"))
            platform, workspace = house(n)
            if platform == "teams":
                known = {"service": service, "bot": TEAMS_BOT}
                # by this name the tenant itself is known
                await store.conversation_references.store_reference(PLATFORM, workspace, "@", known)
        for n in range(ROOMS):
            platform, workspace = house(n % 2 if n < ROOMS // 2 else n % HOUSES)
            channel = f"C9{n:04d}" if platform == "slack" else f"19:rom{n}@thread.tacv2"
            room = Room(platform=platform, workspace=workspace, channel=channel, name=f"#{n}", language="nb")
            await store.rooms.set_room_topics((await store.rooms.add(room)).id, topics)
        for n in range(len(ASKERS), PEOPLE):
            platform, workspace = house(n % HOUSES)
            user = f"U9{n}" if platform == "slack" else f"29:{n}"
            person = await store.people.add_person_with_account(
                Person(name=f"Person {n}", language="nb", asked_where_at=store.now),
                Account(platform=platform, workspace=workspace, user=user),
            )
            if n % 5 == 0:
                store.session.add_all(TopicFollower(topic_id=id, person_id=person.id) for id in topics)
    await database.close()


def _installation(workspace: str) -> Installation:
    made = Installation(
        app_id="A1", team_id=workspace, team_name=workspace, user_id="U1", bot_token=f"xoxb-{workspace}", bot_id=BOT_ID,
        bot_user_id=BOT, bot_scopes="chat:write,commands", installed_at=1000.0,
    )  # fmt: skip
    made.set_custom_value("url", f"https://{workspace}.slack.com/")
    return made
