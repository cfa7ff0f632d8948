"""What copies of answers offer: to say that one solved it, as long as nothing has."""

from __future__ import annotations

from tests.conversation import Conversation, Post, Someone

OFFERED = ["This solved it", "Answer"]


def offers(talk: Conversation) -> list[list[str]]:
    """Under each answer that was carried to the other room."""
    copies = talk.room("elsewhere", "other")[1:]
    return [[button.label for button in post.card.list_buttons() if button.label != "Report"] for post in copies]


async def test_no_copy_offers_to_solve_what_is_solved_and_each_does_again_when_it_is_open(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    for text in ("Ring dem.", "Skriv til dem."):
        await ola.replies(card, text)
    assert offers(talk) == [OFFERED, OFFERED]
    notice = kari.last
    await kari.clicks(notice, "This solved it")
    assert offers(talk) == [[], []]
    assert "This solved it" not in [
        button.label for button in talk.platforms["fake"].post(notice.id).card.list_buttons()
    ]
    await kari.clicks(kari.last, "Undo")
    assert offers(talk) == [OFFERED, OFFERED]
    await kari.submits(await kari.does("answers.outcome", "1"), outcome="Vi ringte dem.")
    assert offers(talk) == [[], []]
    await ola.replies(card, "Møt opp.")
    assert offers(talk) == [OFFERED, OFFERED, OFFERED], "what is new to it opens it again"


async def test_what_is_hidden_solves_nothing_and_solves_it_again_when_it_is_back(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    sara = await talk.person("sara", role="secretariat")
    for text in ("Ring dem.", "Skriv til dem."):
        await ola.replies(card, text)
    await kari.does("answers.solved", "1")
    await sara.submits(await sara.does("moderation.hide", "answer:1"), ground="advertising")
    assert offers(talk) == [[], OFFERED]
    await sara.does("moderation.restore", "answer:1")
    assert offers(talk) == [[], []]
