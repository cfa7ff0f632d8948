"""Conversations about what is no text: it stays where it was put, and others are told of it and led there."""

from __future__ import annotations

from handlers.chat.cards import Quote
from handlers.chat.events import File
from tests.conversation import Conversation, Post, Someone

PLAN = File("file", "plan.pdf", "https://files.example.org/plan")
PICTURE = File("image", "", "")
STICKER = File("other", "", "https://files.example.org/message")


async def test_files_are_named_and_linked_in_the_other_rooms_and_to_the_asker(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    await ola.replies(card, "Se her.", files=(PLAN, PICTURE))
    there = talk.room("elsewhere", "other")[-1]
    told = next(post for post in kari.sees if "answered" in post.text)
    for post in (there, told):
        (said,) = [part.text for part in post.card.parts if isinstance(part, Quote)]
        assert said == "Se her.\n[file plan.pdf: shown in Fake]\n[image: shown in Fake]"
        links = [(button.label, button.url) for button in post.card.list_buttons() if button.url]
        assert links == [("Open in Fake", PLAN.link)]


async def test_a_picture_without_a_word_is_an_answer(talk: Conversation, card: Post, ola: Someone) -> None:
    said = await ola.replies(card, "", files=(PICTURE,))
    assert talk.room("elsewhere", "other")[-1].text == "[image: shown in Fake]"
    await ola.edits(said, "Uten bilde.", "grid", card.id)
    assert talk.room("elsewhere", "other")[-1].text == "Uten bilde."


async def test_several_links_go_by_their_names(talk: Conversation, card: Post, ola: Someone) -> None:
    await ola.replies(card, "", files=(PLAN, PLAN, STICKER))
    there = talk.room("elsewhere", "other")[-1]
    assert "[something else: shown in Fake]" in there.text
    links = [(button.label, button.url) for button in there.card.list_buttons() if button.url]
    assert links == [("plan.pdf", PLAN.link), ("Open in Fake", STICKER.link)]
