"""Forms and notices say which question they are about, so that nobody has to remember numbers."""

from __future__ import annotations

import pytest

from handlers.chat.cards import ROOM, Field, Form, Quote, Reply, Text
from storage.kit.database import Database
from tests.conversation import Conversation, Post, Someone
from tests.houses import houses

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


async def asked(talk: Conversation, who: Someone, text: str = GRID) -> Post:
    """A question that stands in a room of its topic."""
    await talk.carries("grid", "nett")
    await who.submits(await who.does("questions.write"), text=text, topic="nett")
    return talk.room("grid")[0]


def form_of(reply: Reply) -> Form:
    assert reply.form is not None, reply
    return reply.form


def field_of(reply: Reply, name: str) -> Field:
    return next(field for field in form_of(reply).fields if field.name == name)


async def test_the_menu_of_a_question_and_what_follows_show_the_question(talk: Conversation, kari: Someone) -> None:
    await asked(talk, kari)
    menu = await kari.does("questions.more", "1")
    chosen = [await kari.submits(menu, what=what) for what in ("move", "duplicate", "report")]
    assert [form_of(reply).note for reply in (menu, *chosen)] == [GRID] * 4


async def test_a_report_says_who_asked_and_what_is_wrong(talk: Conversation, kari: Someone, sara: Someone) -> None:
    await asked(talk, kari)
    ola = await talk.person("ola")
    menu = await ola.does("questions.more", "1")
    await ola.submits(await ola.submits(menu, what="report"), why="Det røper en kunde.")
    question, label, why, _ = sara.last.card.parts
    assert (question, why) == (Quote(GRID, "Kari, Eksempel"), Quote("Det røper en kunde.", "Ola"))
    assert label == Text("What is wrong?", "strong")


async def test_who_finds_a_place_reads_the_question_in_the_form(
    talk: Conversation, kari: Someone, sara: Someone
) -> None:
    await houses(talk.database)
    form = await kari.does("questions.write")
    await kari.submits(form, text=GRID, topic="nett", **{"as": "anonymous"})
    assert form_of(await sara.clicks(sara.last, "Choose a topic")).note == GRID
    await sara.clicks(sara.last, "Take this question")
    assert "Sara" in kari.last.text
    assert GRID in kari.last.text


async def test_who_hears_that_a_question_is_open_again_reads_which(talk: Conversation, kari: Someone) -> None:
    card = await asked(talk, kari)
    ola = await talk.person("ola")
    await ola.replies(card, "Vi søkte sammen med nabobedriften.")
    await kari.clicks(card, "This solved it")
    await ola.replies(card, "Vent, ordningen ble lagt om i fjor, så dette virker ikke lenger.")
    notice = next(post for post in reversed(kari.sees) if "open again" in post.text)
    assert GRID in notice.text


async def test_a_form_with_too_little_room_says_what_is_lost(talk: Conversation, kari: Someone) -> None:
    long = GRID + " Bakgrunn." * 350
    await talk.carries("grid", "nett")
    await kari.commands(long)
    form = await kari.submits(await kari.does("questions.more", "1"), what="edit")
    assert len(str(field_of(form, "text").value)) == ROOM
    assert f"after character {ROOM}" in form_of(form).note
    ola = await talk.person("ola")
    await ola.replies(talk.room("grid")[0], "Svar. " * 600)
    assert str(ROOM) in form_of(await ola.does("answers.edit", "1")).note
    await kari.submits(form, text=GRID)
    assert form_of(await kari.submits(await kari.does("questions.more", "1"), what="edit")).note == ""


async def test_choices_and_lists_begin_with_a_capital(talk: Conversation, kari: Someone, sara: Someone) -> None:
    await talk.carries("tomt")
    chosen = await sara.submits(await sara.does("admin.people"), person=str(kari.person_id))
    labels = [label for field in form_of(chosen).fields for _, label in field.options]
    lists = [(await sara.does(f"admin.{name}")).card for name in ("rooms", "organisations")]
    lines = [card.fallback for card in lists if card is not None]
    assert [label for label in labels if label[0].islower()] == []
    assert "No topics yet" in lines[0]
    assert "No contact yet" in lines[1]
