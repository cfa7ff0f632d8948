"""The lightest Slack there is: signed mentions, and a Web API that takes its time and counts what it is sent."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from itertools import count
from typing import Self

from aiohttp import web

from tests.platforms.slack.payloads import SECRET, encoded, event, signed
from tests.standins.slack import BOT, BOT_ID, TEAM

#: people who ask, and the channel they ask in
ASKERS = [f"U1ASKER{number:03d}" for number in range(60)]
LOBBY = "C0LOBBY"
#: what a question begins with: its number finds it again in what is posted
NUMBER = re.compile(rb"Sak (\d{6})")
#: what a message is found again by begins with its delivery
KEY = re.compile(rb'"d": ?"([0-9a-f-]{36})\b')


class Workspace:
    """`async with` starts it on a free port of the loopback."""

    def __init__(self, delay: float = 0.0, most: float = 0.0) -> None:
        """Every message takes `delay` seconds, or something between that and `most`."""
        self.delay, self.most = delay, max(delay, most)
        #: question number -> when each copy of its card reached a room
        self.cards: dict[int, list[float]] = {}
        #: delivery -> how often it was sent
        self.keys: Counter[bytes] = Counter()
        #: delivery -> when it was last sent, in seconds of the wall clock
        self.times: dict[bytes, float] = {}
        self.calls: Counter[str] = Counter()
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        app.router.add_post("/hello", _hello)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def settings(self) -> dict[str, str]:
        """The environment of a bot in this workspace."""
        return {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": self.api_url}

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def posts(self) -> int:
        return self.calls["chat.postMessage"] + self.calls["chat.postEphemeral"]

    @property
    def twice(self) -> int:
        """Messages sent more than once, and cards that a room has twice."""
        return sum(n > 1 for n in self.keys.values()) + sum(len(times) > 1 for times in self.cards.values())

    async def _answer(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        self.calls[method] += 1
        if method.startswith("chat.") and self.delay:
            await asyncio.sleep(random.uniform(self.delay, self.most))
        answer: dict[str, object] = {"ok": True}
        if method == "chat.postMessage":
            answer |= {"ts": f"1700000000.{next(self._numbers):06d}", "channel": self._keep(body)}
        elif method == "chat.postEphemeral":
            answer |= {"message_ts": f"1700000000.{next(self._numbers):06d}"}
        elif method == "auth.test":
            answer |= {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "url": "https://bench.slack.com/"}
        elif method == "users.list":
            answer |= {"members": [{"id": user, "name": user, "team_id": TEAM, "locale": "nb-NO"} for user in ASKERS]}
        return web.json_response(answer)

    def _keep(self, body: bytes) -> str:
        """The channel it went to."""
        key, number = KEY.search(body), NUMBER.search(body)
        channel = str(json.loads(body)["channel"])
        if key:
            self.keys[key[1]] += 1
            self.times[key[1]] = time.time()
        if number and channel.startswith("C"):
            self.cards.setdefault(int(number[1]), []).append(time.perf_counter())
        return f"D{channel}" if channel.startswith("U") else channel


async def _hello(request: web.Request) -> web.Response:
    """Bare aiohttp, for the ceiling of ceilings."""
    await request.read()
    return web.Response()


def mention(number: int, text: str) -> tuple[bytes, dict[str, str]]:
    """Somebody asks in the lobby: body and headers, signed now."""
    payload = event(
        "app_mention",
        event_id=f"EvB{number}",
        text=f"<@{BOT}> {text}",
        channel=LOBBY,
        user=ASKERS[number % len(ASKERS)],
        ts=f"1690000000.{number:06d}",
        team=TEAM,
    )
    body, content_type = encoded(payload)
    return body, signed(body, content_type=content_type)
