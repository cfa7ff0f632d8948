"""A Slack that is no friend: it drops, delays, breaks before or after it has accepted, accepts late, and remembers all.

What it has accepted is the judge of a run, not what the bot believes.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import web

from tests.standins.slack import BOT, BOT_ID, TEAM

Json = dict[str, Any]
#: seconds: what an answer takes, how far history is behind, and when a message is accepted that nobody waits for
TAKES, BEHIND, LATE = (0.02, 0.1), (0.0, 0.3), (0.2, 1.0)
#: shares of the posts; the rest goes well
WEIGHTS = {
    "dropped before": 0.01,
    "broken before": 0.01,
    "throttled": 0.005,
    "dropped after": 0.01,
    "broken after": 0.01,
    "page after": 0.005,
    "late": 0.005,
}
#: posts of which these are the exact shares: the shortest run meets every mishap
DEALT = 200
#: shares of the questions that go wrong
ASKED_IN_VAIN = 0.02
PAGE = "<html><body>upstream</body></html>"


@dataclass
class Unfriendly:
    """`async with` starts it on a free port of the loopback. `patience`: when its clients give up, in seconds."""

    chance: random.Random
    patience: float
    #: what goes wrong with posts, and how often
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    #: delivery -> how often it was accepted
    accepted: Counter[str] = field(default_factory=Counter)
    #: delivery -> the timestamps it was accepted with
    stamps: dict[str, set[str]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    mishaps: Counter[str] = field(default_factory=Counter)
    _channels: dict[str, list[tuple[float, Json]]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))
    #: what happens to the next posts, the last one first
    _dealt: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def settings(self) -> dict[str, str]:
        """The environment of a bot in this workspace."""
        url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"
        return {"SLACK_BOT_TOKEN": "xoxb-torture", "SLACK_SIGNING_SECRET": "torture", "SLACK_API_URL": url}

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await _arguments(request)
        self.calls[method] += 1
        await asyncio.sleep(self.chance.uniform(*TAKES))
        if method == "chat.postMessage":
            return await self._post(request, arguments)
        if self.chance.random() < ASKED_IN_VAIN and method.startswith("conversations."):
            return _broken(request, self.chance.choice(("broken", "dropped", "page", "throttled")))
        return web.json_response({"ok": True, **self._answer(method, arguments)})

    async def _post(self, request: web.Request, arguments: Json) -> web.StreamResponse:
        mishap = self._deal()
        self.mishaps[mishap] += 1
        how, _, when = mishap.partition(" ")
        if how == "late":
            await asyncio.sleep(self.patience + self.chance.uniform(*LATE))
        if when != "before" and how != "throttled":
            answer = self._accept(arguments)
        if how in ("", "late"):
            return web.json_response({"ok": True, **answer})
        return _broken(request, how)

    def _deal(self) -> str:
        """What happens to a post: "" for nothing."""
        if not self._dealt:
            self._dealt = [name for name, share in self.weights.items() for _ in range(round(share * DEALT))]
            self._dealt += [""] * (DEALT - len(self._dealt))
            self.chance.shuffle(self._dealt)
        return self._dealt.pop()

    def _accept(self, arguments: Json) -> Json:
        key = str(arguments["metadata"]["event_payload"]["d"]).partition(" ")[0]
        channel = _channel(arguments["channel"])
        now = asyncio.get_running_loop().time()
        message = {**arguments, "ts": f"1700000000.{next(self._numbers):06d}"}
        self._channels.setdefault(channel, []).append((now + self.chance.uniform(*BEHIND), message))
        self.accepted[key] += 1
        self.stamps.setdefault(key, set()).add(message["ts"])
        return {"ts": message["ts"], "channel": channel}

    def _answer(self, method: str, arguments: Json) -> Json:
        if method == "auth.test":
            return {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "url": "https://torture.slack.com/"}
        if method == "conversations.open":
            return {"channel": {"id": _channel(arguments["users"])}}
        if method == "conversations.history":
            now = asyncio.get_running_loop().time()
            kept = self._channels.get(arguments["channel"], [])
            return {"messages": [message for seen, message in reversed(kept) if seen <= now]}
        return {"members": []}


def _channel(name: str) -> str:
    return f"D{name}" if name.startswith("U") else name


def _broken(request: web.Request, how: str) -> web.StreamResponse:
    if how == "dropped":
        if request.transport is not None:  # the client may be gone already
            request.transport.abort()
        return web.Response()
    if how == "page":
        return web.Response(text=PAGE, content_type="text/html")
    if how == "throttled":
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
    return web.json_response({"ok": False, "error": "internal_error"}, status=500)


async def _arguments(request: web.Request) -> Json:
    body = await request.text()
    return dict(json.loads(body)) if request.content_type == "application/json" else dict(parse_qsl(body))
