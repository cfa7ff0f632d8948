"""The asker's receipt is one message that changes, as long as the platform lets it."""

from __future__ import annotations

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
    kari = await talk.person("kari")
    await kari.says(GRID)
    assert kari.sees[0].card.title == "Saved for the secretariat"
