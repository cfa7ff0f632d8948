"""The language of somebody new: the first event that tells it decides, in whatever order the events come."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from handlers.chat.events import Arrived, Command, Event, Installed, Message, Sender
from handlers.chat.places import Place
from storage.kit.database import Database
from tests.conversation import Conversation, Someone

NORA = Sender("fake", "W9", "nora", "Nora")
CHAT = Place("fake", "W9", "Dnora")


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


def events() -> list[Event]:
    """An installation as platforms tell it: twice, and only one of the two says in which language its client is."""
    about = {"place": CHAT, "direct": True, "reply_to": Place("fake", "W9", user="nora")}
    return [
        Installed(id="installed", sender=NORA, **about),
        Arrived(id="arrived", sender=replace(NORA, language="nn"), **about),
        Command(id="asked", sender=NORA, name="help", **about),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_an_event_without_a_language_leaves_it_open(talk: Conversation, order: tuple[int, ...]) -> None:
    happened = events()
    for number in order:
        await talk.happens(happened[number])
    async with talk.database.read() as store:
        known = await store.people.find_person_by_account("fake", "W9", "nora")
        assert known is not None
        assert (known[0].language, known[0].language_open) == ("nn", False)
    someone = Someone(talk, "nora", workspace="W9")
    kept = [post for post in someone.sees if "Hei, Nora" in post.text or "Velkom" in post.text]
    assert kept, "what was said before it was known is said in it too"
    assert not [post for post in someone.sees if "Velkommen" in post.text]


async def test_the_first_that_is_told_stands_and_a_choice_stands_whatever_a_client_says(talk: Conversation) -> None:
    nora = Someone(talk, "nora", workspace="W9")
    first, second, third = events()
    await talk.happens(first)
    await nora.does("members.language", "en")
    await talk.happens(second)
    async with talk.database.read() as store:
        known = await store.people.find_person_by_account("fake", "W9", "nora")
        assert known is not None
        assert known[0].language == "en"
    per = Sender("fake", "W9", "per", "Per", language="nn")
    await talk.happens(replace(third, id="per1", sender=per))
    await talk.happens(replace(third, id="per2", sender=replace(per, language="en")))
    async with talk.database.read() as store:
        known = await store.people.find_person_by_account("fake", "W9", "per")
        assert known is not None
        assert known[0].language == "nn"


async def test_what_somebody_writes_tells_their_language_until_they_choose_one(talk: Conversation) -> None:
    nora = Someone(talk, "nora", workspace="W9")
    for id, line, told in (
        ("first", "Hello, how do I use this?", "Write"),
        ("short", "hei", "Write"),
        ("later", "Hvordan bruker jeg dette?", "Skriv"),
    ):
        await talk.happens(_write_line(id, line))
        assert told in nora.last.text
    await nora.does("members.language", "nn")
    await talk.happens(_write_line("chosen", "Hello, how do I use this?"))
    assert "Skriv" in nora.last.text


def _write_line(id: str, line: str) -> Message:
    chat = Place("fake", "W9", user="nora")
    return Message(id=id, sender=NORA, place=CHAT, direct=True, reply_to=chat, text=line, message=id, addressed=True)
