"""Conversations of people who write only what flows: they are offered a search where it finds something."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.exchanges import HERE, OFFER, contact_of, writes
from tests.handlers.library.solutions.test_library import fills
from tests.meetings import MONDAY


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database).begin()


@pytest.mark.parametrize("words", ["varme", "spillvarme 65"])
async def test_bare_words_that_find_a_listing_offer_to_search(talk: Conversation, words: str) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    await writes(kari, OFFER)
    asked = await kari.commands(words, name="lookup")
    assert [button.label for button in asked.card.list_buttons()] == ["Ask the network", "Search"]
    assert "B-1" in (await kari.clicks(asked, "Search")).card.fallback


async def test_bare_words_that_find_nothing_only_ask_the_network(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    asked = await kari.commands("varme", name="lookup")
    assert [button.label for button in asked.card.list_buttons()] == ["Ask the network"]


async def test_a_guest_may_search_for_bare_words_that_find_something(talk: Conversation) -> None:
    await fills(talk, 1, level="åpen")
    gunn = await talk.person("gunn", role="guest")
    asked = await gunn.commands("furnace", name="lookup")
    assert "Guests can answer" in asked.card.fallback
    assert "Surplus heat from furnace 1" in (await gunn.clicks(asked, "Search")).card.fallback
