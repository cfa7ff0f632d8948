"""The asker's receipt is one message that changes, as long as the platform lets it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.platforms import PermanentError, Sent
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.say import Say
from storage.kit.database import Database
from storage.questions.questions import Question
from tests.conftest import Clock
from tests.conversation import Conversation, FakePlatform, Post

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


class PlatformThatKeepsPrivateMessages(FakePlatform):
    """Changes no message that one person reads."""

    async def update(self, place: Place, message: str, card: Card) -> None:
        if place.user:
            raise PermanentError("message_not_found")
        await super().update(place, message, card)


#: what the bot finds no topic for
UNSURE = "Hvor lenge må vi vente på svar fra dem nå?"


def receipts(posts: list[Post]) -> list[str]:
    return [post.card.title for post in posts if GRID in post.text]


async def test_a_receipt_that_cannot_be_changed_is_posted_anew(talk: Conversation) -> None:
    talk.platforms["fake"] = talk.courier.platforms["fake"] = PlatformThatKeepsPrivateMessages("fake")
    kari, ola = await talk.person("kari"), await talk.person("ola")
    await kari.says(GRID)
    assert receipts(kari.sees) == ["Your question has been received", "Question 1"]
    await ola.replies(talk.room("grid")[0], "Ring dem.")
    assert any("has answers" in post.text for post in kari.sees)


class PlatformWithoutRooms(FakePlatform):
    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        if not place.user:
            raise PermanentError("channel_not_found", gone=True)
        return await super().send(place, card, key=key)


async def test_a_receipt_says_that_no_room_could_be_reached(talk: Conversation) -> None:
    talk.platforms["fake"] = talk.courier.platforms["fake"] = PlatformWithoutRooms("fake")
    await talk.person("siri", role="secretariat")
    kari = await talk.person("kari")
    await kari.says(GRID)
    (receipt,) = kari.sees
    assert receipt.card.title == "Sent to the secretariat"
    assert "The rooms of this topic cannot be reached right now." in receipt.text


#: what has a topic that no room carries
UNPLACED = "Hvem har erfaring med hydrogen fra elektrolyse i industripark?"


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
async def test_the_card_of_a_draft_changes_with_the_message(talk: Conversation, language: str) -> None:
    kari = await talk.person("kari")
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        person.language = language
    await kari.says(UNSURE)
    (choice,) = kari.sees
    assert choice.card.title == Say(language, talk.arena.zone)("Choose a topic")
    await kari.edits(await source_of_question(talk), f"{UNSURE} Det haster.", "")
    (choice,) = kari.sees
    assert choice.card.title == Say(language, talk.arena.zone)("Choose a topic")
    assert f"{UNSURE} Det haster." in choice.text


async def test_suggestions_that_are_open_follow_an_edit(talk: Conversation) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="eksempel")
    await ola.says(GRID)
    await kari.says(GRID)
    (draft,) = kari.sees
    assert draft.card.title == "Somebody has asked this already"
    await kari.edits(await source_of_question(talk), f"{GRID} Gjelder 132 kV.", "")
    (draft,) = kari.sees
    assert draft.card.title == "Somebody has asked this already"
    assert "132 kV" in draft.text
    await kari.clicks(draft, "Ask anyway")
    assert "132 kV" in talk.room("grid")[-1].text


async def test_a_deleted_message_takes_its_draft_along(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.says(UNSURE)
    await kari.deletes(await source_of_question(talk), "")
    (draft,) = kari.sees
    assert draft.labels == ["Ask after all"]
    assert UNSURE in draft.text


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
async def test_a_question_whose_topic_has_no_room_offers_undo_and_another_topic(
    talk: Conversation, language: str
) -> None:
    await talk.carries("desk", triage=True)
    await talk.carries("power", "energi")
    kari = await talk.person("kari")
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        person.language = language
    say = Say(language, talk.arena.zone)
    await kari.says(UNPLACED)
    (receipt,) = kari.sees
    assert receipt.labels == [say("Undo"), say("Edit"), say("Wrong topic? Move")]
    undone = await kari.clicks(receipt, say("Undo"))
    assert talk.room("desk") == []
    again = await kari.clicks(undone, say("Ask after all"))
    assert len(talk.room("desk")) == 1
    form = await kari.clicks(again, say("Wrong topic? Move"))
    await kari.submits(form, topic="energi")
    assert UNPLACED in talk.room("power")[0].text
    assert talk.room("desk") == []


async def test_the_secretariat_is_not_disturbed_within_the_grace(database: Database, clock: Clock) -> None:
    talk = await Conversation(database, grace=20).begin()
    await talk.carries("desk", triage=True)
    kari = await talk.person("kari")
    await kari.says(UNPLACED)
    assert talk.room("desk") == []
    undone = await kari.clicks(kari.last, "Undo")
    clock.forward(seconds=30)
    await talk.settle()
    assert talk.room("desk") == []
    await kari.clicks(undone, "Ask after all")
    clock.forward(seconds=30)
    await talk.settle()
    assert len(talk.room("desk")) == 1


async def source_of_question(talk: Conversation) -> str:
    """The message of the newest question."""
    async with talk.database.begin() as store:
        found = await store.session.scalar(sa.select(Question).order_by(Question.id.desc()).limit(1))
        assert found is not None
        return found.source.rsplit("/", 1)[-1]


#: how a receipt says who of the secretariat looks at the question
TAKEN = {
    "en": "Siri in the secretariat looks at your question 1.",
    "nb": "Siri i sekretariatet ser på spørsmål 1 fra deg.",
    "nn": "Siri i sekretariatet ser på spørsmål 1 frå deg.",
}


@pytest.mark.parametrize("language", TAKEN)
async def test_a_receipt_says_in_three_languages_who_has_the_question(talk: Conversation, language: str) -> None:
    await talk.carries("desk", triage=True)
    kari, siri = await talk.person("kari"), await talk.person("siri", role="secretariat")
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        person.language = language
    await kari.says(UNPLACED)
    await siri.clicks(talk.room("desk")[0], "Take this question")
    (receipt,) = kari.sees
    assert TAKEN[language] in receipt.text


async def test_what_its_asker_does_with_a_question_changes_the_receipt_and_adds_no_line(talk: Conversation) -> None:
    talk.platforms["fake"].names_chats = True
    kari = await talk.person("kari", organisation="eksempel")
    await kari.says(GRID)
    (receipt,) = kari.sees
    menu = await kari.clicks(receipt, "Change or report")
    assert (await kari.submits(await kari.submits(menu, what="move"), topic="areal")).card is None
    assert kari.sees == [receipt]
    assert "land" in receipt.text.casefold()
    menu = await kari.clicks(receipt, "Change or report")
    await kari.submits(await kari.submits(menu, what="edit"), text=f"{GRID} Noen?")
    assert "Noen?" in receipt.text
    menu = await kari.clicks(receipt, "Change or report")
    assert (await kari.submits(menu, what="withdraw")).card is None
    assert kari.sees == [receipt]
    assert receipt.text == "Your question has been withdrawn."


async def test_a_lead_who_moves_a_question_is_told_so_where_they_did_it(talk: Conversation) -> None:
    talk.platforms["fake"].names_chats = True
    kari, lars = await talk.person("kari"), await talk.person("lars", organisation="dømeøyra", leads="nett")
    await kari.says(GRID)
    moved = await lars.submits(await lars.does("questions.move", "1"), topic="areal")
    assert "Question 1 moves to" in moved.card.fallback
