"""Consultations for tests: registered, drafted and signed as people do it in chat, and the time that goes by."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.chat.cards import Reply
from handlers.chat.events import Value
from tests.conversation import Someone
from tests.policy import passes, said

__all__ = ["DRAFT", "MONDAY", "WORDS", "drafted", "opened", "passes", "registers", "said", "signs"]

#: 10.00 in Oslo, ten weeks before the deadline of `WORDS`
MONDAY = datetime(2027, 4, 5, 8, tzinfo=UTC)
WORDS: dict[str, Value] = {
    "title": "Tariffs for the grid",
    "sender": "Energy Regulator",
    "link": "https://example.org/hearing",
    "deadline": "15 June 2027",
    "topics": ("nett", "energi"),
    "text": "New rules for who pays for the grid.",
}
DRAFT: dict[str, Value] = {"link": "https://example.org/draft", "text": "We ask for predictable tariffs."}


async def registers(who: Someone, **more: Value) -> Reply:
    """With the command and its form."""
    return await who.submits(await who.commands("ny", "consultation"), **(WORDS | more))


async def opened(secretariat: Someone, **more: Value) -> str:
    """By the secretariat; gives the number that buttons carry."""
    reply = await registers(secretariat, **more)
    assert reply.card is not None, reply.errors
    return next(button.value for button in reply.card.list_buttons() if button.do == "consultations.open")


async def drafted(owner: Someone, id: str = "1", **more: Value) -> Reply:
    return await owner.submits(await owner.does("consultations.write", id), **(DRAFT | more))


async def signs(who: Someone, id: str = "1") -> Reply:
    """With the word that it takes."""
    asked = await who.does("consultations.sign", id)
    assert asked.card is not None
    label = next(button.label for button in asked.card.list_buttons() if button.do == "consultations.confirm")
    return await who.clicks(asked, label)
