"""A small Microsoft: signing keys, the token endpoint, and a Bot Connector that keeps what it is sent."""

from __future__ import annotations

import asyncio
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256

APP = "0f0e0d0c-1111-4222-8333-444455556666"
SECRET = "the-secret-of-the-app"
TENANT = "99999999-8888-4777-8666-555555555555"
ISSUER = "https://api.botframework.com"
BOT = f"28:{APP}"
CHANNEL = "19:energi@thread.tacv2"
#: keys that differ, before the first one's turn comes again
DIFFERENT = 16
_TURNS = count()


@cache
def _private(number: int) -> rsa.RSAPrivateKey:
    """It takes a tenth of a second to make one: those of one test differ, and another test has them again."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Key:
    """An RSA key as Microsoft publishes it."""

    def __init__(self, kid: str = "", endorsements: list[str] | None = None, *, alone: bool = False) -> None:
        """`alone`: a key that lasts for many tests, and that none of theirs must be."""
        self.private = _private(-1) if alone else _private(next(_TURNS) % DIFFERENT)
        self.kid = kid or uuid4().hex
        self.endorsements = ["msteams"] if endorsements is None else endorsements

    def published(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "kid": self.kid, "use": "sig", "endorsements": self.endorsements}


@dataclass
class Call:
    """One request of the bot to the connector."""

    method: str
    path: str
    body: Any
    token: str


@dataclass
class Fault:
    """How the next requests are answered instead: after `delay`, or by hanging up when there is no status."""

    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    #: not answered before this
    after: asyncio.Event | None = None
    #: only requests whose method and path, and the channel they begin a thread in, contain this
    only: str = ""
    #: the request is carried out all the same: only its answer is lost
    taken: bool = False


class Microsoft:
    """Everything Teams needs besides Teams."""

    def __init__(self) -> None:
        self.keys = [Key()]
        self.calls: list[Call] = []
        #: looks into the roster, which are no messages; only a fault that names them hits them
        self.lookups: list[Call] = []
        self.faults: list[Fault] = []
        self.chats: dict[str, str] = {}
        self.members: dict[str, dict[str, Any]] = {}
        self.issued: set[str] = set()
        #: what stands in conversations, in the order it came: message -> (conversation, activity)
        self.messages: dict[str, tuple[str, dict[str, Any]]] = {}
        #: id -> a picture of a message
        self.pictures: dict[str, bytes] = {}
        self.metadata_reads = self.key_reads = 0
        self.token_requests: list[dict[str, Any]] = []
        #: the certificate that was uploaded for the app
        self.certificate: x509.Certificate | None = None
        self.metadata_down = False
        self.token_delay = 0.0
        self.token_life = 3600
        self.url = ""
        #: message -> names of the bot's reactions below it
        self.reactions: dict[str, list[str]] = {}
        #: messages are named by the numbers after this one
        self.first = 1000
        self._made = 0

    @property
    def service_url(self) -> str:
        return f"{self.url}/emea/"

    @property
    def openid_url(self) -> str:
        return f"{self.url}/openid"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Microsoft]:
        app = web.Application()
        app.router.add_get("/openid", self._metadata)
        app.router.add_get("/keys", self._published)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/identity", self._identity_token)
        app.router.add_get("/emea/v3/attachments/{id}/views/original", self._attachment)
        app.router.add_route("*", "/emea/{path:.*}", self._connector)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield self
        await runner.cleanup()

    async def _attachment(self, request: web.Request) -> web.Response:
        """A picture of a message, for whoever shows a token that was issued here."""
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.issued:
            return web.Response(status=401)
        found = self.pictures.get(request.match_info["id"])
        return web.Response(status=404) if found is None else web.Response(body=found, content_type="image/png")

    def bearer(self, *, key: Key | None = None, headers: dict[str, Any] | None = None, **claims: Any) -> str:
        """A token that is in order, but for what is given; a claim of None is left out."""
        key, now = key or self.keys[-1], int(time.time())
        payload = {
            "iss": ISSUER,
            "aud": APP,
            "serviceurl": self.service_url,
            "nbf": now - 5,
            "exp": now + 3600,
        } | claims
        signed = jwt.encode(
            {name: value for name, value in payload.items() if value is not None},
            key.private,
            "RS256",
            headers={name: value for name, value in ({"kid": key.kid} | (headers or {})).items() if value is not None},
        )
        return f"Bearer {signed}"

    def posts(self) -> list[Call]:
        """Messages posted, opened chats left out."""
        return [
            call
            for call in self.calls
            if call.method == "POST" and (call.path.endswith("activities") or "activity" in call.body)
        ]

    async def _metadata(self, _request: web.Request) -> web.Response:
        self.metadata_reads += 1
        if self.metadata_down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _published(self, _request: web.Request) -> web.Response:
        self.key_reads += 1
        return web.json_response({"keys": [key.published() for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.token_requests.append(form | {"tenant": request.match_info["tenant"]})
        await asyncio.sleep(self.token_delay)
        if form.get("client_secret") != SECRET and not self._is_proven(request, form):
            denial = {
                "error": "invalid_client",
                "error_description": "AADSTS7000215: Invalid client secret for app of kari@example.no",
            }
            return web.json_response(denial, status=401)
        return web.json_response({"access_token": self._issue(), "expires_in": self.token_life})

    def _issue(self) -> str:
        token = f"token-{len(self.token_requests)}"
        self.issued.add(token)
        return token

    def _is_proven(self, request: web.Request, form: dict[str, Any]) -> bool:
        """Whether the form is signed with the key of the certificate that was uploaded, for this address and now."""
        if self.certificate is None or not str(form.get("client_assertion_type", "")).endswith(":jwt-bearer"):
            return False
        proof, thumbprint = form["client_assertion"], self.certificate.fingerprint(SHA256())
        try:
            shown = jwt.get_unverified_header(proof)["x5t#S256"]
            claims = jwt.decode(
                proof, self.certificate.public_key(), ["PS256"], audience=f"{self.url}{request.path}", issuer=APP
            )  # type: ignore[arg-type]
        except (jwt.PyJWTError, KeyError):
            return False
        return shown == urlsafe_b64encode(thumbprint).rstrip(b"=").decode() and claims["sub"] == APP

    async def _identity_token(self, request: web.Request) -> web.Response:
        """What a machine in Azure answers, or one of its services, which write numbers as texts."""
        self.token_requests.append(dict(request.query) | dict(request.headers))
        asks = {"resource": ISSUER, "client_id": APP}
        if any(request.query.get(name) != value for name, value in asks.items()):
            return web.json_response({"error": "invalid_request"}, status=400)
        granted, life = {"access_token": self._issue()}, self.token_life
        if request.query["api-version"] == "2019-08-01" and "X-IDENTITY-HEADER" in request.headers:
            return web.json_response(granted | {"expires_on": str(int(time.time()) + life)})
        if request.query["api-version"] == "2018-02-01" and request.headers.get("Metadata") == "true":
            return web.json_response(granted | {"expires_in": str(life)})
        return web.json_response({"error": "invalid_request"}, status=400)

    async def _connector(self, request: web.Request) -> web.StreamResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        body = await request.json() if request.can_read_body else None
        call = Call(request.method, unquote(request.path.removeprefix("/emea")), body, token)
        begun = body.get("channelData", {}).get("channel", {}).get("id", "") if isinstance(body, dict) else ""
        named, looks = f"{call.method} {call.path} {begun}", call.method == "GET" and "/members/" in call.path
        (self.lookups if looks else self.calls).append(call)
        fault = next((one for one in self.faults if one.only in named and (one.only or not looks)), None)
        if fault is not None:
            self.faults.remove(fault)
            if fault.taken:
                self._answered(call)
            return await self._fail(request, fault)
        if token not in self.issued:
            return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
        return self._answered(call)

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        await asyncio.sleep(fault.delay)
        if fault.after is not None:
            await fault.after.wait()
        if not fault.status and request.transport is not None:
            request.transport.abort()
        if isinstance(fault.body, str):
            return web.Response(status=fault.status or 500, text=fault.body, headers=fault.headers)
        return web.json_response(fault.body, status=fault.status or 500, headers=fault.headers)

    def _answered(self, call: Call) -> web.Response:
        if call.method == "GET":
            who = call.path.rsplit("/", 1)[-1]
            # whoever writes is in the roster; by the directory's id only those are found who are put there
            found = self.members.get(who) or ({"id": who, "userRole": "user"} if who.startswith("29:") else None)
            return (
                web.json_response(found)
                if found
                else web.json_response({"error": {"code": "MemberNotFoundInConversation"}}, status=404)
            )
        if call.method != "POST":
            return self._changed(call)
        self._made += 1
        id = str(self.first + self._made)
        if call.path != "/v3/conversations":
            self.messages[id] = (call.path.split("/")[3], call.body)
            return web.json_response({"id": id}, status=201)
        channel = call.body["channelData"].get("channel", {}).get("id")
        if channel:
            self.messages[id] = (f"{channel};messageid={id}", call.body["activity"])
            return web.json_response({"id": f"{channel};messageid={id}", "activityId": id}, status=201)
        user = call.body["members"][0]["id"]
        return web.json_response({"id": self.chats.setdefault(user, f"a:chat-of-{user}")}, status=201)

    def _reacted(self, call: Call) -> web.Response:
        *_, message, _, name = call.path.split("/")
        stand = self.reactions.setdefault(message, [])
        if call.method == "PUT" and name not in stand:
            stand.append(name)
        elif call.method == "DELETE":
            if name not in stand:
                return web.json_response({}, status=404)
            stand.remove(name)
        return web.json_response({})

    def _changed(self, call: Call) -> web.Response:
        if "/reactions/" in call.path:
            return self._reacted(call)
        id = call.path.rsplit("/", 1)[-1]
        if id in self.messages and call.method == "PUT":
            self.messages[id] = (self.messages[id][0], call.body)
        elif call.method == "DELETE":
            self.messages.pop(id, None)
        return web.json_response({})


def activity(
    kind: str = "message", *, user: str = "29:kari", conversation: str = "a:chat-of-kari", **more: Any
) -> dict[str, Any]:
    """An activity as Teams sends it; `more` adds or replaces fields."""
    where = {"a:": "personal"}.get(conversation[:2], "channel" if "@thread.tacv2" in conversation else "groupChat")
    return {
        "type": kind,
        "id": more.pop("id", uuid4().hex),
        "timestamp": "2026-11-24T10:00:00.1234567Z",
        "channelId": "msteams",
        "from": {"id": user, "name": "Kari Nordmann", "aadObjectId": f"aad-{user}"},
        "recipient": {"id": BOT, "name": "Arena"},
        "locale": "nn-NO",
        "conversation": {"id": conversation, "conversationType": where, "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}, **more.pop("channelData", {})},
        **more,
    }


def mention(user: str = BOT, name: str = "Arena") -> dict[str, Any]:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": user, "name": name}}
