"""One's own solutions are listed where one's own are asked for, with what became of each."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Item
from handlers.library.solutions import own_solutions
from tests.conversation import Conversation, Post, Someone
from tests.handlers.library.solutions.conftest import NIGHT, saves


def list_items(post: Post) -> list[Item]:
    return [part for part in post.card.parts if isinstance(part, Item)]


@pytest.mark.parametrize("line", ["mine løsninger", "løsninger", "solutions", "mine løysingar"])
async def test_own_solutions_are_listed_newest_first(
    talk: Conversation, kari: Someone, ola: Someone, line: str
) -> None:
    await saves(kari, title="The first of mine")
    await saves(ola, title="One of another", problem="Dust on the quay", done="Sprinklers that start by themselves")
    await saves(kari, title="The second of mine", problem="Noise at night", done="Rubber under the conveyor belt")
    await kari.says(line)
    items = list_items(kari.last)
    assert [item.title for item in items] == ["L-003 The second of mine", "L-001 The first of mine"]
    assert items[0].note.startswith("✅ verified")
    assert kari.last.labels[-2:] == ["Save a solution", "Find help"]
    shown = await kari.presses(items[1].buttons[0])
    assert shown.card is not None
    assert NIGHT["done"] in shown.card.fallback


async def test_without_any_there_is_the_way_to_save_one(kari: Someone) -> None:
    await kari.says("mine løsninger")
    assert list_items(kari.last) == []
    assert kari.last.labels == ["Save a solution", "Find help"]


async def test_those_that_a_page_does_not_hold_are_on_the_next(kari: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_solutions, "PAGE", 1)
    await saves(kari, title="The first of mine")
    await saves(kari, title="The second of mine", problem="Noise at night", done="Rubber under the conveyor belt")
    await kari.says("mine løsninger")
    assert "The first of mine" not in kari.last.text
    assert "1 of 2" in kari.last.text
    following = await kari.clicks(kari.last, "Next page")
    assert following.card is not None
    assert "The first of mine" in following.card.fallback


async def test_what_is_hidden_says_so_to_its_owner(talk: Conversation, kari: Someone) -> None:
    await saves(kari)
    sara = await talk.person("sara", role="secretariat")
    form = await sara.does("moderation.hide", "solution:1")
    await sara.submits(form, ground="advertising")
    await kari.says("mine løsninger")
    assert "hidden by the secretariat" in list_items(kari.last)[0].note
