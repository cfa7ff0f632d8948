"""Count how many people have reacted to a question and its answers with what, without who they are."""

from __future__ import annotations

from handlers.chat.cards import Text
from handlers.chat.say import Say
from handlers.directory.display_names import describe_answerer
from storage.kit.database import Store
from storage.questions.questions import Question

#: maximum number of reaction kinds in a line, and of answers with such a line on the question's card
KINDS, ANSWERS = 8, 3


async def draw_answer_reactions(store: Store, question: Question, answer_id: int) -> list[Text]:
    """Draw a line under the answer, where there is any reaction to it."""
    return _draw_reaction_line((await _count_reactions(store, question)).get(answer_id, []))


async def draw_question_reactions(store: Store, question: Question, say: Say) -> list[Text]:
    """Draw a line for the question, and one for each answer with most reactions: it may have no copy here."""
    counts = await _count_reactions(store, question)
    lines = _draw_reaction_line(counts.pop(None, []))
    most = sorted(counts.items(), key=lambda pair: -sum(count for _, count in pair[1]))
    for id, found in most[:ANSWERS]:
        answer = await store.answers.find(id)
        if answer is not None and answer.deleted_at is None:
            lines += _draw_reaction_line(
                found, say("Answer from {name}:", name=await describe_answerer(store, answer, question, say))
            )
    return lines


async def _count_reactions(store: Store, question: Question) -> dict[int | None, list[tuple[str, int]]]:
    subject = await store.card_subjects.load_question(question.id)
    return await store.reactions.count_reactions(question.id) if subject is not None and subject.has_reactions else {}


def _draw_reaction_line(found: list[tuple[str, int]], about: str = "") -> list[Text]:
    said = " · ".join(f"{emoji} {count}" for emoji, count in found[:KINDS])
    return [Text(f"{about} {said}".strip(), "subtle")] if said else []
