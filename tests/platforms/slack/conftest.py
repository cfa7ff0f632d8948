"""A workspace, the platform that serves it, and a dispatcher that notes what it is given."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.intake.admission_control import AdmissionControl
from bot.platforms import PATIENCE, PlaceChange
from bot.platforms.slack import SlackPlatform
from bot.platforms.slack.user_profiles import UserProfiles
from bot.platforms.slack.workspaces import SingleWorkspace
from bot.settings import SlackSettings as Settings
from handlers.chat.cards import Reply
from handlers.chat.events import Event
from handlers.chat.places import Place
from tests.platforms.slack.payloads import SECRET, encoded, signed
from tests.standins.slack import KARI, SlackStandIn


@dataclass
class Notebook:
    """A `Dispatch` that keeps every event and answers with what the test says."""

    events: list[Event] = field(default_factory=list)
    answer: Callable[[Any], Awaitable[Reply | None] | Reply | None] = lambda _: None
    #: clicks that open a form
    forms: set[str] = field(default_factory=set)
    #: (channel, message) of what the bot posted
    posted: set[tuple[str, str]] = field(default_factory=set)
    #: shared channel -> the workspace by which it is known
    shared: dict[str, str] = field(default_factory=dict)
    places: dict[Place, dict[str, Any]] = field(default_factory=dict)
    #: messages whose card was replaced by an answer
    replaced: list[tuple[Place, str]] = field(default_factory=list)
    #: answers that somebody has been shown
    shown: list[Reply] = field(default_factory=list)
    spoken: str = "nb"
    #: payloads that were refused for their shape
    unreadable: int = 0
    admission: AdmissionControl = field(default_factory=AdmissionControl)

    async def __call__(self, event: Event, *, patience: float = PATIENCE) -> Reply | None:
        self.events.append(event)
        reply = self.answer(event)
        return await reply if asyncio.iscoroutine(reply) else reply

    def is_form_button(self, name: str) -> bool:
        return name in self.forms

    def validate_capacity(self) -> None:
        self.admission.refuse_overload()

    def admit_event(self, id: str, kind: str = "Event") -> AbstractContextManager[None]:
        return self.admission.admit_once(id)

    def count_unreadable_event(self) -> None:
        self.unreadable += 1

    def confirm_shown_answer(self, reply: Reply | None) -> None:
        self.shown += [] if reply is None else [reply]

    async def find_room_workspace(self, place: Place) -> str:
        return self.shared.get(place.channel, "")

    async def is_bot_message(self, place: Place, message: str) -> bool:
        return (place.channel, message) in self.posted

    async def remember_place(self, place: Place, data: Mapping[str, Any]) -> None:
        self.places[place] = dict(data)

    async def change_places(self, changes: Mapping[Place, PlaceChange]) -> dict[Place, dict[str, Any]]:
        raise AssertionError("Slack tells the place itself")

    async def recall_place(self, place: Place) -> dict[str, Any] | None:
        return self.places.get(place)

    def get_time(self) -> datetime:
        return datetime.now(UTC)

    async def repeat_overlapping_redraw(self, place: Place, message: str, since: datetime) -> None:
        self.replaced.append((place, message))

    async def resolve_sender_language(self, _: Event) -> str:
        return self.spoken

    def slowly(self, reply: Reply | None) -> asyncio.Event:
        """Answer with this, but only once the test says so."""
        go_on = asyncio.Event()

        async def later() -> Reply | None:
            await go_on.wait()
            return reply

        self.answer = lambda _: later()
        return go_on


@dataclass
class Desk:
    """Everything a test about Slack needs."""

    api: SlackStandIn
    slack: SlackPlatform
    dispatch: Notebook
    http: TestClient

    @property
    def people(self) -> UserProfiles:
        assert isinstance(self.slack._workspaces, SingleWorkspace)
        return self.slack._workspaces.workspace.people

    async def deliver(self, payload: dict[str, Any]) -> ClientResponse:
        """As Slack does: signed, to the one route."""
        body, content_type = encoded(payload)
        return await self.http.post("/slack/events", data=body, headers=signed(body, content_type=content_type))

    async def event(self, payload: dict[str, Any]) -> Any:
        """The event this became, None if none."""
        before = len(self.dispatch.events)
        answer = await self.deliver(payload)
        assert answer.status == 200, answer.status
        new = self.dispatch.events[before:]
        return new[-1] if new else None

    async def answer(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The body Slack gets back."""
        response = await self.deliver(payload)
        assert response.status == 200, response.status
        return json.loads(await response.text() or "{}")


@pytest.fixture
async def workspace() -> AsyncIterator[SlackStandIn]:
    async with SlackStandIn() as api:
        yield api


@pytest.fixture
async def desk(workspace: SlackStandIn) -> AsyncIterator[Desk]:
    async with serving(workspace) as found:
        yield found


@asynccontextmanager
async def serving(workspace: SlackStandIn) -> AsyncIterator[Desk]:
    """The platform behind its HTTP route."""
    slack = SlackPlatform(Settings("xoxb-test", SECRET, "", workspace.api_url), arena_name="Arena", language="nb")
    dispatch = Notebook()
    await slack.open_sessions(dispatch, listen=True)
    app = web.Application()
    app.add_routes(slack.list_routes())
    async with TestClient(TestServer(app)) as http:
        desk = Desk(workspace, slack, dispatch, http)
        # everybody's name is read ahead, so that what is tested does not wait for it
        await workspace.until(lambda: desk.people.find_cached_name(KARI))
        yield desk
    await slack.close_sessions()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack is answered after a tenth of a second instead of two."""
    monkeypatch.setattr("bot.platforms.slack.responder.ACK_WITHIN", 0.1)
