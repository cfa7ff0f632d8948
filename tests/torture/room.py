"""A Slack that shows what is in its rooms, and beside which processes die: a call is done, and nobody hears of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platforms.slack.payloads import SECRET
from tests.standins.slack import Failure, SlackStandIn, _arguments

#: what may happen to the first post in a room
ANSWER_LOST, NEVER_ARRIVES = Failure(body="drop", after=True), Failure(body="drop")


@dataclass
class Rooms(SlackStandIn):
    """`kill` ends whoever has called the method `deadly`, once, when it is done."""

    deadly: str = ""
    kill: Callable[[], None] = lambda: None
    #: room -> what happens to the next post in it
    fates: dict[str, Failure] = field(default_factory=dict)
    #: methods that fail, whoever calls them
    failing: set[str] = field(default_factory=set)

    def settings(self) -> dict[str, str]:
        """The environment of a bot in this workspace."""
        return {"SLACK_BOT_TOKEN": "xoxb-torture", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": self.api_url}

    def shown(self, channel: str, delivery: str) -> list[str]:
        """The texts of this delivery's messages in a room."""
        return [one["text"] for one in self.messages.get(channel, []) if carried(one) == delivery]

    def copy(self, channel: str) -> None:
        """What is in this room is there twice."""
        self.messages[channel] += [{**one, "ts": self._ts()} for one in self.messages[channel]]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        channel = str((await _arguments(request)).get("channel", ""))
        if method in self.failing:
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        if method == "chat.postMessage" and channel in self.fates:
            self.fail(method, self.fates.pop(channel))  # nothing is waited for until it is taken
        answer = await super()._call(request)
        if method == self.deadly:
            self.deadly = ""
            self.kill()
        return answer


def carried(message: dict[str, Any]) -> str:
    return str(message.get("metadata", {}).get("event_payload", {}).get("d", "")).partition(" ")[0]
