"""What somebody typed comes back when nothing could come of it."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Quote, Reply
from handlers.chat.events import Command, Sender
from handlers.chat.places import Place
from storage.kit.database import Database
from tests.conversation import WORKSPACE, Conversation

QUESTION = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"
LABELS = {"en": "Try again", "nb": "Prøv igjen", "nn": "Prøv igjen"}


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    return talk


async def break_down(*_: object) -> Reply:
    raise RuntimeError("a bug")


@pytest.mark.parametrize("language", LABELS)
async def test_a_slash_command_that_fails_gives_its_words_back_and_tries_again(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    kari = await talk.person("kari")
    sender, place = Sender("fake", WORKSPACE, "kari", "Kari", language=language), Place("fake", WORKSPACE, "Dkari")
    with monkeypatch.context() as broken:
        broken.setitem(talk.dispatcher.router.handlers, (Command, "ask"), break_down)
        failed = await talk.happens(Command(id="typed", sender=sender, place=place, name="ask", text=QUESTION))
    assert failed.card is not None
    assert Quote(QUESTION) in failed.card.parts
    assert [button.label for button in failed.card.list_buttons()] == [LABELS[language]]
    assert talk.room("grid") == []
    await kari.clicks(failed, LABELS[language])
    assert QUESTION in talk.room("grid")[0].text


async def test_the_button_of_a_command_has_its_rights_and_no_more(talk: Conversation) -> None:
    kari = await talk.person("kari")
    refused = await kari.does("commands.again", "admin roller")
    typed = await kari.commands("roller", name="admin")
    assert refused.card is not None
    assert refused.card == typed.card
    unknown = await kari.does("commands.again", "made_up")
    assert unknown.card is not None
    assert "I cannot find that command." in unknown.card.fallback
