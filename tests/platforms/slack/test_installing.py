"""Slack in many workspaces: installed by a browser, each with its own token, people and end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.client_addresses import TRUSTED
from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack import SlackPlatform
from bot.runtime.address_ranges import parse_networks
from bot.settings import SlackSettings as Settings
from handlers.chat.cards import Card
from handlers.chat.events import Installed, Message, Uninstalled
from handlers.chat.places import Place
from storage.directory.installation_stores import WorkspaceInstallations
from storage.kit.database import Database
from tests.patience import BOUND
from tests.platforms.slack import payloads
from tests.platforms.slack.conftest import Notebook
from tests.standins import slack as standin
from tests.standins.slack import CLIENT, CLIENT_SECRET, GUEST, KARI, OLA, SCOPES, Failure, House, SlackStandIn

NORTH, SOUTH = House("T1", "Nord", "U0NORTH"), House("T2", "Sor", "U0SOUTH")
ORGANISATION = House("E1", "Konsern", "W0BOT")
SECRET = "s" * 32
BASE = "https://arena.example.org"


@dataclass
class Door:
    """A bot that may be installed, and a browser in front of it."""

    api: SlackStandIn
    slack: SlackPlatform
    installs: WorkspaceInstallations
    http: TestClient
    dispatch: Notebook = field(default_factory=Notebook)

    async def begin(self) -> tuple[str, str]:
        """State and cookie."""
        answer = await self.http.get("/slack/install", allow_redirects=False)
        assert answer.status == 302, await answer.text()
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        return query["state"][0], answer.headers["Set-Cookie"].split(";")[0]

    async def back(self, cookie: str = "", **query: str) -> ClientResponse:
        """As Slack sends the browser back. The cookie is only for https, so it is carried by hand."""
        headers = {"Cookie": cookie} if cookie else {}
        return await self.http.get("/slack/oauth_redirect", params=query, headers=headers)

    async def install(self, house: House, token: str, *, installer: str = KARI) -> ClientResponse:
        state, cookie = await self.begin()
        return await self.back(cookie, state=state, code=self.api.allow(house, token, installer=installer))

    async def deliver(self, payload: dict[str, Any]) -> Any:
        """The event this became, None if none."""
        before = len(self.dispatch.events)
        body, content_type = payloads.encoded(payload)
        headers = payloads.signed(body, content_type=content_type)
        answer = await self.http.post("/slack/events", data=body, headers=headers)
        assert answer.status == 200, answer.status
        await self.slack._background.finish_background_tasks(BOUND)
        new = self.dispatch.events[before:]
        return new[-1] if new else None


@asynccontextmanager
async def opened(
    workspace: SlackStandIn, url: str, *, listen: bool = True, secret: str = SECRET
) -> AsyncIterator[Door]:
    """Another process on the same database, if it is opened twice."""
    settings = Settings(
        "", payloads.SECRET, "", workspace.api_url, CLIENT, CLIENT_SECRET, redirect_url=f"{BASE}/slack/oauth_redirect"
    )
    database = Database(url)
    installs = WorkspaceInstallations(database, CLIENT, (secret,))
    slack = SlackPlatform(settings, arena_name="Arena", language="en", installs=installs)
    dispatch = Notebook()
    await slack.open_sessions(dispatch, listen=listen)
    app = web.Application()
    app[TRUSTED] = parse_networks(["127.0.0.0/8"])
    app.add_routes(slack.list_routes())
    async with TestClient(TestServer(app)) as http:
        yield Door(workspace, slack, installs, http, dispatch)
    await slack.close_sessions()
    await database.close()


@pytest.fixture
async def door(workspace: SlackStandIn, sqlite_url: str) -> AsyncIterator[Door]:
    async with opened(workspace, sqlite_url) as found:
        yield found


def of(house: House, payload: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The payload as it comes from this house."""
    authorization = {
        "team_id": None if house.whole else house.team,
        "enterprise_id": house.team if house.whole else house.enterprise,
        "user_id": house.bot,
        "is_bot": True,
        "is_enterprise_install": house.whole,
    }
    team = fields.pop("team", "T0OWN" if house.whole else house.team)
    return payload | {"team_id": team, "authorizations": [authorization]} | fields


def mention(house: House, text: str = "hei", **fields: Any) -> dict[str, Any]:
    return of(house, payloads.message(f"<@{house.bot}> {text}", kind="app_mention", **fields))


