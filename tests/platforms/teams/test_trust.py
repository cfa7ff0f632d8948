"""Who is believed: forged, stale and misdirected requests have no effect, and the token goes nowhere else."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from structlog.testing import capture_logs

from bot.platforms import PermanentError
from bot.platforms.teams.allowed_hosts import AllowedServiceUrls
from bot.platforms.teams.inbound_tokens import LEEWAY, InboundTokenVerifier, RequestDenied, SigningKeys
from handlers.chat.cards import Card, Text
from handlers.chat.places import Place
from tests.standins.teams import APP, ISSUER, TENANT, Key, activity

NOW = int(time.time())
STRANGER = Key(alone=True)


def part(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def unsigned(microsoft, algorithm: str) -> str:
    claims = {"iss": ISSUER, "aud": APP, "serviceurl": microsoft.service_url, "exp": NOW + 3600}
    return f"{part({'alg': algorithm, 'kid': microsoft.keys[0].kid})}.{part(claims)}"


def with_public_key_as_secret(microsoft) -> str:
    public = microsoft.keys[0].private.public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    body = unsigned(microsoft, "HS256")
    mark = base64.urlsafe_b64encode(hmac.new(pem, body.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return f"Bearer {body}.{mark}"


def endorsed_for_another_channel(microsoft) -> str:
    key = Key(endorsements=["webchat"])
    microsoft.keys.insert(0, key)
    return microsoft.bearer(key=key)


def not_endorsed(microsoft) -> str:
    """By a key that Microsoft publishes without saying for which channel."""
    key = Key()
    key.published = lambda: {  # type: ignore[method-assign] - as for keys of other services
        name: value for name, value in Key.published(key).items() if name != "endorsements"
    }
    microsoft.keys.insert(0, key)
    return microsoft.bearer(key=key)


def endorsed_for_nothing(microsoft) -> str:
    key = Key(endorsements=[])
    microsoft.keys.insert(0, key)
    return microsoft.bearer(key=key)


def tampered(microsoft) -> str:
    head, claims, mark = microsoft.bearer().split(".")
    data = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return f"{head}.{part(data | {'aud': APP, 'exp': NOW + 99999})}.{mark}"


def with_other_algorithm(microsoft, algorithm: str) -> str:
    claims = {"iss": ISSUER, "aud": APP, "serviceurl": microsoft.service_url, "exp": NOW + 3600}
    key = microsoft.keys[0]
    return "Bearer " + jwt.encode(claims, key.private, algorithm, headers={"kid": key.kid})


FORGED: dict[str, Callable[[Any], str | None]] = {
    "no header": lambda _: None,
    "nothing after the scheme": lambda _: "Bearer ",
    "basic": lambda _: "Basic a2FyaTpwYXNz",
    "lower-case scheme": lambda m: m.bearer().replace("Bearer", "bearer"),
    "garbage": lambda _: "Bearer abc.def.ghi",
    "one part": lambda _: "Bearer abcdef",
    "five parts": lambda _: "Bearer a.b.c.d.e",
    "not ascii": lambda _: "Bearer æøå.æøå.æøå",
    "a header of brackets": lambda _: "Bearer " + base64.urlsafe_b64encode(b"[" * 4000).decode() + ".e30.AA",
    "expired": lambda m: m.bearer(nbf=NOW - 7200, exp=NOW - 3600),
    "not yet valid": lambda m: m.bearer(nbf=NOW + 3600, exp=NOW + 7200),
    "issued in the future": lambda m: m.bearer(iat=NOW + 3600),
    "for another bot": lambda m: m.bearer(aud="11111111-1111-4111-8111-111111111111"),
    "for several bots": lambda m: m.bearer(aud=[APP, "11111111-1111-4111-8111-111111111111"]),
    "from another issuer": lambda m: m.bearer(iss="https://evil.example"),
    "from the emulator": lambda m: m.bearer(
        iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", appid=APP
    ),
    "from another cloud": lambda m: m.bearer(iss="https://api.botframework.us"),
    "without issuer": lambda m: m.bearer(iss=None),
    "without audience": lambda m: m.bearer(aud=None),
    "without end": lambda m: m.bearer(exp=None),
    "without service URL": lambda m: m.bearer(serviceurl=None),
    "for another service URL": lambda m: m.bearer(serviceurl="https://smba.trafficmanager.net/emea/"),
    "signed by a stranger under a known key id": lambda m: m.bearer(key=STRANGER, headers={"kid": m.keys[0].kid}),
    "signed by a stranger": lambda m: m.bearer(key=STRANGER),
    "without key id": lambda m: m.bearer(headers={"kid": None}),
    "key id that is no text": lambda _: f"Bearer {part({'alg': 'RS256', 'kid': 7})}.{part({})}.AA",
    "brings its own key": lambda m: m.bearer(
        key=STRANGER, headers={"jwk": STRANGER.published(), "jku": "https://evil.example"}
    ),
    "no algorithm": lambda m: f"Bearer {unsigned(m, 'none')}.",
    "public key as a shared secret": with_public_key_as_secret,
    "RS512": lambda m: with_other_algorithm(m, "RS512"),
    "PS256": lambda m: with_other_algorithm(m, "PS256"),
    "endorsed for another channel": endorsed_for_another_channel,
    "endorsed for nothing": endorsed_for_nothing,
    "not endorsed": not_endorsed,
    "claims changed after signing": tampered,
    "end that is no number": lambda m: m.bearer(exp="tomorrow"),
}


@pytest.mark.parametrize("kind", FORGED)
async def test_a_forged_token_is_refused_and_has_no_effect(door, desk, microsoft, kind) -> None:
    status, _ = await door.send(activity(text="hei"), bearer=FORGED[kind](microsoft))
    assert status in (401, 403)
    assert desk.events == []
    assert desk.memory == {}
    assert microsoft.calls == []


async def test_a_host_that_is_not_known_is_named_in_the_log(door, microsoft) -> None:
    """Microsoft may serve a tenant from a new one: then the operator has to let it in."""
    moved = "https://smba.example.com/emea/"
    with capture_logs() as lines:
        status, _ = await door.send(activity(text="hei", serviceUrl=moved), bearer=microsoft.bearer(serviceurl=moved))
    assert status == 403
    assert [line["why"] for line in lines if line["event"] == "request refused"] == [
        "service URL not allowed: smba.example.com is neither Microsoft's nor in TEAMS_SERVICE_URLS"
    ]


async def test_a_token_in_order_is_accepted_also_with_clocks_apart(door, desk, microsoft) -> None:
    now = int(time.time())  # not NOW: these are close to the edge, and the tests before may have taken minutes
    for bearer in (microsoft.bearer(), microsoft.bearer(exp=now - 200), microsoft.bearer(nbf=now + 200)):
        assert (await door.send(activity(text="hei"), bearer=bearer))[0] == 202
    assert len(desk.events) == 3


async def test_keys_are_read_once_and_again_when_microsoft_changes_them(microsoft, settings) -> None:
    import aiohttp

    now = [1000.0]
    async with aiohttp.ClientSession() as session:
        inbound = InboundTokenVerifier(settings, SigningKeys(session, microsoft.openid_url, clock=lambda: now[0]))
        for _ in range(5):
            await inbound.verify_bearer_token(microsoft.bearer())
        assert microsoft.key_reads == 1
        microsoft.keys[:] = [Key()]
        with pytest.raises(RequestDenied) as unknown:
            await inbound.verify_bearer_token(microsoft.bearer())
        assert unknown.value.status == 401
        assert microsoft.key_reads == 1
        now[0] += 61
        await inbound.verify_bearer_token(microsoft.bearer())
        assert microsoft.key_reads == 2


async def test_a_token_that_was_believed_is_checked_anew_after_a_minute(microsoft, settings) -> None:
    import aiohttp

    now = [0.0]
    async with aiohttp.ClientSession() as session:
        keys = SigningKeys(session, microsoft.openid_url, clock=lambda: now[0])
        inbound = InboundTokenVerifier(settings, keys, clock=lambda: now[0])
        bearer = microsoft.bearer()
        assert await inbound.verify_bearer_token(bearer) == await inbound.verify_bearer_token(bearer)
        microsoft.keys[:] = [Key()]  # the old one is withdrawn
        now[0] = 59
        assert await inbound.verify_bearer_token(bearer)
        now[0] = 24 * 3600 + 1
        with pytest.raises(RequestDenied):
            await inbound.verify_bearer_token(bearer)


async def test_a_token_that_was_believed_is_refused_once_it_has_expired(microsoft, settings) -> None:
    """Though it was checked less than a minute ago."""
    import aiohttp

    async with aiohttp.ClientSession() as session:
        inbound = InboundTokenVerifier(settings, SigningKeys(session, microsoft.openid_url))
        await inbound.keys.prefetch_signing_keys()
        expires = int(time.time()) - LEEWAY + 4
        bearer = microsoft.bearer(exp=expires)
        await inbound.verify_bearer_token(bearer)
        await asyncio.sleep(expires + LEEWAY - time.time() + 0.1)
        with pytest.raises(RequestDenied):
            await inbound.verify_bearer_token(bearer)


async def test_unknown_keys_make_microsoft_be_asked_at_most_once_a_minute(door, microsoft) -> None:
    await asyncio.gather(*(door.send(activity(text="hei"), bearer=microsoft.bearer(key=STRANGER)) for _ in range(20)))
    assert microsoft.metadata_reads == microsoft.key_reads == 1


async def test_a_request_that_cannot_be_judged_has_no_effect_and_may_come_again(microsoft, settings) -> None:
    import aiohttp

    now = [1000.0]
    async with aiohttp.ClientSession() as session:
        inbound = InboundTokenVerifier(settings, SigningKeys(session, microsoft.openid_url, clock=lambda: now[0]))
        microsoft.metadata_down = True
        with pytest.raises(RequestDenied) as refused:
            await inbound.verify_bearer_token(microsoft.bearer())
        assert refused.value.status == 503
        microsoft.metadata_down = False
        now[0] += 6
        assert (await inbound.verify_bearer_token(microsoft.bearer()))["aud"] == APP


async def test_known_keys_stay_good_while_the_metadata_is_away(microsoft, settings) -> None:
    import aiohttp

    now = [1000.0]
    async with aiohttp.ClientSession() as session:
        inbound = InboundTokenVerifier(settings, SigningKeys(session, microsoft.openid_url, clock=lambda: now[0]))
        await inbound.verify_bearer_token(microsoft.bearer())
        microsoft.metadata_down = True
        now[0] += 25 * 3600
        assert (await inbound.verify_bearer_token(microsoft.bearer()))["aud"] == APP


@pytest.mark.parametrize(
    ("body", "how", "status"),
    [
        (b"{", {}, 400),
        (b"", {}, 400),
        (b"[]", {}, 400),
        (b"null", {}, 400),
        (b'"hei"', {}, 400),
        (b"[" * 400_000, {}, 400),
        (b'{"type":"message","conversation":{"id":"a:1"},"from":' + b'{"a":' * 50_000, {}, 400),
        (b'\xff\xfe{"type":"message"}', {}, 400),
        (b'{"type":"message"}', {"content_type": "text/plain"}, 415),
        (b"a=b", {"content_type": "application/x-www-form-urlencoded"}, 415),
        (b" " * (512 * 1024 + 1), {}, 413),
        (b"not zipped", {"headers": {"Content-Encoding": "gzip"}}, 400),
    ],
)
async def test_a_malformed_request_is_the_senders_mistake(door, desk, body, how, status) -> None:
    assert (await door.raw(body, **how))[0] == status
    assert desk.events == []


HOSTILE: list[dict[str, Any]] = [
    {"type": 7},
    {"type": None},
    {"conversation": None},
    {"conversation": {}},
    {"conversation": []},
    {"conversation": {"id": 5}},
    {"conversation": {"id": ""}},
    {"from": None},
    {"from": {}},
    {"from": {"id": None}},
    {"from": "29:kari"},
    {"id": 5},
    {"id": ""},
    {"text": {"a": 1}},
    {"text": 5},
    {"entities": "x"},
    {"entities": [1]},
    {"entities": [None]},
    {"entities": {"a": 1}},
    {"channelData": []},
    {"channelData": None},
    {"channelData": {"tenant": "x"}},
    {"channelData": {"tenant": {"id": 5}}},
    {"timestamp": "yesterday"},
    {"membersAdded": "x"},
    {"membersAdded": [1]},
    {"reactionsAdded": [5]},
    {"recipient": []},
    {"serviceUrl": None},
    {"serviceUrl": 5},
    {"serviceUrl": ["https://smba.trafficmanager.net"]},
    {"locale": {}},
    {"name": 4},
    {"replyToId": 4},
    {"channelId": "webchat"},
    {"channelId": None},
]


@pytest.mark.parametrize("wrong", HOSTILE, ids=json.dumps)
async def test_a_field_of_the_wrong_kind_is_refused(door, desk, wrong) -> None:
    status, _ = await door.send(activity(text="hei") | wrong)
    assert status in (400, 403)
    assert desk.events == []


@pytest.mark.parametrize(
    "odd",
    [
        {"entities": [{}]},
        {"entities": [{"type": "mention"}]},
        {"entities": [{"type": "mention", "mentioned": 5, "text": {}}]},
        {"entities": [{"type": "mention", "mentioned": {"id": []}, "text": "<at>"}]},
        {"value": 5},
        {"value": ["x"]},
        {"value": {"do": 5}},
        {"text": None},
        {"text": "\u0000"},
        {"attachments": "x"},
        {"recipient": None},
        {"channelData": {"tenant": {"id": TENANT}, "team": 5, "eventType": {}}},
        {"unknown": {"deep": [[[]]]}},
    ],
    ids=str,
)
async def test_odd_but_harmless_activities_are_accepted(door, odd) -> None:
    for kind in (
        "message",
        "messageUpdate",
        "messageDelete",
        "messageReaction",
        "conversationUpdate",
        "installationUpdate",
        "typing",
        "event",
        "endOfConversation",
        "new",
    ):
        assert (await door.send(activity(kind) | odd))[0] == 202


async def test_a_character_that_no_database_keeps_is_left_out(door, desk) -> None:
    await door.send(activity(text="a\u0000b \\u0000"))
    assert desk.events[0].text == "ab \\u0000"


async def test_without_a_tenant_nothing_comes_in(door, desk) -> None:
    for data in ({"tenant": {}}, {"tenant": None}):
        assert (await door.send(activity(text="hei", channelData=data)))[0] == 403
    assert desk.events == []


HOSTILE_URLS = [
    "http://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evil.example/smba.trafficmanager.net",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example#smba.trafficmanager.net",
    "https://evil.example?smba.trafficmanager.net",
    "https://user:pass@smba.trafficmanager.net/",
    "https://@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:444/",
    "https://smba.trafficmanager.net:80/",
    "https://smba.trafficmanager.net:99999/",
    "https://smba.trafficmanager.net:x/",
    "https://smba.trafficmanager.net./",
    "https://smba.trafficmanager.net%2eevil.example/",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://smba.trafficmanager.net\t.evil.example/",
    "https://smba.trafficmanager.net\n/",
    " https://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/ ",
    "https://smba.trafficmanager.net/../v3",
    "https://smba.trafficmanager.net/%2e%2e/",
    "https://xn--smba-0na.trafficmanager.net/",
    "https://ѕmba.trafficmanager.net/",
    "https://evil.trafficmanager.net/",
    "https://trafficmanager.net/",
    "https://169.254.169.254/metadata/identity/oauth2/token",
    "http://169.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "https://2852039166/",
    "https://0x7f.1/",
    "http://localhost:22/",
    "http://127.0.0.1:1/emea/",
    "http://[::1]/",
    "file:///etc/passwd",
    "ftp://smba.trafficmanager.net/",
    "gopher://smba.trafficmanager.net/",
    "//smba.trafficmanager.net/",
    "smba.trafficmanager.net",
    "https:smba.trafficmanager.net",
    "https:///smba.trafficmanager.net",
    "javascript:alert(1)",
    "",
    "https://",
    "https://smba.trafficmanager.net/?x=https://evil.example",
    "https://smba.trafficmanager.net/#x",
    "https://smba.trafficmanager.net/" + "a" * 600,
    "HTTPS://EVIL.EXAMPLE/",
    "https://botframework.com/",
    "https://smba.infra.gcc.teams.microsoft.com.evil.example/",
]


@pytest.mark.parametrize("url", HOSTILE_URLS)
async def test_a_hostile_service_url_gets_no_request(door, desk, microsoft, teams, url) -> None:
    status, _ = await door.send(activity(text="hei", serviceUrl=url), bearer=microsoft.bearer(serviceurl=url))
    assert status in (400, 403)
    place = Place("teams", TENANT, "19:x@thread.tacv2")
    desk.memory[place] = {"service": url}
    if url:
        with pytest.raises(PermanentError):
            await teams.send(place, Card("x", (Text("y"),)), key="k")
    assert desk.events == []
    assert microsoft.calls == []
    assert microsoft.token_requests == []


def test_there_are_enough_hostile_urls_and_microsofts_own_are_allowed() -> None:
    assert len(HOSTILE_URLS) >= 40
    allowed = AllowedServiceUrls()
    for url in (
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/emea/99999999-8888-4777-8666-555555555555/",
        "https://smba.trafficmanager.net:443/no/",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
        "https://smba.infra.gov.teams.microsoft.us/",
        "https://smba.infra.dod.teams.microsoft.us/",
    ):
        assert allowed.is_allowed_url(url), url


def test_a_prefix_matches_whole_hosts_ports_and_segments() -> None:
    urls = AllowedServiceUrls(("http://127.0.0.1:3978/emea", "https://proxy.example.no/teams/"))
    assert urls.is_allowed_url("http://127.0.0.1:3978/emea/")
    assert urls.is_allowed_url("http://127.0.0.1:3978/emea")
    assert urls.is_allowed_url("https://proxy.example.no/teams/v3")
    assert not urls.is_allowed_url("https://proxy.example.no/teamsters/")
    for url in (
        "http://127.0.0.1:39781/emea/",
        "http://127.0.0.1/emea/",
        "http://127.0.0.1:3978/emeax/",
        "https://127.0.0.1:3978/emea/",
        "https://proxy.example.no:8443/teams/",
    ):
        assert not urls.is_allowed_url(url), url
    assert AllowedServiceUrls(("http://127.0.0.1",)).is_allowed_url("http://127.0.0.1:40123/emea/")
    assert urls.unusable == {}


@pytest.mark.parametrize(
    "prefix",
    ["http://proxy.example.no/", "https://10.0.0.7/teams/", "http://127.0.0.1:port/", "proxy.example.no", "https:///"],
)
def test_a_prefix_that_nothing_may_be_sent_to_lets_nothing_in(prefix: str) -> None:
    urls = AllowedServiceUrls((prefix,))
    assert list(urls.unusable) == [prefix]
    assert not urls.is_allowed_url(prefix)
    assert not urls.is_allowed_url(f"{prefix}emea/")


async def test_a_redirect_is_not_followed_with_the_token(teams, desk, microsoft) -> None:
    from bot.platforms import TemporaryError
    from tests.standins.teams import CHANNEL, Fault

    place = Place("teams", TENANT, CHANNEL)
    desk.memory[place] = {"service": microsoft.service_url}
    microsoft.faults.append(Fault(307, {}, {"Location": f"{microsoft.url}/elsewhere"}))
    with pytest.raises(TemporaryError):
        await teams.send(place, Card("x"), key="k")
    assert len(microsoft.calls) == 1


async def test_unsigned_activities_are_accepted_only_when_anonymous(settings, tenants, desk, microsoft) -> None:
    from dataclasses import replace

    import aiohttp
    from aiohttp import web

    from bot.platforms.teams import TeamsPlatform
    from storage.directory.tenants import TenantAllowList

    platform = TeamsPlatform(
        replace(settings, anonymous=True, app_id="", app_password="", allowed_tenants=()),
        TenantAllowList(tenants.database, "teams", ()),
        arena_name="Arena",
        language="nb",
    )
    await platform.open_sessions(desk, listen=True)
    app = web.Application()
    app.add_routes(platform.list_routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    async with aiohttp.ClientSession() as http:
        sent = activity(text="hei", serviceUrl=microsoft.service_url)
        async with http.post(
            url, data=msgspec.json.encode(sent), headers={"Content-Type": "application/json"}
        ) as answer:
            assert answer.status == 202
        for method in ("GET", "HEAD"):
            async with http.request(method, url) as answer:
                assert answer.status == 200
    await runner.cleanup()
    await platform.close_sessions()
    assert len(desk.events) == 1
