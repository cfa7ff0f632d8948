"""Retention: what has served its time is forgotten, whoever it is about."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.directory.naming import subject
from handlers.library.indexing import index
from storage.kit.database import Store

router = Router()
#: the words of a question and of its answers, unless a solution came of it
QUESTIONS = timedelta(days=730)
#: who came to which meeting
ATTENDANCE = timedelta(days=3 * 365)
#: what a message was drawn from, where that holds words; and a message that is no copy of anything
ARGUMENTS, MESSAGES = timedelta(hours=24), timedelta(days=90)
TRAIL = timedelta(days=730)
#: questions in one round, so that nobody waits for it
MOST = 50


@router.every("23 * * * *", "privacy.retain")
async def retain(store: Store, _arena: Arena) -> None:
    await _forget_questions(store)
    await store.privacy.retention.forget_attendance(store.now - ATTENDANCE)
    await store.privacy.retention.forget_arguments(store.now - ARGUMENTS)
    await store.privacy.retention.forget_messages(store.now - MESSAGES)
    await store.privacy.retention.forget_erased()
    await store.trail.forget_old(store.now - TRAIL)


async def _forget_questions(store: Store) -> None:
    """Their cards say so."""
    for question in await store.privacy.retention.questions(store.now - QUESTIONS, MOST):
        question.text, question.outcome, question.keywords, question.source, question.origin = "", "", [], "", {}
        await store.privacy.retention.forget_answers(question.id)
        await index(store, question)
        await store.outbox.refresh(subject(question.id))
