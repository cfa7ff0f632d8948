"""Gather answers to one question into batches: those within a minute reach each reader in one message, which
grows.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from handlers.chat import outgoing
from handlers.chat.record_subjects import build_question_answer_subject
from handlers.questions.card_arguments import PrivateAnswerCard, ToldAnswersCard, read_answer_card
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import Question

#: Later answers are added to a message for this long. Its reader is notified of the post, and not of edits.
GATHERED = timedelta(minutes=1)
#: maximum number of answers in one message, and of their characters: what the screen of a phone holds
MOST_ANSWERS, MOST_CHARACTERS = 5, 1500


async def notify_answer(store: Store, question: Question, answer: Answer) -> None:
    """Tell the asker and the followers of an answer, each once. The caller has locked the question."""
    recent = await _list_recent_answers(store, answer)
    for person in await store.question_followers.list_answer_readers(question, answer):
        await _notify_answer_reader(store, person, question, answer, recent)


async def _list_recent_answers(store: Store, answer: Answer) -> list[Answer]:
    """Return the other answers to this question of the last minute."""
    others = await store.answers.list_answers_to_question(answer.question_id)
    return [one for one in others if one.id != answer.id and one.created_at > store.now - GATHERED]


async def _notify_answer_reader(
    store: Store, person: Person, question: Question, answer: Answer, recent: list[Answer]
) -> None:
    key = f"answer:{answer.id}:to:{person.id}"
    promised = await outgoing.post_to_person(
        store,
        person,
        PrivateAnswerCard(answer.id),
        key=key,
        subject=build_question_answer_subject(answer.id),
        account_id=question.account_id if person.id == question.asker_id else None,
    )
    if promised and recent:
        await _join_answer_batch(store, person, answer, key, [build_question_answer_subject(one.id) for one in recent])


async def _join_answer_batch(store: Store, person: Person, answer: Answer, key: str, subjects: list[str]) -> None:
    """Add the answer to the newest message about one of these subjects, if there is room in it."""
    lead = await store.thread_posts.lock_newest_personal_post(PrivateAnswerCard.template, person.id, subjects)
    row = await store.thread_posts.find_delivery_by_key(key)
    told = read_answer_card(lead) if lead is not None else None
    if lead is None or row is None or told is None or not await _fits_answer_batch(store, told, answer):
        return
    if await store.thread_posts.join_thread_posts(lead, [row]):
        lead.args = msgspec.structs.replace(told, more=(*told.more, answer.id)).encode_arguments()
        await store.thread_posts.store_lead_arguments(lead)
        await store.outbox.redraw_delivery(lead)


async def _fits_answer_batch(store: Store, told: ToldAnswersCard, answer: Answer) -> bool:
    found = [await store.answers.find(id) for id in told.answers]
    size = len(answer.text) + sum(len(one.text) for one in found if one is not None)
    return len(told.answers) < MOST_ANSWERS and size <= MOST_CHARACTERS
