"""Hide and restore questions: bring what stands around one in line with it."""

from __future__ import annotations

from handlers.chat.record_moderation import Moderable
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.display_names import describe_named_asker
from handlers.library.question_index import index_question
from handlers.questions import duplicates, inactivity, question_escalation, source_reactions
from handlers.questions.answers.answer_lifecycle import is_answered_by_others
from handlers.questions.answers.answer_moderation import build_moderable_answer
from handlers.questions.mirroring import redraw_all_answers
from handlers.questions.private_notices import redraw_question_notices
from handlers.questions.question_followers import load_visible_question
from storage.kit.database import Store
from storage.questions.questions import ANSWERED, CLOSED, HIDDEN, OPEN, PUBLIC, SOLVED, Question

#: maximum number of answers to choose from
MOST_ANSWERS = 20


def build_moderable_question(question: Question) -> Moderable:
    async def describe_true_asker(store: Store, say: Say) -> str:
        return await describe_named_asker(store, question, say)

    return Moderable(
        kind="question",
        row=question,
        subject=build_question_subject(question.id),
        author_id=question.asker_id,
        text=question.text,
        hidden=question.state == HIDDEN,
        shown=question.state in PUBLIC,
        name=lambda say: say("question {id}", id=question.number),
        by=describe_true_asker,
    )


class QuestionModeration:
    """Hide and restore questions for the record kind "question"."""

    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        question = await (store.questions.lock(id) if lock else store.questions.find(id))
        return build_moderable_question(question) if question is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        return build_moderable_question(await load_visible_question(turn, str(id)))

    async def list_alternatives(self, store: Store, row: Question) -> list[Moderable]:
        answers = (await store.answers.list_answers_to_question(row.id))[-MOST_ANSWERS:]
        return [build_moderable_answer(answer, row) for answer in answers]

    async def hide_record(self, store: Store, arena: Arena, row: Question) -> str:
        before, row.state = row.state, HIDDEN
        await question_escalation.end_question_escalation(store, row.id)
        await inactivity.end_inactivity_check(store, row.id)
        await duplicates.unlink_all_duplicates(store, row)
        await _redraw_moderated_question(store, row)
        return before

    async def restore_record(self, store: Store, arena: Arena, row: Question, before: str) -> None:
        row.state = await _find_restored_state(store, row, before)
        if row.resting != CLOSED:  # whoever closed it did not ask for it to wait again
            await question_escalation.resume_question_escalation(store, row)
            await inactivity.record_question_activity(store, row)
        await _redraw_moderated_question(store, row)


async def _find_restored_state(store: Store, question: Question, before: str) -> str:
    """Return the state it had before, but solved only where what solved it is still there."""
    if before == SOLVED and question.accepted_answer_id is None and not question.outcome:
        return ANSWERED if await is_answered_by_others(store, question) else OPEN
    return before if before in PUBLIC else OPEN


async def _redraw_moderated_question(store: Store, question: Question) -> None:
    """Bring the question's cards up to date, and those that quote the question."""
    await index_question(store, question)
    await source_reactions.refresh_source_reaction(store, question)
    await store.outbox.refresh_copies(build_question_subject(question.id))
    await redraw_question_notices(store, question.id)
    await redraw_all_answers(store, question)
