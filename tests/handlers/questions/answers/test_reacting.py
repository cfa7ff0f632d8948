"""Conversations about reactions: counted once per person wherever a copy stands, and nobody is named."""

from __future__ import annotations

import itertools

from storage.questions.questions import ANSWERED, SOLVED
from storage.questions.reactions import Reaction
from tests.conversation import Conversation, Post, Someone
from tests.handlers.questions.test_asking import state


async def test_reactions_to_originals_and_copies_are_one_tally(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    said = await ola.replies(card, "Ring dem.")
    copy = talk.room("elsewhere", "other")[-1]
    per, nils = await talk.person("per", platform="other"), await talk.person("nils")
    await nils.reacts(said, "👍", "grid")
    await per.reacts(copy.id, "👍", "elsewhere")
    await per.reacts(copy.id, "❤️", "elsewhere")
    await nils.reacts(card.id, "👀", "grid")
    for post in (talk.room("grid")[0], talk.room("elsewhere", "other")[0]):
        assert "👀 1" in post.text.split("\n")
        assert "Answer from Ola, Dømeøyra: 👍 2 · ❤️ 1" in post.text
        assert "Per" not in post.text
        assert "Nils" not in post.text
    assert "👍 2 · ❤️ 1" in talk.room("elsewhere", "other")[-1].text
    await per.reacts(copy.id, "👍", "elsewhere", added=False)
    await per.reacts(copy.id, "❤️", "elsewhere", added=False)
    assert "Answer from Ola, Dømeøyra: 👍 1" in talk.room("grid")[0].text.split("\n")


async def test_a_check_mark_on_a_copy_solves_for_those_who_may_and_counts_for_others(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    await ola.replies(card, "Ring dem.")
    copy = talk.room("elsewhere", "other")[-1]
    per = await talk.person("per", platform="other")
    await per.reacts(copy.id, "✅", "elsewhere")
    assert await state(talk) == ANSWERED
    assert "✅ 1" in talk.room("grid")[0].text
    lead = await talk.person("lise", leads="nett", platform="other")
    await lead.reacts(copy.id, "✅", "elsewhere")
    assert await state(talk) == SOLVED


async def test_a_reaction_to_anything_else_is_not_kept(talk: Conversation, card: Post, ola: Someone) -> None:
    await ola.reacts("somebody's", "👍", "grid")
    async with talk.database.read() as store:
        assert await store.reactions.count_reactions(1) == {}


async def test_whatever_order_they_come_in_the_tally_is_the_same(talk: Conversation, card: Post, ola: Someone) -> None:
    """Put on, taken off and put on again by one; put on another copy of it by the same one."""
    steps = (("a", 1), ("a", -1), ("a", 1), ("b", 1))
    orders = list(itertools.permutations(steps))
    async with talk.database.begin() as store:
        for number, order in enumerate(orders):
            for source, by in order:
                await store.reactions.record_reaction(
                    Reaction(source=source, person_id=1, emoji=f"{number}", question_id=1), by
                )
        found = await store.reactions.count_reactions(1)
    assert sorted(found[None]) == sorted((f"{number}", 1) for number in range(len(orders)))
