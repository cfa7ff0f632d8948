"""Conversations about where a question stands: moved, brought back, sent further, and talked of where it was asked."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.questions.conftest import asked, asks_about, until
from tests.handlers.questions.test_asking import GRID

ADVICE = "Be om skriftlig svar innen fire uker."
MORE = "Gjelder det også midlertidig tilknytning?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi")
    await talk.carries("elsewhere", "energi", platform="other")
    return talk


async def moves(talk: Conversation, kari: Someone, topic: str) -> None:
    """Kari moves her question to this topic."""
    choice = await kari.clicks(talk.room("grid")[0], "Change or report") if topic == "energi" else None
    choice = choice or await kari.clicks(talk.room("power")[0], "Change or report")
    await kari.submits(await kari.submits(choice, what="move"), topic=topic)


async def test_a_room_that_the_question_left_hears_no_more_until_it_comes_back(talk: Conversation) -> None:
    kari, ola = await talk.person("kari"), await talk.person("ola")
    await kari.commands(GRID)
    await moves(talk, kari, "energi")
    await ola.replies(talk.room("power")[0], ADVICE)
    assert ADVICE in talk.room("elsewhere", "other")[-1].text
    assert [ADVICE in post.text for post in talk.room("grid")] == [False]
    await moves(talk, kari, "nett")
    back = talk.room("grid")
    assert [ADVICE in post.text for post in back] == [False, True]
    assert back[1].place.thread == back[0].id
    await ola.replies(back[0], "Og meld behovet i områdeplanen.")
    assert not any("områdeplanen" in post.text for post in (*talk.room("power"), *talk.room("elsewhere", "other")))


async def test_the_receipt_counts_and_opens_the_rooms_where_the_question_stands(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.commands(GRID)
    assert "(1 room)" in kari.last.text
    await moves(talk, kari, "energi")
    (receipt,) = [post for post in kari.sees if "Your question is in" in post.text]
    assert "(2 rooms)" in receipt.text
    await moves(talk, kari, "nett")
    (receipt,) = [post for post in kari.sees if "Your question is in" in post.text]
    assert "(1 room)" in receipt.text


async def test_what_is_said_to_the_bot_below_the_asking_message_belongs_to_the_question(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.says(GRID, channel="lobby")
    ola = await talk.person("ola")
    await ola.says("Den lurer jeg også på.", channel="lobby", thread="ue1", addressed=False)
    assert len(talk.room("grid")) == 1, "people talk there among themselves"
    await kari.says(MORE, channel="lobby", thread="ue1")
    card, copy = talk.room("grid")
    assert MORE in copy.text
    assert copy.place.thread == card.id
    for n, told in enumerate((ADVICE, "Send dem en purring på mandag."), 1):
        await ola.says(told, channel="lobby", thread="ue1")
        assert told in kari.last.text
        assert f"{n} answer" in talk.room("grid")[0].text
    await ola.says("Når er neste møte?", channel="lobby", thread="ue1")
    assert "2 answers" in talk.room("grid")[0].text, "that is surely for the bot"


async def test_a_new_question_below_one_that_was_withdrawn_goes_out(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.says(GRID, channel="lobby")
    await kari.deletes("ue1", "lobby")
    await kari.says(f"{GRID} {MORE}", channel="lobby", thread="ue1")
    (card,) = talk.room("grid")
    assert MORE in card.text
    assert card.place.thread == ""


async def test_what_was_sent_to_all_rooms_offers_that_no_more(database: Database, clock: Clock) -> None:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    await talk.carries("grants", "virkemidler")
    kari = await talk.person("kari")
    await asks_about(kari)
    await until(talk, clock, 8, 10, 5)
    (card,) = asked(kari)
    assert "To all rooms" in card.labels
    await kari.clicks(card, "To all rooms")
    (card,) = asked(kari)
    assert "To all rooms" not in card.labels
    assert "Another topic too" in card.labels


async def test_all_rooms_are_not_offered_where_no_other_may_see_the_question(database: Database, clock: Clock) -> None:
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    await asks_about(kari)
    await until(talk, clock, 8, 10, 5)
    assert "To all rooms" not in asked(kari)[0].labels


async def test_the_secretariat_reads_that_the_rooms_are_those_of_others(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    await talk.person("ola", organisation="dømeøyra")
    async with talk.database.read() as store:
        other = await store.organisations.find_organisation_by_code("dømeøyra")
        assert other is not None
    form = await kari.does("questions.write")
    await kari.submits(form, text=GRID, topic="nett", reach="chosen", organisations=(str(other.id),))
    assert "None of those who may see it has a room for grid and grid capacity." in sara.last.text
