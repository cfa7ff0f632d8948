"""Retract the questions of a person who is erased."""

from __future__ import annotations

from handlers.chat.record_subjects import build_question_subject
from handlers.questions.question_withdrawal import end_question
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import WITHDRAWN, WORDS_AGREED, Question


async def retract_questions(store: Store, person: Person) -> set[int]:
    questions = await store.personal_data.authored_content.list_authored_questions(person.id)
    for question in questions:
        await _retract_question(store, question)
    for question in await store.personal_data.authored_content.list_quoting_questions(person.id):
        await _forget_quoted_author(store, question)
    return {question.id for question in questions}


async def _forget_quoted_author(store: Store, question: Question) -> None:
    """Delete words that wait for a yes; what has been sent stays for others, without the name."""
    question.words_by_id = None
    if question.words_state == WORDS_AGREED:
        await store.outbox.refresh_copies(build_question_subject(question.id))
        return
    question.state, question.text, question.words_state = WITHDRAWN, "", ""
    await store.outbox.refresh_copies(build_question_subject(question.id))


async def _retract_question(store: Store, question: Question) -> None:
    """Keep a question that others have answered. Take back any other everywhere, and delete its words."""
    others = [
        one for one in await store.answers.list_answers_to_question(question.id) if one.author_id != question.asker_id
    ]
    question.source, question.origin, question.account_id = "", {}, None
    if others:
        return
    question.state, question.text, question.outcome, question.keywords = WITHDRAWN, "", "", []
    await end_question(store, question)
    await store.outbox.withdraw_copies(build_question_subject(question.id))
