"""Hear: what is said in a question's thread is an answer, unless it is internal or has been heard before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.access.rights import trail
from handlers.chat.places import Place
from handlers.chat.turn import Turn
from handlers.questions.answers.internal import is_internal
from handlers.questions.answers.taking import remove, rewrite, take
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import HIDDEN, WITHDRAWN, Question
from storage.queue.delivery_rows import Delivery


async def asked_in(store: Store, place: Place) -> Question | None:
    """The question whose card, or a private notice about which, began this thread."""
    delivery = await store.outbox.of_message(place.platform, place.workspace, place.channel, place.thread)
    return await question_of(store, delivery) if place.thread and delivery else None


async def question_of(store: Store, delivery: Delivery) -> Question | None:
    if "question" in delivery.args:
        return await store.questions.find(delivery.args["question"])
    answer = await store.answers.find(delivery.args.get("answer"))
    return await store.questions.find(answer.question_id) if answer else None


async def hear(
    turn: Turn, question: Question, text: str, files: Sequence[Any], *, source: str, place: Place, at: datetime | None
) -> Answer | None:
    """None when nothing is to be carried. Whichever comes first, a message or a change of it, is taken; once.

    `at`: when it was changed, None for the message as it was first.
    """
    await turn.store.questions.lock(question.id)  # the other one waits until this is written down
    told = await turn.store.answers.by_source(source)
    if told is not None:
        if at is not None:  # it was taken while this change of it waited
            await change(turn, told, text, files, place, at)
        return None
    early = await turn.store.early_changes.find(source)
    if early is not None:
        newer = at is None or (early.at is not None and early.at > at)
        if newer and not early.text:
            return None  # and it stays known: older changes may still come
        await turn.store.early_changes.forget(source)
        text, at = (early.text, early.at) if newer else (text, at)
    if not (text or files) or is_internal(text):
        return None
    if question.state in (HIDDEN, WITHDRAWN):
        return None
    room = await turn.store.rooms.at(place.platform, place.workspace, place.channel)
    await trail.note_answer(turn, question.id)
    return await take(turn, question, text, files=files, source=source, room_id=room.id if room else None, at=at)


async def change(
    turn: Turn, answer: Answer, text: str, files: Sequence[Any], place: Place, at: datetime | None
) -> None:
    """The newest change counts, in whatever order they come. What becomes internal is taken back, and carried again
    when it no longer is.
    """
    await turn.store.questions.lock(answer.question_id)
    await turn.store.answers.reread(answer)  # another change of it may have been written while this one waited
    last = answer.deleted_at or answer.edited_at
    if at is not None and last is not None and at < last:
        return
    if is_internal(text):
        await remove(turn.store, answer, at=at)
    elif answer.deleted_at is None:
        await rewrite(turn.store, answer, text, files=files, at=at)
    elif at is not None and at > answer.deleted_at:
        question = await turn.store.questions.find(answer.question_id)
        source, answer.source = answer.source, ""  # it was taken back for good: this is another one
        await turn.store.session.flush()
        if question is not None:
            await hear(turn, question, text, files, source=source, place=place, at=at)
