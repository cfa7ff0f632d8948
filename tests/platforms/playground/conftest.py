"""The playground with a few members, a page of each of them, and a dispatcher that notes what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from weakref import WeakSet

import pytest
from aiohttp import ClientResponse, ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.platforms import OPEN, PATIENCE, PlaceChange
from bot.platforms.playground import PlaygroundPlatform
from handlers.chat.cards import Reply
from handlers.chat.events import Event
from handlers.chat.places import Place
from handlers.chat.turn import Arena
from storage.directory.people import GUEST, MEMBER, SECRETARIAT, Account, Person
from storage.directory.rooms import Room
from storage.kit.database import Database

MEMBERS = (
    ("kari", "Kari Eksempel", "nb", MEMBER),
    ("olav", "Olav Døme", "nn", MEMBER),
    ("marit", "Marit Bransje", "nb", SECRETARIAT),
    ("nils", "Nils Gjest", "nb", GUEST),
)
_ids = count(1)


@dataclass
class Notebook:
    """A `Dispatch` that keeps every event and answers with what the test says."""

    database: Database
    events: list[Event] = field(default_factory=list)
    answer: Callable[[Any], Reply | None] = lambda _: None
    posted: set[str] = field(default_factory=set)

    async def __call__(self, event: Event, *, patience: float = PATIENCE) -> Reply | None:
        self.events.append(event)
        return self.answer(event)

    def is_form_button(self, name: str) -> bool:
        return False

    async def is_bot_message(self, place: Place, message: str) -> bool:
        return message in self.posted

    async def remember_place(self, place: Place, data: Mapping[str, Any]) -> None: ...

    async def change_places(self, changes: Mapping[Place, PlaceChange]) -> dict[Place, dict[str, Any]]:
        raise AssertionError("the page has no places to remember")

    async def recall_place(self, place: Place) -> dict[str, Any] | None:
        return None

    async def resolve_sender_language(self, event: Event) -> str:
        return "nb"

    @property
    def last(self) -> Any:
        return self.events[-1]


@dataclass
class Page:
    """The page as one member has it open."""

    client: TestClient[web.Request, web.Application]
    user: str

    @property
    def origin(self) -> str:
        return f"http://{self.client.host}:{self.client.port}"

    async def post(self, action: str, data: dict[str, Any], headers: Mapping[str, str] | None = None) -> ClientResponse:
        sent = {"Origin": self.origin, **(headers or {})}
        return await self.client.post(f"/playground/{action}?as={self.user}", json=data, headers=sent)

    async def do(self, action: str, **data: Any) -> dict[str, Any]:
        response = await self.post(action, {"id": f"action-{next(_ids):06}", **data})
        assert response.status == 200, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer

    async def read(self, what: str, **query: str) -> dict[str, Any]:
        response = await self.client.get(f"/playground/{what}", params={"as": self.user, **query})
        assert response.status == 200, await response.text()
        found: dict[str, Any] = await response.json()
        return found

    async def messages(self, channel: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.read("messages", channel=channel))["messages"]
        return found

    async def texts(self, channel: str) -> list[str]:
        return [message["text"] for message in await self.messages(channel)]

    async def listen(self) -> ClientWebSocketResponse:
        return await self.client.ws_connect(f"/playground/live?as={self.user}", headers={"Origin": self.origin})


@dataclass
class Stage:
    playground: PlaygroundPlatform
    notebook: Notebook
    client: TestClient[web.Request, web.Application]

    def page(self, user: str) -> Page:
        return Page(self.client, user)


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Stage]:
    async with database.begin() as store:
        for user, name, language, role in MEMBERS:
            account = Account(platform="playground", workspace="local", user=user, name=name)
            await store.people.add_person_with_account(Person(name=name, language=language, role=role), account)
        for channel, triage in (("tema-nett", False), ("sekretariat", True)):
            room = Room(platform="playground", workspace="local", channel=channel, language="nb", triage=triage)
            await store.rooms.add(room)
        await store.playground_chat.ensure_channel("kaffepraten")
    playground, notebook = (
        PlaygroundPlatform(database, arena_name="Arena", language="nb", zone=Arena().zone),
        Notebook(database),
    )
    await playground.open_sessions(notebook, listen=True)
    app = web.Application()
    app[OPEN] = WeakSet()
    app.add_routes(playground.list_routes())
    async with TestClient(TestServer(app)) as client:
        yield Stage(playground, notebook, client)
        await playground.close_sessions()


@pytest.fixture
def kari(stage: Stage) -> Page:
    return stage.page("kari")


@pytest.fixture
def olav(stage: Stage) -> Page:
    return stage.page("olav")


@pytest.fixture
def notebook(stage: Stage) -> Notebook:
    return stage.notebook