async def test_the_way_to_slack_and_back(door: Door) -> None:
    answer = await door.http.get("/slack/install", allow_redirects=False)
    link = urlsplit(answer.headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(link.query).items()}
    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://slack.com/oauth/v2/authorize"
    assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT, f"{BASE}/slack/oauth_redirect")
    assert set(asked["scope"].split(",")) == set(SCOPES.split(","))
    assert "user_scope" not in asked, "of people it asks for nothing"
    cookie = answer.headers["Set-Cookie"].lower()
    assert all(word in cookie for word in ("httponly", "secure", "samesite=lax", asked["state"]))

    answer = await door.install(NORTH, "xoxb-north")
    page = await answer.text()
    assert answer.status == 200
    assert "Arena is installed in Nord" in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "img-src 'self'" in answer.headers["Content-Security-Policy"], "its icon"
    assert "https://slack.com/app_redirect?app=A1&amp;team=T1" in page
    assert "xoxb" not in page


async def test_who_installed_it_is_told_by_an_event(door: Door) -> None:
    await door.install(NORTH, "xoxb-north")
    (event,) = door.dispatch.events
    assert isinstance(event, Installed)
    assert (event.sender.user, event.sender.name, event.sender.workspace) == (KARI, "Kari Nordmann", "T1")
    assert (event.place, event.workspace_name) == (Place("slack", "T1"), "Nord")
    assert event.reply_to in door.dispatch.places, "the first look at the chat brings no second welcome"


async def test_two_workspaces_do_not_mix(door: Door, workspace: SlackStandIn) -> None:
    for house, token in ((NORTH, "xoxb-north"), (SOUTH, "xoxb-south")):
        await door.install(house, token)
    workspace.calls.clear()
    north, south = await door.deliver(mention(NORTH)), await door.deliver(mention(SOUTH, user=OLA))
    assert (north.place.workspace, north.text, north.id) == ("T1", "hei", "slack:T1:C1:100.000001")
    assert (south.place.workspace, south.text, south.id) == ("T2", "hei", "slack:T2:C1:100.000001")
    for place in (Place("slack", "T1", "C1"), Place("slack", "T2", "C2")):
        await door.slack.send(place, Card("Hei"), key=place.channel)
    assert [call["channel"] for call in workspace.called("chat.postMessage", "xoxb-north")] == ["C1"]
    assert [call["channel"] for call in workspace.called("chat.postMessage", "xoxb-south")] == ["C2"]
    sent = await door.slack.send(Place("slack", "T2", "C2"), Card("Hei"), key="link")
    assert sent.link.startswith("https://sor.slack.com/archives/C2/")


