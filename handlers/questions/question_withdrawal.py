"""Withdraw a question everywhere, whoever says so: its asker, or an organisation that leaves."""

from __future__ import annotations

from handlers.chat.record_subjects import build_question_subject
from handlers.library.question_index import index_question
from handlers.questions import (
    duplicates,
    inactivity,
    publishing,
    question_escalation,
    receipts,
    source_reactions,
    triage_escalation,
)
from handlers.questions.private_notices import announce_question_withdrawn
from handlers.questions.receipt_cards import QuestionReceiptCard
from storage.kit.database import Store
from storage.questions.questions import ACCEPTED, DRAFT, TRIAGE, WITHDRAWN, Question


async def withdraw_question_everywhere(store: Store, question: Question) -> None:
    """Withdraw the question: copies nobody has answered are deleted.

    A thread with answers keeps a line in place of the text. Idempotent; locks the question.
    """
    held = await store.questions.lock(question.id)
    if held is None or held.state == WITHDRAWN:
        return
    if held.state in (DRAFT, ACCEPTED, TRIAGE):
        await publishing.drop_unpublished_question(store, held)
        about = build_question_subject(held.id)
        await store.outbox.refresh_copies(about, template=QuestionReceiptCard.template)
        return
    answered = await store.answers.count_answers(held.id) > 0
    held.state = WITHDRAWN
    await end_question(store, held)
    await announce_question_withdrawn(store, held)
    await receipts.withdraw_question_copies(store, held, answered=answered)


async def end_question(store: Store, question: Question) -> None:
    """Remove a withdrawn question from the search, and end what waits for it or points to it."""
    await index_question(store, question)
    await question_escalation.end_question_escalation(store, question.id)
    await inactivity.end_inactivity_check(store, question.id)
    await triage_escalation.end_triage_escalation(store, question)
    await duplicates.unlink_all_duplicates(store, question)
    await source_reactions.refresh_source_reaction(store, question)
