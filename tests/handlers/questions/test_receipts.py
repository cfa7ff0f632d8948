"""The asker's receipt is one message that changes, as long as the platform lets it."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError, Sent
from handlers.chat.cards import Card
from handlers.chat.places import Place
from tests.conversation import Conversation, FakePlatform, Post

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


class PlatformThatKeepsPrivateMessages(FakePlatform):
    """Changes no message that one person reads."""

    async def update(self, place: Place, message: str, card: Card) -> None:
        if place.user:
            raise PermanentError("message_not_found")
        await super().update(place, message, card)


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
