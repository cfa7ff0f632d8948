"""A network of three houses, each with a room that carries the grid, one room of nobody's, and the secretariat's."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest

from storage.kit.database import Database
from storage.questions.questions import Question
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.houses import house_of, houses

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def database(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    """Which engine it is matters where reach is asked of it, in the tests of storage."""
    opened = Database(sqlite_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    for code in ("alfa", "beta", "gamma"):
        await house_of(database, await talk.carries(code, "nett"), code)
    await talk.carries("common", "nett")
    await talk.carries("desk", triage=True)
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="alfa", contact=True)


async def asks(talk: Conversation, who: Someone, text: str = GRID, **values: str | tuple[str, ...]) -> Question:
    """By the form; organisations by their codes."""
    chosen = await houses(talk.database, *codes) if (codes := values.pop("organisations", ())) else []
    form = await who.does("questions.write")
    reply = await who.submits(form, text=text, topic="nett", organisations=tuple(map(str, chosen)), **values)
    if reply.card is not None and any(button.do == "questions.ask_anyway" for button in reply.card.list_buttons()):
        await who.clicks(reply, "Ask anyway")
    async with talk.database.read() as store:
        return (await store.questions.list_questions_asked_by(who.person_id))[0]


def whole(*posts: Post) -> str:
    """All that the messages say, with whom they quote."""
    return msgspec.json.encode([post.card for post in posts]).decode()


def where(talk: Conversation) -> set[str]:
    """The rooms in which a question's card is."""
    rooms = ("alfa", "beta", "gamma", "common", "desk")
    return {room for room in rooms if any(post.labels[:1] == ["Answer"] for post in talk.room(room))}
