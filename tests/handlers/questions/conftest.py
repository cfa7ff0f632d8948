"""A network where a question about the grid is asked on a Monday at ten, and nobody answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from storage.directory.people import Person
from storage.directory.topics import TopicLead
from storage.kit.database import Database
from storage.queue.delivery_rows import POST, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.meetings import MONDAY
from tests.waiting import passes, plan

OSLO = ZoneInfo("Europe/Oslo")
GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


def at(day: int, hour: int = 0, minute: int = 0, month: int = 3) -> datetime:
    """In Oslo, in 2027; the first of March is the Monday on which it is asked."""
    return datetime(2027, month, day, hour, minute, tzinfo=OSLO)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("land", "areal")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def lead(talk: Conversation) -> Someone:
    return await talk.person("lars", organisation="dømeøyra", leads="nett")


async def asks_about(who: Someone, text: str = GRID) -> None:
    """It is out, whatever is known already, and the planner has looked."""
    reply = await who.commands(text)
    if reply.card is not None and any(button.do == "questions.ask_anyway" for button in reply.card.list_buttons()):
        await who.clicks(reply, "Ask anyway")
    await plan(who.talk)


async def helper(talk: Conversation, name: str, topic: str = "nett") -> Someone:
    someone = await talk.person(name, organisation=f"house of {name}")
    await someone.does("topics.help", topic)
    return someone


async def deputise(talk: Conversation, who: Someone, topic: str = "nett") -> None:
    async with talk.database.begin() as store:
        found = await store.topics.find_topic_by_slug(topic)
        assert found is not None
        store.session.add(TopicLead(topic_id=found.id, person_id=who.person_id, deputy=True))


async def with_hours(talk: Conversation, who: Someone, **columns: object) -> None:
    async with talk.database.begin() as store:
        person = await store.people.load_person(who.person_id)
        for name, value in columns.items():
            setattr(person, name, value)


async def person(talk: Conversation, who: Someone) -> Person:
    async with talk.database.read() as store:
        return await store.people.load_person(who.person_id)


async def rows(talk: Conversation, template: str = "questions.unanswered") -> Sequence[Delivery]:
    """Of what is told when nobody answers, oldest first."""
    async with talk.database.read() as store:
        found = await store.session.scalars(
            sa.select(Delivery).where(Delivery.template.startswith(template), Delivery.op == POST).order_by(Delivery.id)
        )
        return found.all()


def titles(who: Someone) -> list[str]:
    return [post.card.title for post in who.sees]


def asked(who: Someone) -> list[Post]:
    """When they were asked because nobody answers."""
    return [
        post
        for post in who.sees
        if any(b.do in ("questions.pass", "questions.further") for b in post.card.list_buttons())
    ]


async def until(talk: Conversation, clock: Clock, day: int, hour: int = 0, minute: int = 0, month: int = 3) -> None:
    await passes(talk, clock, at(day, hour, minute, month))
