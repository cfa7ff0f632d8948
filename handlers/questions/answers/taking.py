"""Take an answer: keep it and carry it, change it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.chat import outgoing
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten, subject
from handlers.language import is_thanks
from handlers.library.indexing import index
from handlers.questions import escalating, quieting
from handlers.questions.gathering import tell
from handlers.questions.mirroring import mirror, redraw, redraw_all, take_back
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import ACCEPTED, ANSWERED, OPEN, SOLVED, Question

LONGEST = 4000


async def take(
    turn: Turn,
    question: Question,
    text: str,
    *,
    files: Sequence[Any] = (),
    source: str = "",
    room_id: int | None = None,
    at: datetime | None = None,
) -> Answer:
    """Keep an answer and carry it: to the asker, the followers and the other rooms. A real reply reopens.

    `at`: when it was changed, where that is how the bot heard of it.
    """
    held = await turn.store.questions.lock(question.id)
    assert held is not None
    answer = await turn.store.answers.add(
        Answer(
            question_id=held.id,
            author_id=turn.person.id,
            organisation_id=turn.person.stands_for,
            text=text[:LONGEST],
            files=list(files),
            source=source,
            room_id=room_id,
            platform=turn.account.platform,
            edited_at=at,
        )
    )
    await mirror(turn.store, held, [answer])
    if not is_thanks(text):
        await _heed(turn.store, held, answer)
    return answer


def solved_subject(question_id: int) -> str:
    """Under which those are told who hear that it is solved."""
    return f"solved:{question_id}"


async def reopen(store: Store, question: Question) -> None:
    """Something new was said after it was solved; the asker can close it again with one tap."""
    question.state, question.solved_at = ANSWERED, None
    await store.outbox.cancel(subject=solved_subject(question.id))
    await redraw_all(store, question)
    asker = await store.people.find(question.asker_id)
    if asker is not None:
        key = f"question:{question.id}:reopened:{store.now.isoformat()}"
        args = {"question": question.id}
        await outgoing.to_person(store, asker, "questions.reopened", args, key=key, account_id=question.account_id)


async def rewrite(
    store: Store, answer: Answer, text: str, *, files: Sequence[Any] | None = None, at: datetime | None = None
) -> None:
    """Every copy follows; thanks to which something real is added count from then on."""
    files = answer.files if files is None else list(files)
    if answer.deleted_at is not None or (text, files) == (answer.text, answer.files):
        return
    question = await store.questions.lock(answer.question_id)
    before, answer.text, answer.files = answer.text, text[:LONGEST], files
    answer.edited_at = at or store.now
    await redraw(store, answer.id)
    await store.outbox.refresh(subject(answer.question_id))
    if question is None:
        return
    if is_thanks(before) and not is_thanks(text):
        await _heed(store, question, answer)
    if question.accepted_answer_id == answer.id and question.outcome == outcome_of(before):
        question.outcome = outcome_of(answer.text)
    await index(store, question)


def outcome_of(text: str) -> str:
    """What an answer says of the outcome, as long as nobody has written it in other words."""
    return shorten(text, 300)


async def remove(store: Store, answer: Answer, *, at: datetime | None = None) -> None:
    """Its text goes from here and from every copy; a question it answered alone is open again."""
    if answer.deleted_at is not None:
        return
    question = await store.questions.lock(answer.question_id)
    answer.deleted_at, answer.text, answer.files = at or store.now, "", []
    await take_back(store, answer)
    if question is not None and question.state in (ANSWERED, SOLVED):
        left = [other for other in await store.answers.to(question.id) if other.author_id != question.asker_id]
        if question.accepted_answer_id == answer.id:
            question.accepted_answer_id, question.outcome = None, ""
            await reopen(store, question)
        if not left and question.state != SOLVED:
            question.state = OPEN
            await escalating.resume(store, question)
        await index(store, question)
        await quieting.moved(store, question)
    await store.outbox.refresh(subject(answer.question_id))


async def _heed(store: Store, question: Question, answer: Answer) -> None:
    """It says something: the asker and the followers hear of it, and the question is where it then is."""
    await tell(store, question, answer)
    if question.state == SOLVED:
        await reopen(store, question)
    elif question.state in (ACCEPTED, OPEN) and answer.author_id != question.asker_id:
        question.state = ANSWERED
        await escalating.end(store, question.id)
    await index(store, question)
    await quieting.moved(store, question)
    await store.outbox.refresh(subject(question.id))
