"""Hide and restore: out of the rooms, lists, searches and digests, and back to where it was, with a trail."""

from __future__ import annotations

from handlers import chains
from handlers.answers.taking import outcome_of, solved_subject
from handlers.indexing import index
from handlers.mirroring import mirror, redraw, redraw_all
from handlers.moderation.items import Item
from handlers.moderation.news import redraw_comment, redraw_news, redraw_told
from handlers.naming import subject
from handlers.questions import duplicates, escalating, quieting
from handlers.solutions.publishing import VERIFY, spread, verify_subject
from storage.answers import Answer
from storage.database import Store
from storage.hidings import Hiding
from storage.questions import ANSWERED, HIDDEN, OPEN, PUBLIC, SOLVED, Question
from storage.solutions import HIDDEN as SOLUTION_HIDDEN
from storage.solutions import PUBLISHED, Solution
from storage.voices import ConsultationNote


def may_hide(item: Item) -> bool:
    """What others see now."""
    match item.row:
        case Question():
            return item.row.state in PUBLIC
        case Answer():
            return item.row.shown
        case Solution():
            return item.row.state == PUBLISHED
        case ConsultationNote():
            return item.row.hidden_at is None


async def hide(store: Store, item: Item, ground: str, by_id: int) -> Hiding:
    """The item is held by the caller, and others see it."""
    match item.row:
        case Question():
            before = await _hide_question(store, item.row)
        case Answer():
            before = await _hide_answer(store, item.row)
        case Solution():
            before = await _hide_solution(store, item.row)
        case ConsultationNote():
            before, item.row.hidden_at = "", store.now
            await redraw_comment(store, item.row.consultation_id)
    return await store.hidings.add(
        Hiding(kind=item.kind, record_id=item.row.id, ground=ground, was=before, hidden_by_id=by_id)
    )


async def restore(store: Store, item: Item, hiding: Hiding, by_id: int) -> bool:
    """As it was; False when its author has taken it back meanwhile."""
    hiding.restored_at, hiding.restored_by_id = store.now, by_id
    if not item.hidden or (isinstance(item.row, Answer) and item.row.deleted_at is not None):
        return False
    match item.row:
        case Question():
            await _restore_question(store, item.row, hiding.was)
        case Answer():
            await _restore_answer(store, item.row, hiding.was)
        case Solution():
            item.row.state = hiding.was or PUBLISHED
            await spread(store, item.row)
        case ConsultationNote():
            item.row.hidden_at = None
            await redraw_comment(store, item.row.consultation_id)
    return True


async def _hide_question(store: Store, question: Question) -> str:
    before, question.state = question.state, HIDDEN
    await escalating.end(store, question.id)
    await quieting.end(store, question.id)
    await duplicates.part_all(store, question)
    await _redraw(store, question)
    return before


async def _restore_question(store: Store, question: Question, before: str) -> None:
    question.state = before if before in PUBLIC else OPEN
    await escalating.resume(store, question)
    await quieting.moved(store, question)
    await _redraw(store, question)


async def _redraw(store: Store, question: Question) -> None:
    """Its cards, and those that quote it."""
    await index(store, question)
    await store.outbox.refresh(subject(question.id))
    await redraw_news(store, question.id)
    await redraw_all(store, question)


async def _hide_answer(store: Store, answer: Answer) -> str:
    """What it solved is not solved any more, as far as others can see; "solved" when it was what solved it."""
    answer.hidden_at = store.now
    await store.session.flush()
    question, before = await store.questions.lock(answer.question_id), ""
    if question is not None and question.accepted_answer_id == answer.id and question.state == SOLVED:
        before, question.state, question.accepted_answer_id = SOLVED, ANSWERED, None
        if question.outcome == outcome_of(answer.text):
            question.outcome = ""
        await redraw_all(store, question)
    if question is not None:
        await _after(store, question)
    await redraw(store, answer.id)
    return before


async def _restore_answer(store: Store, answer: Answer, before: str) -> None:
    answer.hidden_at = None
    await store.session.flush()
    question = await store.questions.lock(answer.question_id)
    if question is not None:
        if before == SOLVED and question.state in (OPEN, ANSWERED) and question.accepted_answer_id is None:
            question.state, question.accepted_answer_id = SOLVED, answer.id
            question.outcome = question.outcome or outcome_of(answer.text)
            await redraw_all(store, question)
        elif question.state == OPEN and answer.author_id != question.asker_id:
            question.state = ANSWERED
            await escalating.end(store, question.id)
        await _after(store, question)
        await mirror(store, question, [answer])  # to rooms that came meanwhile
    await redraw(store, answer.id)


async def _after(store: Store, question: Question) -> None:
    """The question as it stands now that an answer is gone, or is back."""
    left = [other for other in await store.answers.to(question.id) if other.author_id != question.asker_id]
    if question.state == ANSWERED and not left:
        question.state = OPEN
        await escalating.resume(store, question)
    await index(store, question)
    await quieting.moved(store, question)
    await store.outbox.refresh(subject(question.id))
    await redraw_told(store, solved_subject(question.id))


async def _hide_solution(store: Store, solution: Solution) -> str:
    before, solution.state = solution.state, SOLUTION_HIDDEN
    await chains.end(store, VERIFY, solution.id, verify_subject(solution.id))
    await spread(store, solution)
    return before
