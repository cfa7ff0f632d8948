"""Tallies: how many people have reacted to a question and its answers with what, without who they are."""

from __future__ import annotations

from handlers.chat.cards import Text
from handlers.chat.say import Say
from handlers.directory.naming import answerer
from storage.kit.database import Store
from storage.questions.questions import Question

#: kinds of reactions in a line; answers that have a line on the question's card
KINDS, ANSWERS = 8, 3


async def of_answer(store: Store, question: Question, answer_id: int) -> list[Text]:
    """A line under the answer, where there is any reaction to it."""
    return _line((await store.reactions.tally(question.id)).get(answer_id, []))


async def of_question(store: Store, question: Question, say: Say) -> list[Text]:
    """A line for the question, and one for each of the answers with most reactions: they may have no copy here."""
    tallies = await store.reactions.tally(question.id)
    lines = _line(tallies.pop(None, []))
    most = sorted(tallies.items(), key=lambda pair: -sum(count for _, count in pair[1]))
    for id, found in most[:ANSWERS]:
        answer = await store.answers.find(id)
        if answer is not None and answer.deleted_at is None:
            lines += _line(found, say("Answer from {name}:", name=await answerer(store, answer, question, say)))
    return lines


def _line(found: list[tuple[str, int]], about: str = "") -> list[Text]:
    said = " · ".join(f"{emoji} {count}" for emoji, count in found[:KINDS])
    return [Text(f"{about} {said}".strip(), "subtle")] if said else []
