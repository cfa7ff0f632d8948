"""Workspaces behind Slack's Web API: they keep messages and modals, refuse what Slack does, fail on demand."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.patience import BOUND, wait_until
from tests.standins import blockkit

TEAM, BOT, BOT_ID = "T1", "U0BOT", "B0BOT"
KARI, OLA, GUEST = "U1KARI", "U2OLA", "U3GUEST"
SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,groups:history,groups:read,im:history,"
    "im:write,reactions:read,reactions:write,users:read"
)
PEOPLE = {
    KARI: {"real_name": "Kari Nordmann", "locale": "nb-NO"},
    OLA: {"real_name": "Ola Hansen", "locale": "nn-NO"},
    GUEST: {"real_name": "Geir Gjest", "locale": "en-GB", "is_restricted": True},
}
Json = dict[str, Any]


#: of the app that may be installed
CLIENT, CLIENT_SECRET = "11.22", "client-secret-of-the-tests"


@dataclass
class Call:
    method: str
    arguments: Json
    token: str = ""


@dataclass
class House:
    """A workspace that the bot may be installed in; a whole organisation, where `team` begins with E."""

    team: str = TEAM
    name: str = "Nettverket"
    bot: str = BOT
    enterprise: str = ""
    #: its token is good for nothing any more
    dead: bool = False
    #: what a new token is given for, if its tokens end by themselves: good once
    refresh: str = ""

    @property
    def whole(self) -> bool:
        return self.team.startswith("E")


@dataclass
class Failure:
    """How the next call to a method goes wrong; with `after`, once it has been done all the same."""

    error: str = ""
    status: int = 200
    #: a body instead of JSON; "drop" closes the connection without an answer
    body: str = ""
    content_type: str = "text/html"
    retry_after: int | None = None
    delay: float = 0.0
    after: bool = False


@dataclass
class SlackStandIn:
    """`async with` starts it on a free port of the loopback."""

    scopes: str = SCOPES
    #: channels the bot is not in
    without_bot: set[str] = field(default_factory=set)
    #: message -> names of the bot's reactions below it
    reactions: dict[str, list[str]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    messages: dict[str, list[Json]] = field(default_factory=dict)
    views: dict[str, Json] = field(default_factory=dict)
    #: what `conversations.info` says besides the name
    channel_facts: Json = field(default_factory=dict)
    #: what came to response links
    responses: list[Json] = field(default_factory=list)
    failures: dict[str, list[Failure]] = field(default_factory=dict)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    #: token -> whose it is; none: every token is the first workspace's
    houses: dict[str, House] = field(default_factory=dict)
    #: code of an installation -> token and installer; each is good once
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: name -> status and content of a file
    files: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    #: what each request for a file showed for who asks
    file_tokens: list[str] = field(default_factory=list)
    #: envelopes that were answered over a socket, with the answer
    acks: dict[str, Any] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/hooks/{name}", self._respond)
        app.router.add_get("/link", self._socket)
        app.router.add_get("/files-pri/{name}", self._serve_file)
        self._server = TestServer(app)
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self.sockets:
            await socket.close()
        await self._server.close()

    @property
    def api_url(self) -> str:
        return str(self._server.make_url("/api/"))

    def file_url(self, name: str) -> str:
        return str(self._server.make_url(f"/files-pri/{name}"))

    async def _serve_file(self, request: web.Request) -> web.Response:
        self.file_tokens.append(request.headers.get("Authorization", ""))
        status, content = self.files.get(request.match_info["name"], (404, b""))
        if status == 302:
            return web.Response(status=302, headers={"Location": "/files-pri/elsewhere"})
        kind = "text/html" if content.startswith(b"<html") else "image/jpeg"
        return web.Response(status=status, body=content, content_type=kind)

    @property
    def response_url(self) -> str:
        return str(self._server.make_url("/hooks/1"))

    def fail(self, method: str, *failures: Failure) -> None:
        self.failures.setdefault(method, []).extend(failures)

    def called(self, method: str, token: str = "") -> list[Json]:
        """What it was called with; by this token, if one is given."""
        return [call.arguments for call in self.calls if call.method == method and token in ("", call.token)]

    def allow(self, house: House, token: str, *, installer: str = KARI) -> str:
        """Somebody there allows the app: the code that Slack sends the browser back with."""
        self.houses[token] = house
        code = f"code-{next(self._numbers)}"
        self.codes[code] = (token, installer)
        return code

    async def until(self, done: Callable[[], Any], seconds: float = BOUND) -> Any:
        """Wait for what happens in the background."""
        return await wait_until(done, seconds)

    async def push(self, kind: str, payload: Json) -> str:
        """An envelope over the newest socket; returns its id."""
        envelope = f"envelope-{next(self._numbers)}"
        await self.sockets[-1].send_json(
            {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        )
        return envelope

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await _arguments(request)
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        self.calls.append(Call(method, arguments, token if kind == "Bearer" else ""))
        queue = self.failures.get(method)
        failure = queue.pop(0) if queue else None
        if failure is not None and failure.delay:
            await asyncio.sleep(failure.delay)
        if failure is not None and not failure.after:
            return _failed(failure, request)
        if method == "oauth.v2.access":
            answer = self._access(arguments, token)
        elif method != "apps.connections.open" and (wrong := self._refused_token(token)):
            answer = {"error": wrong}
        else:
            answer = getattr(self, f"_{method.replace('.', '_').lower()}")(arguments)
        if failure is not None:
            return _failed(failure, request)
        return web.json_response({"ok": "error" not in answer, **answer}, headers={"X-OAuth-Scopes": self.scopes})

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        self.calls.append(Call("response_url", body))
        queue = self.failures.get("response_url")
        if queue:
            return _failed(queue.pop(0), request)
        assert blockkit.problems(body.get("blocks", [])) == []
        self.responses.append(body)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.acks[answer["envelope_id"]] = answer.get("payload")
        return socket

    def _refused_token(self, token: str) -> str:
        """What Slack says of a bad token; with a good one, `house` is whose it is."""
        self.house = self.houses.get(token) or House()
        if self.houses and token not in self.houses:
            return "invalid_auth"
        return "account_inactive" if self.house.dead else ""

    # --- methods -----------------------------------------------------------------

    def _renewed(self, refresh: str) -> Json:
        """A new token; the old one lasts for as long as it was made for."""
        house = next((one for one in self.houses.values() if refresh and one.refresh == refresh), None)
        if house is None:
            return {"error": "invalid_refresh_token"}
        number = next(self._numbers)
        fresh = replace(house, refresh=f"xoxe-1-{number}")
        self.houses = {token: replace(one, refresh="") if one is house else one for token, one in self.houses.items()}
        token = f"xoxe.xoxb-{number}"
        self.houses[token] = fresh
        return {"access_token": token, "refresh_token": fresh.refresh, "expires_in": 43200, "token_type": "bot"}

    def _access(self, arguments: Json, basic: str) -> Json:
        if arguments.get("client_secret") == CLIENT_SECRET and arguments.get("client_id") == CLIENT:
            basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        if base64.b64decode(basic).decode() != f"{CLIENT}:{CLIENT_SECRET}":
            return {"error": "bad_client_secret"}
        if arguments.get("grant_type") == "refresh_token":
            return self._renewed(arguments["refresh_token"])
        token, installer = self.codes.pop(arguments["code"], ("", ""))
        if not token:
            return {"error": "invalid_code"}
        house = self.houses[token]
        team = {"id": house.team, "name": house.name}
        enterprise = {"id": house.enterprise, "name": "Konsernet"} if house.enterprise else None
        return {
            "access_token": token,
            "token_type": "bot",
            "scope": self.scopes,
            "bot_user_id": house.bot,
            "app_id": "A1",
            "team": None if house.whole else team,
            "enterprise": team if house.whole else enterprise,
            "is_enterprise_install": house.whole,
            "authed_user": {"id": installer},
            **({"refresh_token": house.refresh, "expires_in": 43200} if house.refresh else {}),
        }

    def _auth_test(self, _: Json) -> Json:
        house, url = self.house, f"https://{self.house.name.lower()}.slack.com/"
        who = {"team_id": house.team, "team": house.name, "user_id": house.bot, "user": "arena", "bot_id": BOT_ID}
        return {"url": url, "enterprise_id": house.enterprise or None, **who}

    def _apps_connections_open(self, _: Json) -> Json:
        return {"url": str(self._server.make_url("/link")).replace("http", "ws", 1)}

    def _users_list(self, _: Json) -> Json:
        people = [_member(user, self.house) for user in PEOPLE]
        return {"members": people, "response_metadata": {"next_cursor": ""}}

    def _users_info(self, arguments: Json) -> Json:
        known = arguments["user"] in PEOPLE
        return {"user": _member(arguments["user"], self.house)} if known else {"error": "user_not_found"}

    def _users_conversations(self, _: Json) -> Json:
        return {"channels": [{"id": "C1", "name": "nett"}, {"id": "C2", "name": "energi"}]}

    def _conversations_info(self, arguments: Json) -> Json:
        return {"channel": {"id": arguments["channel"], "name": "nett"} | self.channel_facts}

    def _conversations_open(self, arguments: Json) -> Json:
        return {"channel": {"id": f"D{arguments['users']}"}}

    def _conversations_history(self, arguments: Json) -> Json:
        kept = self.messages.get(arguments["channel"], [])
        oldest = float(arguments["oldest"])
        return {"messages": [one for one in kept if float(one["ts"]) >= oldest and not one.get("thread_ts")][::-1]}

    def _conversations_replies(self, arguments: Json) -> Json:
        kept = self.messages.get(arguments["channel"], [])
        return {"messages": [one for one in kept if arguments["ts"] in (one["ts"], one.get("thread_ts"))]}

    def _chat_postmessage(self, arguments: Json) -> Json:
        wrong = _refused(arguments)
        if wrong:
            return wrong
        channel = arguments["channel"]
        if channel.startswith("U"):
            channel = f"D{channel}"
        if channel in self.without_bot:
            return {"error": "not_in_channel"}
        message = {**arguments, "ts": self._ts()}
        self.messages.setdefault(channel, []).append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _chat_postephemeral(self, arguments: Json) -> Json:
        if arguments["channel"] in self.without_bot:
            return {"error": "not_in_channel"}
        return _refused(arguments) or {"message_ts": self._ts()}

    def _chat_update(self, arguments: Json) -> Json:
        if len(arguments["text"].encode()) > 4000:
            return {"error": "msg_too_long"}
        found = self._find(arguments)
        if found is None:
            return {"error": "message_not_found"}
        found |= {"text": arguments["text"], "blocks": arguments["blocks"]}
        return _refused(arguments) or {"ts": arguments["ts"]}

    def _chat_delete(self, arguments: Json) -> Json:
        found = self._find(arguments)
        if found is None:
            return {"error": "message_not_found"}
        self.messages[arguments["channel"]].remove(found)
        return {"ts": arguments["ts"]}

    def _reactions_add(self, arguments: Json) -> Json:
        if "reactions:write" not in self.scopes.split(","):
            return {"error": "missing_scope", "needed": "reactions:write", "provided": self.scopes}
        stand = self.reactions.setdefault(arguments["timestamp"], [])
        if arguments["name"] in stand:
            return {"error": "already_reacted"}
        stand.append(arguments["name"])
        return {}

    def _reactions_remove(self, arguments: Json) -> Json:
        stand = self.reactions.get(arguments["timestamp"], [])
        if arguments["name"] not in stand:
            return {"error": "no_reaction"}
        stand.remove(arguments["name"])
        return {}

    def _views_open(self, arguments: Json) -> Json:
        return self._keep(f"V{next(self._numbers)}", arguments["view"])

    _views_push = _views_open

    def _views_update(self, arguments: Json) -> Json:
        known = arguments["view_id"] in self.views
        return self._keep(arguments["view_id"], arguments["view"]) if known else {"error": "not_found"}

    def _views_publish(self, arguments: Json) -> Json:
        return self._keep(f"home:{arguments['user_id']}", arguments["view"])

    def _keep(self, name: str, view: Json) -> Json:
        wrong = blockkit.view_problems(view)
        if wrong:
            return {"error": "invalid_arguments", "response_metadata": {"messages": wrong}}
        self.views[name] = view
        return {"view": {**view, "id": name}}

    def _find(self, arguments: Json) -> Json | None:
        kept = self.messages.get(arguments["channel"], [])
        return next((one for one in kept if one["ts"] == arguments["ts"]), None)

    def _ts(self) -> str:
        return f"{int(asyncio.get_running_loop().time()) + 4_000_000_000}.{next(self._numbers):06d}"


def _member(user: str, house: House) -> Json:
    """In an organisation everybody has a workspace of their own besides."""
    person, profile = PEOPLE[user], {"real_name": PEOPLE[user]["real_name"]}
    enterprise = house.team if house.whole else house.enterprise
    grid = {"enterprise_user": {"enterprise_id": enterprise}} if enterprise else {}
    team = "T0OWN" if house.whole else house.team
    return {"id": user, "team_id": team, "name": user.lower(), "profile": profile, **grid, **person}


def _refused(arguments: Json) -> Json | None:
    wrong = blockkit.problems(arguments.get("blocks", []))
    if wrong:
        return {"error": "invalid_blocks", "errors": wrong}
    return None if arguments.get("text") else {"error": "no_text"}


def _failed(failure: Failure, request: web.Request) -> web.StreamResponse:
    if failure.body == "drop":
        assert request.transport is not None
        request.transport.abort()
    if failure.body:
        return web.Response(text=failure.body, status=failure.status, content_type=failure.content_type)
    headers = {} if failure.retry_after is None else {"Retry-After": str(failure.retry_after)}
    return web.json_response({"ok": False, "error": failure.error}, status=failure.status, headers=headers)


async def _arguments(request: web.Request) -> Json:
    body = await request.text()
    if request.content_type == "application/json":
        return dict(json.loads(body))
    return dict(parse_qsl(body, keep_blank_values=True))
