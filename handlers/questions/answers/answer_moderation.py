"""Hide and restore answers: for others, a question is not solved by an answer that is hidden."""

from __future__ import annotations

from handlers.chat.errors import Missing
from handlers.chat.record_moderation import Moderable
from handlers.chat.record_subjects import build_question_answer_subject, build_question_subject
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.display_names import sign_answer
from handlers.library.question_index import index_question
from handlers.questions import inactivity, question_escalation, source_reactions
from handlers.questions.answers.answer_lifecycle import (
    build_solved_subject,
    is_answered_by_others,
    leave_solved_state,
    summarise_answer_outcome,
)
from handlers.questions.mirroring import mirror_answers, redraw_all_answers, redraw_answer_copies
from handlers.questions.private_notices import redraw_subject_notices
from handlers.questions.question_followers import load_visible_question
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, HIDDEN, OPEN, SOLVED, Question


def build_moderable_answer(answer: Answer, question: Question | None) -> Moderable:
    async def describe_author(store: Store, say: Say) -> str:
        return await sign_answer(store, answer, say)

    number = str(question.number) if question is not None else ""
    return Moderable(
        kind="answer",
        row=answer,
        subject=build_question_answer_subject(answer.id),
        author_id=answer.author_id,
        text=answer.text,
        hidden=answer.hidden_at is not None,
        deleted=answer.deleted_at is not None,
        shown=answer.is_shown,
        name=lambda say: say("an answer to question {id}", id=number),
        by=describe_author,
        in_chat=bool(answer.source),
    )


class AnswerModeration:
    """Hide and restore answers for the record kind "answer"."""

    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        """Return the answer; `lock` takes the row lock of its question."""
        answer = await store.answers.find(id)
        if answer is None:
            return None
        if lock:
            await lock_parent(store.questions, answer, lambda one: one.question_id)
        return build_moderable_answer(answer, await store.questions.find(answer.question_id))

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        answer, missing = await turn.store.answers.find(id), Missing(turn.say("I cannot find that question."))
        if answer is None or answer.deleted_at is not None:
            raise missing
        if answer.hidden_at is not None and not (turn.person.secretariat or turn.person.id == answer.author_id):
            raise missing
        return build_moderable_answer(answer, await load_visible_question(turn, str(answer.question_id)))

    async def list_alternatives(self, store: Store, row: Answer) -> list[Moderable]:
        return []

    async def hide_record(self, store: Store, arena: Arena, row: Answer) -> str:
        """Hide the answer; return "solved" when it was the one that solved its question."""
        row.hidden_at = store.now
        await store.session.flush()
        question, before = await store.questions.lock(row.question_id), ""
        if question is not None and question.accepted_answer_id == row.id and _is_solved(question):
            before, solved_at, question.accepted_answer_id = SOLVED, question.solved_at, None
            if question.outcome == summarise_answer_outcome(row.text):
                question.outcome = ""
            if question.state == SOLVED:
                await leave_solved_state(store, question)
            question.solved_at = solved_at  # which is true again when the answer is restored
        if question is not None:
            await _update_question_after_moderation(store, question)
        await redraw_answer_copies(store, row.id)
        return before

    async def restore_record(self, store: Store, arena: Arena, row: Answer, before: str) -> None:
        row.hidden_at = None
        await store.session.flush()
        question = await store.questions.lock(row.question_id)
        if question is not None:
            solves = question.state in (OPEN, ANSWERED, HIDDEN) and question.accepted_answer_id is None
            if before == SOLVED and solves:
                question.state, question.accepted_answer_id = HIDDEN if question.state == HIDDEN else SOLVED, row.id
                question.outcome = question.outcome or summarise_answer_outcome(row.text)
                await redraw_all_answers(store, question)
            elif question.state == OPEN and row.author_id != question.asker_id:
                question.state = ANSWERED
                await question_escalation.end_question_escalation(store, question.id)
            await _update_question_after_moderation(store, question)
            await mirror_answers(store, question, [row])  # to rooms that were linked meanwhile
        await redraw_answer_copies(store, row.id)


def _is_solved(question: Question) -> bool:
    """Return True for a solved question, and for one that is hidden and was solved before."""
    return question.state == SOLVED or (question.state == HIDDEN and question.solved_at is not None)


async def _update_question_after_moderation(store: Store, question: Question) -> None:
    """Update the question after an answer was hidden or restored."""
    if question.state == ANSWERED and not await is_answered_by_others(store, question):
        question.state = OPEN
        await question_escalation.resume_question_escalation(store, question)
    await index_question(store, question)
    await inactivity.record_question_activity(store, question)
    await source_reactions.refresh_source_reaction(store, question)
    await store.outbox.refresh_copies(build_question_subject(question.id))
    await redraw_subject_notices(store, build_solved_subject(question.id))
