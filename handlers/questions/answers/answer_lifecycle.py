"""Store an answer and carry it, change it, delete it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.chat import outgoing
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.plain_text import shorten_markup, write_cut_markup
from handlers.chat.turn import Turn
from handlers.language import is_thanks
from handlers.library.question_index import index_question
from handlers.questions import inactivity, question_escalation, receipts, source_reactions
from handlers.questions.answer_batching import notify_answer
from handlers.questions.card_arguments import QuestionReopenedNotice
from handlers.questions.mirroring import (
    mirror_answers,
    redraw_all_answers,
    redraw_answer_copies,
    withdraw_answer_copies,
)
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent
from storage.questions.answers import Answer
from storage.questions.questions import ACCEPTED, ANSWERED, OPEN, SOLVED, Question

LONGEST_ANSWER = 4000


async def store_answer(
    turn: Turn,
    question: Question,
    text: str,
    *,
    files: Sequence[Any] = (),
    source: str = "",
    room_id: int | None = None,
    at: datetime | None = None,
) -> Answer:
    """Store an answer and carry it: to the asker, the followers and the other rooms.

    A reply that is more than thanks reopens a solved question. `at`: when the source message was changed, where
    the bot heard of the answer by that change. Locks the question.
    """
    held = await turn.store.questions.lock(question.id)
    assert held is not None
    answer = await turn.store.answers.add(
        Answer(
            question_id=held.id,
            author_id=turn.person.id,
            organisation_id=turn.person.stands_for,
            text=_fit_answer_text(text),
            files=list(files),
            source=source,
            room_id=room_id,
            platform=turn.account.platform,
            edited_at=at,
        )
    )
    await mirror_answers(turn.store, held, [answer])
    if not is_thanks(text):
        await _apply_new_answer(turn.store, held, answer)
    return answer


def _fit_answer_text(text: str) -> str:
    """Return what is kept of the text, cut at a word: a card holds no more."""
    return text if len(text) <= LONGEST_ANSWER else write_cut_markup(parse_markup(text), LONGEST_ANSWER)


def build_solved_subject(question_id: int) -> str:
    """Return the subject of the deliveries that tell people the question is solved."""
    return f"solved:{question_id}"


async def is_answered_by_others(store: Store, question: Question) -> bool:
    """Return True if an answer of another than the asker is shown. Thanks are none."""
    await store.session.flush()
    answers = await store.answers.list_answers_to_question(question.id)
    return any(one.author_id != question.asker_id and not is_thanks(one.text) for one in answers)


async def leave_solved_state(store: Store, question: Question) -> None:
    """Let the question be answered again, or open where others have not answered it.

    What was to tell that it is solved is not sent. What has told so says that it no longer is, unless only more was
    written: its answer did solve it.
    """
    answered = await is_answered_by_others(store, question)
    question.state, question.solved_at = ANSWERED if answered else OPEN, None
    about = build_solved_subject(question.id)
    await store.outbox.cancel_deliveries(subject=about)
    if question.accepted_answer_id is None:
        await store.outbox.refresh_copies(about)
    await question_escalation.resume_question_escalation(store, question)
    await source_reactions.refresh_source_reaction(store, question)
    await redraw_all_answers(store, question)


async def _tell_asker_reopened(store: Store, question: Question, *, deleted: bool = False) -> None:
    """Tell the asker why the question is open again, where no receipt of theirs shows it.

    `deleted`: because what solved it is gone, not because somebody wrote more.
    """
    asker = await store.people.find(question.asker_id)
    if asker is not None and not await receipts.find_live_receipt(store, question):
        key = f"question:{question.id}:reopened:{store.now.isoformat()}"
        card = QuestionReopenedNotice(question.id, deleted=deleted)
        await outgoing.post_to_person(store, asker, card, key=key, account_id=question.account_id)


async def update_answer_text(
    store: Store, answer: Answer, text: str, *, files: Sequence[Any] | None = None, at: datetime | None = None
) -> None:
    """Change an answer and redraw every copy.

    Thanks to which something real is added count as an answer from then on. Locks the question.
    """
    held, question = await lock_parent(store.questions, answer, lambda one: one.question_id)
    if held is None or question is None or answer.deleted_at is not None:
        return
    text, files = _fit_answer_text(text), answer.files if files is None else list(files)
    if (text, files) == (answer.text, answer.files):
        return
    before, answer.text, answer.files = answer.text, text, files
    answer.edited_at = at or store.now
    await redraw_answer_copies(store, answer.id)
    await store.outbox.refresh_copies(build_question_subject(answer.question_id))
    if is_thanks(before) and not is_thanks(text):
        await _apply_new_answer(store, question, answer)
    if question.accepted_answer_id == answer.id and question.outcome == summarise_answer_outcome(before):
        question.outcome = summarise_answer_outcome(answer.text)
        await store.outbox.refresh_copies(build_solved_subject(question.id))
    await index_question(store, question)


def summarise_answer_outcome(text: str) -> str:
    """Return what the question's outcome says as long as nobody has written it in other words."""
    return shorten_markup(text, 300)


async def delete_answer(store: Store, answer: Answer, *, at: datetime | None = None) -> None:
    """Delete the answer's text here and in every copy; a question without other answers is open again.

    Idempotent; locks the question.
    """
    held, question = await lock_parent(store.questions, answer, lambda one: one.question_id)
    if held is None or question is None or answer.deleted_at is not None:
        return
    answer.deleted_at, answer.text, answer.files = at or store.now, "", []
    await withdraw_answer_copies(store, answer)
    was_solution = question.accepted_answer_id == answer.id
    if was_solution:  # of a hidden question too: it may be shown again
        question.accepted_answer_id, question.outcome = None, ""
    if question.state in (ANSWERED, SOLVED):
        if was_solution and question.state == SOLVED:
            await leave_solved_state(store, question)
            if answer.author_id != question.asker_id:
                await _tell_asker_reopened(store, question, deleted=True)
        elif question.state == ANSWERED and not await is_answered_by_others(store, question):
            question.state = OPEN
            await question_escalation.resume_question_escalation(store, question)
        await index_question(store, question)
        await inactivity.record_question_activity(store, question)
    await store.outbox.refresh_copies(build_question_subject(answer.question_id))


async def _apply_new_answer(store: Store, question: Question, answer: Answer) -> None:
    """Apply an answer that is more than thanks.

    Notify the asker and the followers, and set the question's state and index.
    """
    await notify_answer(store, question, answer)
    if question.state == SOLVED:
        await leave_solved_state(store, question)  # the asker can close it again with one tap
        await _tell_asker_reopened(store, question)
    elif question.state in (ACCEPTED, OPEN) and answer.author_id != question.asker_id:
        question.state = ANSWERED
        await question_escalation.end_question_escalation(store, question.id)
    await index_question(store, question)
    await inactivity.record_question_activity(store, question)
    await store.outbox.refresh_copies(build_question_subject(question.id))
