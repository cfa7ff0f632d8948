"""Redraw the private notices about a question when it is hidden, restored or withdrawn."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.directory.topics.topic_notifications import build_batch_subject
from handlers.questions import question_escalation
from handlers.questions.answers.answer_lifecycle import build_solved_subject
from handlers.questions.card_arguments import QuestionWithdrawnNotice
from handlers.questions.cards import build_news_subject
from handlers.questions.mirroring import redraw_all_answers
from storage.kit.database import Store
from storage.questions.questions import Question


async def redraw_question_notices(store: Store, question_id: int) -> None:
    """Redraw the notices, alone or batched, of everybody told about the question.

    They lead, follow, help, asked the same, or were told what solved it.
    """
    gathered = [
        build_batch_subject(*one) for one in await store.topic_digest_queue.list_digests_with_question(question_id)
    ]
    about = (
        build_news_subject(question_id),
        question_escalation.build_escalation_subject(question_id),
        build_solved_subject(question_id),
    )
    together = await store.posted_copies.list_subjects_naming_question("issues.together", question_id)
    for each in (*about, *gathered, *sorted(together)):
        await redraw_subject_notices(store, each)


async def announce_question_withdrawn(store: Store, question: Question) -> None:
    """Take what can no longer be done out of all notices, and tell each answerer once."""
    await redraw_question_notices(store, question.id)
    await redraw_all_answers(store, question)
    answers = await store.answers.list_answers_to_question(question.id)
    for author_id in sorted({one.author_id for one in answers if one.author_id not in (None, question.asker_id)}):
        person = await store.people.find(author_id)
        if person is not None:
            key = f"question:{question.id}:withdrawn:{person.id}"
            await outgoing.post_to_person(store, person, QuestionWithdrawnNotice(question.id), key=key)


async def redraw_subject_notices(store: Store, subject: str) -> None:
    """Redraw the subject's own messages, and the batched messages of the day that mention the subject."""
    await store.outbox.refresh_copies(subject)
    for copy in await store.escalations.list_sent_notices(subject):
        if copy.subject != subject:
            await store.outbox.redraw_delivery(copy)
