"""Somebody answers a card before it is written down that it arrived: their answer waits for it, and is not lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.intake import conversation_memory
from bot.platforms import NotYet, Sent
from handlers.chat.cards import Card
from handlers.chat.events import Message
from handlers.chat.places import Place
from storage.kit.database import Database
from storage.questions.questions import ANSWERED, OPEN
from tests.conversation import WORKSPACE, Conversation
from tests.handlers.questions.test_asking import GRID, state

THREAD = Place("fake", WORKSPACE, "grid", "m1")


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Conversation]:
    """By a clock that runs."""
    opened = Database(sqlite_url)
    talk = await Conversation(opened, platforms=["fake"]).begin()
    await talk.carries("grid", "nett")
    yield talk
    await opened.close()


async def test_an_answer_that_comes_before_its_question_is_recorded_is_no_question(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_memory, "LOOKS", 600)  # until it is recorded, however busy the machine is
    kari, ola = await talk.person("kari"), await talk.person("ola")
    fake, answers = talk.platforms["fake"], []
    send = fake.send
    said = Message(id="1", sender=ola.sender, place=THREAD, text="Ring dem.", message="u1", addressed=True)

    async def slow(place: Place, card: Card, *, key: str) -> Sent:
        sent = await send(place, card, key=key)
        if place.channel == "grid" and not answers:
            answers.append(asyncio.create_task(talk.dispatcher(said)))
            await asyncio.sleep(0.3)
        return sent

    fake.send = slow  # type: ignore[method-assign]
    await kari.commands(GRID)
    await asyncio.gather(*answers)
    await talk.settle()
    assert await state(talk) == ANSWERED
    assert len(talk.room("grid")) == 1
    assert "Ring dem." in kari.last.text


async def test_what_nobody_knows_yet_is_told_again_later(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_memory, "LOOKS", 2)
    kari, ola = await talk.person("kari"), await talk.person("ola")
    talk.platforms["fake"].fail_after.append(ConnectionResetError())
    await kari.commands(GRID)
    said = Message(id="1", sender=ola.sender, place=THREAD, text="Ring dem.", message="u1", addressed=True)
    with pytest.raises(NotYet):
        await talk.dispatcher(said)
    with pytest.raises(NotYet):
        await talk.dispatcher.is_bot_message(THREAD.move_to_thread(""), THREAD.thread)
    assert not await talk.dispatcher.is_bot_message(Place("fake", WORKSPACE, "elsewhere"), "m1")
    async with talk.database.read() as store:
        assert not await store.inbox.has_answered_event("1"), "so that it counts when it is told again"
    assert await state(talk) != OPEN
