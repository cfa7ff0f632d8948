"""Moderate answers: a question is not solved, as far as others can see, by an answer that is hidden."""

from __future__ import annotations

from handlers.chat.errors import Missing
from handlers.chat.records import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import signature, subject
from handlers.library.indexing import index
from handlers.questions import escalating, quieting
from handlers.questions.answers.taking import outcome_of, solved_subject
from handlers.questions.following import visible
from handlers.questions.mirroring import answer_subject, mirror, redraw, redraw_all
from handlers.questions.private_news import redraw_told
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, OPEN, SOLVED, Question


def describe_answer(answer: Answer, question: Question | None) -> Moderable:
    async def by(store: Store, say: Say) -> str:
        return await signature(store, answer.author_id, answer.organisation_id, say)

    number = str(question.number) if question is not None else ""
    return Moderable(
        kind="answer",
        row=answer,
        subject=answer_subject(answer.id),
        author_id=answer.author_id,
        text=answer.text,
        hidden=answer.hidden_at is not None,
        deleted=answer.deleted_at is not None,
        shown=answer.shown,
        name=lambda say: say("an answer to question {id}", id=number),
        by=by,
        in_chat=bool(answer.source),
    )


class AnswerModeration:
    async def find(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        """Return the answer; it is held by its question."""
        answer = await store.answers.find(id)
        if answer is None:
            return None
        question = await (store.questions.lock if lock else store.questions.find)(answer.question_id)
        return describe_answer(answer, question)

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        answer, missing = await turn.store.answers.find(id), Missing(turn.say("I do not find that question."))
        if answer is None or answer.deleted_at is not None:
            raise missing
        if answer.hidden_at is not None and not (turn.person.secretariat or turn.person.id == answer.author_id):
            raise missing
        return describe_answer(answer, await visible(turn, str(answer.question_id)))

    async def list_beside(self, store: Store, row: Answer) -> list[Moderable]:
        return []

    async def hide(self, store: Store, row: Answer) -> str:
        """Return "solved" when it was what solved its question."""
        row.hidden_at = store.now
        await store.session.flush()
        question, before = await store.questions.lock(row.question_id), ""
        if question is not None and question.accepted_answer_id == row.id and question.state == SOLVED:
            before, question.state, question.accepted_answer_id = SOLVED, ANSWERED, None
            if question.outcome == outcome_of(row.text):
                question.outcome = ""
            await redraw_all(store, question)
        if question is not None:
            await _settle_question(store, question)
        await redraw(store, row.id)
        return before

    async def restore(self, store: Store, row: Answer, before: str) -> None:
        row.hidden_at = None
        await store.session.flush()
        question = await store.questions.lock(row.question_id)
        if question is not None:
            if before == SOLVED and question.state in (OPEN, ANSWERED) and question.accepted_answer_id is None:
                question.state, question.accepted_answer_id = SOLVED, row.id
                question.outcome = question.outcome or outcome_of(row.text)
                await redraw_all(store, question)
            elif question.state == OPEN and row.author_id != question.asker_id:
                question.state = ANSWERED
                await escalating.end(store, question.id)
            await _settle_question(store, question)
            await mirror(store, question, [row])  # to rooms that came meanwhile
        await redraw(store, row.id)


async def _settle_question(store: Store, question: Question) -> None:
    """Bring the question in line, now that an answer is gone or is back."""
    left = [other for other in await store.answers.to(question.id) if other.author_id != question.asker_id]
    if question.state == ANSWERED and not left:
        question.state = OPEN
        await escalating.resume(store, question)
    await index(store, question)
    await quieting.moved(store, question)
    await store.outbox.refresh(subject(question.id))
    await redraw_told(store, solved_subject(question.id))
