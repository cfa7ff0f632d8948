"""Retract the answers of a person who is erased."""

from __future__ import annotations

from collections.abc import Collection

from handlers.chat.record_erasure import RecordParents
from handlers.questions.answers.answer_lifecycle import delete_answer
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import SOLVED


async def retract_answers(store: Store, person: Person) -> set[int]:
    """Delete the person's answers, but those that solved a question: others rely on these."""
    answers = await store.personal_data.authored_content.list_authored_answers(person.id)
    for answer in answers:
        if not await _is_accepted_answer(store, answer.question_id, answer.id):
            await delete_answer(store, answer)
    return {answer.id for answer in answers}


async def find_answered_questions(store: Store, ids: Collection[int]) -> RecordParents:
    return RecordParents("question", await store.personal_data.authored_content.list_answered_question_ids(ids))


async def _is_accepted_answer(store: Store, question_id: int, answer_id: int) -> bool:
    """Return True if the answer solved the question."""
    question = await store.questions.find(question_id)
    return question is not None and question.state == SOLVED and question.accepted_answer_id == answer_id
