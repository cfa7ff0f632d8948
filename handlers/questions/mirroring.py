"""One thread, many rooms: an answer reaches the thread under every other copy of the question's card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.directory.naming import subject
from storage.directory.rooms import OPEN, Room
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import PUBLIC, Question
from storage.queue.delivery_rows import CARD, Delivery
from storage.queue.outbox import Draft

#: how an answer looks in another room's thread
TEMPLATE = "answers.card"
#: under which its thread is
CARDS = "questions.card"
#: threads that a room catches up with when it is back
MISSED = timedelta(days=30)


def answer_subject(answer_id: int) -> str:
    return f"answer:{answer_id}"


async def redraw(store: Store, answer_id: int, *, template: str = "") -> None:
    """Every copy (of this template), and every message in which it is told with others."""
    await store.outbox.refresh(answer_subject(answer_id), template=template)
    for lead in await store.threads.leads(answer_subject(answer_id)):
        await store.outbox.redraw_one(lead)


async def redraw_all(store: Store, question: Question) -> None:
    """The copies of all its answers: what they offer depends on whether it is solved."""
    for answer in await store.answers.to(question.id):
        await redraw(store, answer.id)


async def take_back(store: Store, answer: Answer) -> None:
    """Every copy; a message in which others are told stays, without it."""
    subject = answer_subject(answer.id)
    leads = await store.threads.leads(subject)
    shared = [row for row in (*leads, *await store.threads.posts(subject)) if await _tells_others(store, row, answer)]
    await store.outbox.take_back(subject, but=[row.id for row in shared])
    for row in shared:
        await store.outbox.redraw_one(row)
    for row in leads:
        if row not in shared:
            await store.outbox.take_back_one(row)


async def _tells_others(store: Store, row: Delivery, answer: Answer) -> bool:
    told = [await store.answers.find(id) for id in (row.args.get("answer"), *row.args.get("more", ()))]
    return any(one is not None and one.id != answer.id and one.deleted_at is None for one in told)


async def mirror(store: Store, question: Question, answers: Sequence[Answer]) -> None:
    """To each room in use that has the card, once (the key says so), except the one it was written in."""
    copies = await store.outbox.copies(subject(question.id))
    cards = {copy.room_id: copy for copy in copies if copy.room_id is not None and copy.template == CARDS}
    reached = await store.rooms.open_of(set(cards))
    for answer in answers:
        for room_id in sorted(reached - {answer.room_id}):
            await store.outbox.post(_copy(answer, cards[room_id]))


async def catch_up(store: Store, room: Room) -> None:
    """A room can be written to again: what was said meanwhile in the threads of the last weeks comes there.

    Cards that could not be changed are shown as they are now, and those that were to be taken back go.
    """
    if room.state != OPEN:
        return
    for card, taken_back in await store.copies.outdated(room.id):
        await (store.outbox.take_back_one(card) if taken_back else store.outbox.redraw_one(card))
    for card in await store.threads.begun(room.id, CARDS, store.now - MISSED):
        question = await store.questions.lock(card.args["question"])
        if question is not None and question.state in PUBLIC:
            await mirror(store, question, await store.answers.to(question.id))


def _copy(answer: Answer, card: Delivery) -> Draft:
    return Draft(
        key=f"answer:{answer.id}:under:{card.id}",
        platform=card.platform,
        workspace=card.workspace,
        channel=card.sent_channel or card.channel,
        thread=card.sent_thread,
        template=TEMPLATE,
        args={"answer": answer.id},
        language=card.language,
        kind=CARD,
        subject=answer_subject(answer.id),
        room_id=card.room_id,
    )
