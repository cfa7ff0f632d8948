"""Conversations about how soon one hears of new questions: at once, hourly, every morning, or in the digest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone

#: three that go to the grid
QUESTIONS = (
    "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?",
    "Hvem har erfaring med tilknytning med vilkår, og hvor lang var køen hos nettselskapet?",
    "Hvordan får vi mer nettkapasitet til industriparken vår når køen er lang?",
)
#: Monday 1 March 2027, 10.15 in Oslo
MONDAY = datetime(2027, 3, 1, 9, 15, tzinfo=UTC)


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    yield talk
    await database.close()


def news(who: Someone) -> list[str]:
    return [post.card.title for post in who.sees if "new question" in post.card.title.lower()]


async def ask(talk: Conversation, *questions: str) -> None:
    kari = await talk.person(f"kari{talk.next_id()}", organisation="eksempel")
    for question in questions:
        reply = await kari.commands(question)
        if reply.card and "Ask anyway" in [button.label for button in reply.card.list_buttons()]:
            await kari.clicks(reply, "Ask anyway")


async def test_what_waits_is_told_together_when_its_hour_or_its_morning_comes(talk: Conversation, clock: Clock) -> None:
    now, hourly, daily, weekly = [await talk.person(who, organisation="eksempel") for who in ("a", "b", "c", "d")]
    for who, words in ((now, "straks"), (hourly, "hver time"), (daily, "daglig"), (weekly, "ukentlig")):
        reply = await who.commands(f"følg nett {words}", name="topics")
        assert "You hear of new questions in grid and grid capacity" in reply.card.fallback
    assert "Grid and grid capacity (every morning)" in (await daily.commands("", name="me")).card.fallback
    await ask(talk, *QUESTIONS[:2])
    assert (len(news(now)), news(hourly), news(daily), news(weekly)) == (2, [], [], [])
    clock.set(MONDAY.replace(hour=10, minute=1))
    await talk.settle()
    assert news(hourly) == ["2 new questions in your topics"]
    await ask(talk, QUESTIONS[2])
    clock.set(MONDAY.replace(hour=11, minute=1))
    await talk.settle()
    assert news(hourly)[1:] == ["1 new question in your topics"]
    clock.set(MONDAY + timedelta(days=1))
    await talk.settle()
    assert news(daily) == ["3 new questions in your topics"]
    assert len(news(hourly)) == 2
    assert news(weekly) == []


async def test_a_pause_and_quiet_hours_hold_what_comes_at_once(talk: Conversation, clock: Clock) -> None:
    away, quiet = [await talk.person(who, organisation="eksempel") for who in ("away", "quiet")]
    for who in (away, quiet):
        await who.commands("følg nett", name="topics")
    await away.commands("pause til fredag", name="me")
    await quiet.commands("stille 10-07", name="me")
    await ask(talk, QUESTIONS[0])
    assert news(away) == news(quiet) == []
    clock.set(MONDAY.replace(hour=6, minute=30) + timedelta(days=1))
    await talk.settle()
    assert (len(news(quiet)), news(away)) == (1, [])
    clock.set(MONDAY + timedelta(days=4))
    await talk.settle()
    assert len(news(away)) == 1


async def test_the_pace_is_changed_in_a_form_and_a_topic_left_is_silent(talk: Conversation, clock: Clock) -> None:
    ola = await talk.person("ola", organisation="eksempel")
    followed = await ola.commands("følg nett", name="topics")
    saved = await ola.submits(await ola.clicks(followed, "How often?"), pace="daily")
    assert "every morning" in saved.card.fallback
    await ask(talk, QUESTIONS[0])
    await ola.commands("slutt å følge nett", name="topics")
    clock.forward(days=1)
    await talk.settle()
    assert news(ola) == []
