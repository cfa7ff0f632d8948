"""Somebody forgets to mention the bot, and adds it to the message: it is answered as if it had been there before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.chat.events import Edited, Message
from storage.kit.database import Database
from tests.conversation import Conversation, Someone
from tests.handlers.questions.test_asking import GRID

WRITTEN = "u77"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database, platforms=["fake"]).begin()
    await talk.carries("grid", "nett")
    return talk


def edit(who: Someone, text: str, **how: Any) -> Edited:
    """An edit, a minute after the message was written in the lobby."""
    now, where = who.talk.database.get_time(), who._where("lobby")
    at = {"original": WRITTEN[1:], "addressed": True, "at": now, "sent_at": now - timedelta(minutes=1)}
    return Edited(message=WRITTEN, text=text, **(where | at | how))


async def test_a_mention_that_is_added_later_asks(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await talk.happens(edit(kari, GRID))
    (card,) = talk.room("grid")
    assert GRID in card.text


async def test_the_message_itself_comes_late_and_asks_nothing_more(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await talk.happens(edit(kari, GRID))
    said = Message(**kari._where("lobby") | {"id": WRITTEN[1:]}, text="Eldre ord", message=WRITTEN, addressed=True)
    await talk.happens(said)
    (card,) = talk.room("grid")
    assert GRID in card.text


async def test_a_further_edit_changes_the_question(talk: Conversation) -> None:
    kari = await talk.person("kari")
    first = edit(kari, GRID)
    await talk.happens(first)
    await talk.happens(edit(kari, GRID + " Gjelder også 132 kV.", at=talk.database.get_time() + timedelta(minutes=1)))
    (card,) = talk.room("grid")
    assert "132 kV" in card.text


@pytest.mark.parametrize(
    "how",
    [
        {"addressed": False},
        {"text": f"intern: {GRID}"},
        {"sent_at": None},
        {"original": ""},
    ],
)
async def test_other_edits_of_what_the_bot_did_not_hear_ask_nothing(talk: Conversation, how: dict[str, Any]) -> None:
    kari = await talk.person("kari")
    await talk.happens(edit(kari, **({"text": GRID} | how)))
    assert talk.room("grid") == []


async def test_the_edit_of_an_old_message_asks_nothing(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await talk.happens(edit(kari, GRID, sent_at=talk.database.get_time() - timedelta(days=2)))
    assert talk.room("grid") == []


async def test_a_command_that_was_answered_is_not_answered_again(talk: Conversation) -> None:
    kari = await talk.person("kari")
    told = Message(**kari._where("lobby") | {"id": WRITTEN[1:]}, text="hjelp", message=WRITTEN, addressed=True)
    await talk.happens(told)
    before = len(kari.sees)
    await talk.happens(edit(kari, GRID))
    assert (talk.room("grid"), len(kari.sees)) == ([], before)
