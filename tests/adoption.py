"""Rounds that ask who has done something, for tests: begun and sent by the secretariat as it does in chat."""

from __future__ import annotations

from handlers.chat.cards import Reply
from handlers.chat.events import Value
from tests.conversation import Someone

QUESTION: dict[str, Value] = {
    "title": "Has anyone replaced gas with a heat pump?",
    "why": "Three parks plan it.",
    "topic": "energi",
    "deadline": "12 March",
    "who": "all",
}


async def begins(sara: Someone, **more: Value) -> Reply:
    """The form filled in; what follows is the round as it will be asked, or errors."""
    return await sara.submits(await sara.does("rounds.adoption"), **(QUESTION | more))


async def asks_adoption(sara: Someone, **more: Value) -> str:
    """The id of the round, out to those it asks."""
    echo = await begins(sara, **more)
    assert echo.card is not None, echo.errors
    id = next(button.value for button in echo.card.list_buttons() if button.do == "rounds.send")
    await sara.does("rounds.send", id)
    return id
