"""Delete what has passed its retention period, whoever it is about."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.library.question_index import index_question
from storage.kit.database import Store

router = Router()
#: text of questions and answers from which no solution was made
QUESTIONS = timedelta(days=730)
#: attendance of meetings
ATTENDANCE = timedelta(days=3 * 365)
TRAIL = timedelta(days=730)
#: maximum number of questions in one run, so that it holds its locks briefly
MOST_QUESTIONS = 50


@router.every("23 * * * *", "privacy.retain")
async def apply_data_retention(store: Store, _arena: Arena) -> None:
    await _forget_old_questions(store)
    await store.personal_data.retention.delete_old_attendance(store.now - ATTENDANCE)
    await store.audit_trail.delete_old_acts(store.now - TRAIL)


async def _forget_old_questions(store: Store) -> None:
    """Delete the words of old questions, and redraw their cards."""
    for question in await store.personal_data.retention.list_questions_past_retention(
        store.now - QUESTIONS, MOST_QUESTIONS
    ):
        question.text, question.outcome, question.keywords, question.source, question.origin = "", "", [], "", {}
        await store.personal_data.retention.clear_answer_texts(question.id)
        await index_question(store, question)
        await store.outbox.refresh_copies(build_question_subject(question.id))