async def test_somebody_is_looked_up_where_they_wrote(
    door: Door, workspace: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same id may be somebody else elsewhere."""
    monkeypatch.setattr("bot.platforms.slack.user_profiles.AHEAD", 0)
    for house, token in ((NORTH, "xoxb-north"), (SOUTH, "xoxb-south")):
        await door.install(house, token, installer=GUEST)
    workspace.calls.clear()
    await door.deliver(mention(SOUTH, user=OLA))
    assert workspace.called("users.info", "xoxb-south")[0]["user"] == OLA
    assert workspace.called("users.info", "xoxb-north") == []


async def test_what_was_not_begun_in_this_browser_has_no_effect(door: Door, workspace: SlackStandIn) -> None:
    state, cookie = await door.begin()
    other_state, other_cookie = await door.begin()
    code = workspace.allow(NORTH, "xoxb-north")
    assert (await door.back(state=state, code=code)).status == 400
    assert (await door.back(other_cookie, state=state, code=code)).status == 400
    assert (await door.back(cookie, state="guessed", code=code)).status == 400
    assert (await door.back(cookie, code=code)).status == 400
    assert (await door.back("arena-slack-install=guessed", state="guessed", code=code)).status == 400
    assert (await door.back(other_cookie, state=other_state)).status == 400
    assert workspace.called("oauth.v2.access") == []
    assert await door.installs.list_installed_workspaces() == []
    assert door.dispatch.events == []


async def test_what_was_begun_too_long_ago_has_no_effect(
    door: Door, workspace: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door.installs.states, "expiration_seconds", -1)
    answer = await door.install(NORTH, "xoxb-north")
    assert answer.status == 400
    assert "Start again" in await answer.text()
    assert workspace.called("oauth.v2.access") == []


async def test_a_code_and_its_state_are_good_once(door: Door, workspace: SlackStandIn) -> None:
    state, cookie = await door.begin()
    code = workspace.allow(NORTH, "xoxb-north")
    brought = await asyncio.gather(*(door.back(cookie, state=state, code=code) for _ in range(3)))
    assert sorted(answer.status for answer in brought) == [200, 400, 400]
    assert (await door.back(cookie, state=state, code=code)).status == 400
    fresh, cookie = await door.begin()
    assert (await door.back(cookie, state=fresh, code=code)).status == 400, "Slack takes a code once as well"
    assert len(door.dispatch.events) == 1


async def test_who_says_no_in_slack_sees_that_nothing_happened(door: Door) -> None:
    state, cookie = await door.begin()
    answer = await door.back(cookie, state=state, error="access_denied")
    page = await answer.text()
    assert (answer.status, "Nothing was installed" in page, "access_denied" in page) == (200, True, True)
    hostile = await (await door.back(cookie, state=state, error="<script>alert(1)</script>")).text()
    assert "script" not in hostile
    assert await door.installs.list_installed_workspaces() == []


async def test_slack_out_of_reach_is_said_and_nothing_is_kept(door: Door, workspace: SlackStandIn) -> None:
    workspace.fail("oauth.v2.access", Failure(status=502, body="<html>"))
    assert (await door.install(NORTH, "xoxb-north")).status in (400, 503)
    workspace.fail("auth.test", Failure(body="drop"))
    assert (await door.install(NORTH, "xoxb-north")).status == 503
    assert await door.installs.list_installed_workspaces() == []


async def test_whoever_begins_many_installations_keeps_no_administrator_out(door: Door) -> None:
    async def begin(address: str) -> int:
        headers = {"X-Forwarded-For": address}
        return (await door.http.get("/slack/install", allow_redirects=False, headers=headers)).status

    assert [await begin("203.0.113.7") for _ in range(61)] == [302] * 60 + [429]
    assert await begin("198.51.100.9, 203.0.113.7") == 429, "what the client itself writes is not believed"
    assert await begin("198.51.100.9") == 302


async def test_the_door_does_not_fill_the_database(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [await door.http.get("/slack/install", allow_redirects=False) for _ in range(62)]
    assert [answer.status for answer in answers[58:]] == [302, 302, 429, 429]
    head = await door.http.head("/slack/install", allow_redirects=False)
    assert head.status == 405


async def test_where_it_is_not_installed_nothing_is_sent_and_nothing_heard(door: Door, workspace: SlackStandIn) -> None:
    await door.install(NORTH, "xoxb-north")
    with pytest.raises(PermanentError) as refused:
        await door.slack.send(Place("slack", "T9", "C1"), Card("Hei"), key="1")
    assert (refused.value.why, refused.value.gone) == ("not_installed", True)
    with structlog.testing.capture_logs() as logs:
        stranger = House("T9", "Ukjent", "U0X")
        assert await door.deliver(mention(stranger, "hemmelig")) is None
        assert await door.deliver(payloads.command("hemmelig") | {"team_id": "T9"}) is None
        assert await door.deliver(payloads.click("questions.send", "hemmelig") | {"team": {"id": "T9"}}) is None
    assert [line["event"] for line in logs] == ["slack payload dropped: not installed there"] * 3
    assert "hemmelig" not in repr(logs)


async def test_the_end_of_one_is_told_and_the_other_goes_on(door: Door, workspace: SlackStandIn) -> None:
    for house, token in ((NORTH, "xoxb-north"), (SOUTH, "xoxb-south")):
        await door.install(house, token)
    workspace.houses["xoxb-north"] = House(NORTH.team, NORTH.name, NORTH.bot, dead=True)
    revoked = of(NORTH, payloads.event("tokens_revoked", tokens={"oauth": [], "bot": [NORTH.bot]}))
    event = await door.deliver(revoked)
    assert isinstance(event, Uninstalled)
    assert (event.place, event.sender.user) == (Place("slack", "T1"), "")
    with pytest.raises(PermanentError) as refused:
        await door.slack.send(Place("slack", "T1", "C1"), Card("Hei"), key="1")
    assert (refused.value.why, refused.value.gone) == ("not_installed", True)
    assert isinstance(await door.deliver(mention(SOUTH)), Message)


async def test_the_end_of_an_earlier_installation_does_not_end_the_new_one(door: Door, workspace: SlackStandIn) -> None:
    """Slack tells again for an hour, and by then somebody may have installed it anew."""
    await door.install(NORTH, "xoxb-north")
    late = of(NORTH, payloads.event("app_uninstalled"))
    assert await door.deliver(late) is None
    assert await door.deliver(of(NORTH, payloads.event("tokens_revoked", tokens={"oauth": [KARI]}))) is None
    await door.slack.send(Place("slack", "T1", "C1"), Card("Hei"), key="1")
    workspace.fail("auth.test", Failure("internal_error", status=500))
    body, content_type = payloads.encoded(late)
    answer = await door.http.post("/slack/events", data=body, headers=payloads.signed(body, content_type=content_type))
    assert answer.status == 500, "Slack did not say which it is: it tells again"


async def test_a_new_token_is_found_by_the_other_processes(
    door: Door, workspace: SlackStandIn, sqlite_url: str
) -> None:
    place = Place("slack", "T1", "C1")
    async with opened(workspace, sqlite_url, listen=False) as worker:
        with pytest.raises(PermanentError):
            await worker.slack.send(place, Card("Hei"), key="1")
        await door.install(NORTH, "xoxb-north")
        await worker.slack.send(place, Card("Hei"), key="2")
        workspace.houses["xoxb-north"] = House(NORTH.team, NORTH.name, NORTH.bot, dead=True)
        await door.install(NORTH, "xoxb-newer")
        with pytest.raises(TemporaryError):
            await worker.slack.send(place, Card("Hei"), key="3")
        await worker.slack.send(place, Card("Hei"), key="3")
        assert len(workspace.called("chat.postMessage", "xoxb-newer")) == 1


async def test_a_token_that_no_key_opens_waits_for_the_key(
    door: Door, workspace: SlackStandIn, sqlite_url: str
) -> None:
    await door.install(NORTH, "xoxb-north")
    async with opened(workspace, sqlite_url, secret="t" * 32) as other:
        with pytest.raises(TemporaryError):
            await other.slack.send(Place("slack", "T1", "C1"), Card("Hei"), key="1")
        found = {one.what: one for one in await other.slack.check_configuration()}
        assert not found["Slack workspace"].ok
        assert "SECRET_KEY" in found["Slack workspace"].detail


async def test_an_organisation_is_one_workspace_and_its_people_are_no_strangers(
    door: Door, workspace: SlackStandIn
) -> None:
    await door.install(ORGANISATION, "xoxb-whole")
    event = await door.deliver(mention(ORGANISATION, user_team="T0OWN"))
    assert (event.place.workspace, event.sender.workspace, event.sender.guest) == ("E1", "E1", False)
    workspace.fail("users.info", Failure("internal_error", status=500))
    unread = await door.deliver(mention(ORGANISATION, user=OLA, user_team="T0OWN", ts="101.1"))
    assert not unread.sender.guest, "a colleague of somebody known, of whom Slack tells nothing just now"
    click = payloads.click("questions.follow", response_url=workspace.response_url)
    click |= {"team": None, "enterprise": {"id": "E1", "name": "Konsern"}, "is_enterprise_install": True}
    pressed = await door.deliver(click | {"user": {"id": OLA, "name": "ola", "team_id": "T0OWN"}})
    assert (pressed.place.workspace, pressed.sender.guest) == ("E1", False)
    await door.slack.send(Place("slack", "E1", "C1"), Card("Hei"), key="1")
    assert len(workspace.called("chat.postMessage", "xoxb-whole")) == 1
    assert workspace.called("users.list") == [], "an organisation has no list of its own"


async def test_who_comes_over_slack_connect_is_a_guest_where_it_is_installed(
    door: Door, workspace: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = {"real_name": "Eva Ekstern", "team_id": "T7", "is_stranger": True}
    monkeypatch.setitem(standin.PEOPLE, "U7EVA", stranger)
    await door.install(NORTH, "xoxb-north")
    said = await door.deliver(
        of(NORTH, payloads.message(f"<@{NORTH.bot}> hei", user="U7EVA", user_team="T7"), team="T7")
    )
    assert (said.sender.workspace, said.sender.user, said.sender.guest) == ("T1", "U7EVA", True)
    own = await door.deliver(
        of(NORTH, payloads.message(f"<@{NORTH.bot}> hei", source_team="T7", ts="101.1"), team="T7")
    )
    assert (own.sender.user, own.sender.guest) == (KARI, False)
    view = {"type": "modal", "callback_id": "answers.write", "private_metadata": "", "app_installed_team_id": "T1"}
    sent = payloads.submission(view, {}) | {"team": {"id": "T7"}, "user": {"id": "U7EVA", "team_id": "T7"}}
    filled = await door.deliver(sent)
    assert (filled.place.workspace, filled.sender.guest) == ("T1", True)


async def test_a_shared_channel_is_one_room_and_its_people_are_who_they_are_at_home(
    door: Door, workspace: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack tells what is said there by either workspace, sometimes by both."""
    monkeypatch.setitem(standin.PEOPLE, "U8EVA", {"real_name": "Eva Sor", "team_id": "T2"})
    await door.install(NORTH, "xoxb-north")
    await door.install(SOUTH, "xoxb-south")
    door.dispatch.shared["C1"] = "T1"
    door.dispatch.events.clear()
    fields = {"user": "U8EVA", "user_team": "T2", "is_ext_shared_channel": True}
    by_south = mention(SOUTH, "hei", **fields)
    by_north = of(NORTH, payloads.message(f"<@{SOUTH.bot}> hei", kind="app_mention", **fields))
    for payload in (by_south, by_north):
        payload["is_ext_shared_channel"] = True
    first, again = await door.deliver(by_south), await door.deliver(by_north)
    assert first.id == again.id, "said once"
    assert (first.place.workspace, first.text, first.addressed) == ("T1", "hei", True)
    for event in (first, again):
        assert (event.sender.workspace, event.sender.user, event.sender.guest) == ("T2", "U8EVA", False)
        assert event.reply_to == Place("slack", "T2", "C1", user="U8EVA"), "answered by their own workspace"
    pressed = await door.deliver(
        payloads.click("questions.follow", response_url=workspace.response_url)
        | {"team": {"id": "T1"}, "user": {"id": "U8EVA", "name": "eva", "team_id": "T2"}}
    )
    assert (pressed.sender.workspace, pressed.sender.guest) == ("T2", False)
    joined = payloads.event("member_joined_channel", user=SOUTH.bot, channel="C1", inviter="U8EVA")
    assert await door.deliver(of(SOUTH, joined, is_ext_shared_channel=True)) is None, "it is there already"
    left = payloads.event("channel_left", channel="C1", actor_id="U8EVA")
    gone = await door.deliver(of(SOUTH, left, is_ext_shared_channel=True))
    assert gone.place.workspace == "T2", "the other workspace's bot is still there"


async def test_an_organisation_and_one_of_its_workspaces_are_known_by_what_came_first(
    door: Door, workspace: SlackStandIn
) -> None:
    part = House("T0OWN", "Avdeling", "W0BOT", enterprise="E1")
    async with door.installs.database.begin() as store:
        await store.workspaces.ensure_workspace("slack", "E1")
    await door.install(ORGANISATION, "xoxb-whole")
    await door.install(part, "xoxb-part")
    event = await door.deliver(mention(part, user_team="T0OWN"))
    assert (event.place.workspace, event.sender.workspace) == ("E1", "E1")
    async with door.installs.database.begin() as store:
        (await store.workspaces.ensure_workspace("slack", "T0OWN")).created_at -= timedelta(days=1)
    door.slack._workspaces._elders.clear()
    event = await door.deliver(mention(part, user_team="T0OWN", ts="102.1"))
    assert (event.place.workspace, event.sender.guest) == ("T0OWN", False)


async def test_check_names_every_workspace_and_what_it_lacks(door: Door, workspace: SlackStandIn) -> None:
    found = await door.slack.check_configuration()
    assert [(one.what, one.ok) for one in found] == [("Slack installation", True), ("Slack workspaces", True)]
    assert f"{BASE}/slack/install" in found[1].detail
    for house, token in ((NORTH, "xoxb-north"), (SOUTH, "xoxb-south")):
        await door.install(house, token)
    workspace.houses["xoxb-south"] = House(SOUTH.team, SOUTH.name, SOUTH.bot, dead=True)
    _, north, south = await door.slack.check_configuration()
    assert (north.ok, south.ok) == (True, False)
    assert north.detail.startswith("Nord (T1): ")
    assert south.detail == "Sor (T2): install the bot again."
    workspace.scopes = "chat:write"
    assert "im:history" in (await door.slack.check_configuration())[1].detail
