"""Copy answers between rooms: an answer reaches the thread under every other copy of the question's card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.chat.card_arguments import read_arguments
from handlers.chat.record_subjects import build_question_answer_subject, build_question_subject
from handlers.questions.card_arguments import MirroredAnswerCard, QuestionCard, read_answer_card
from handlers.questions.room_selection import list_question_rooms
from storage.directory.rooms import OPEN, Room
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import PUBLIC, Question
from storage.queue.delivery_rows import CARD, Delivery
from storage.queue.outbox import DeliveryDraft

#: A room that returns catches up with threads of this period.
MISSED = timedelta(days=30)


async def redraw_answer_copies(store: Store, answer_id: int, *, template: str = "") -> None:
    """Redraw every copy (of this template), and every message that tells the answer along with others."""
    await store.outbox.refresh_copies(build_question_answer_subject(answer_id), template=template)
    for lead in await store.thread_posts.list_lead_deliveries(build_question_answer_subject(answer_id)):
        await store.outbox.redraw_delivery(lead)


async def redraw_all_answers(store: Store, question: Question) -> None:
    """Redraw the copies of all answers: what they offer depends on whether the question is solved."""
    for answer in await store.answers.list_answers_to_question(question.id):
        await redraw_answer_copies(store, answer.id)


async def withdraw_answer_copies(store: Store, answer: Answer) -> None:
    """Withdraw every copy; a message that tells other answers too stays, without this one."""
    subject = build_question_answer_subject(answer.id)
    leads = await store.thread_posts.list_lead_deliveries(subject)
    shared = [
        row
        for row in (*leads, *await store.thread_posts.list_live_posts(subject))
        if await _tells_other_answers(store, row, answer)
    ]
    await store.outbox.withdraw_copies(subject, but=[row.id for row in shared])
    for row in shared:
        await store.outbox.redraw_delivery(row)
    for row in leads:
        if row not in shared:
            await store.outbox.withdraw_delivery(row)


async def _tells_other_answers(store: Store, row: Delivery, answer: Answer) -> bool:
    card = read_answer_card(row)
    told = [await store.answers.find(id) for id in card.answers] if card is not None else []
    return any(one is not None and one.id != answer.id and one.deleted_at is None for one in told)


async def mirror_answers(store: Store, question: Question, answers: Sequence[Answer]) -> None:
    """Post each answer to every open room where the question stands, except the room where it was written.

    A room that the question has left hears no more of it. Idempotent: the key holds the answer and the card.
    """
    if not answers:
        return
    copies = await store.posted_copies.list_sent_copies(build_question_subject(question.id))
    cards = {
        copy.room_id: copy for copy in copies if copy.room_id is not None and copy.template == QuestionCard.template
    }
    reached = {room.id for room in await list_question_rooms(store, question)}.intersection(cards)
    for answer in answers:
        for room_id in sorted(reached - {answer.room_id}):
            await store.outbox.post_deliveries(_build_answer_copy(answer, cards[room_id]))


async def catch_up_room_threads(store: Store, room: Room) -> None:
    """Post in a reachable room what it missed: answers of the last weeks in its threads.

    Cards that could not be changed are redrawn, and those that were to be taken back are taken back.
    """
    if room.state != OPEN:
        return
    for card, taken_back in await store.posted_copies.list_stale_room_copies(room.id):
        await (store.outbox.withdraw_delivery(card) if taken_back else store.outbox.redraw_delivery(card))
    for card in await store.thread_posts.list_thread_starters(room.id, QuestionCard.template, store.now - MISSED):
        shown = read_arguments(card)
        assert isinstance(shown, QuestionCard)
        question = await store.questions.lock(shown.question)
        if question is not None and question.state in PUBLIC:
            await mirror_answers(store, question, await store.answers.list_answers_to_question(question.id))


def _build_answer_copy(answer: Answer, card: Delivery) -> DeliveryDraft:
    return DeliveryDraft(
        key=f"answer:{answer.id}:under:{card.id}",
        platform=card.platform,
        workspace=card.workspace,
        channel=card.sent_channel or card.channel,
        thread=card.sent_thread,
        template=MirroredAnswerCard.template,
        args=MirroredAnswerCard(answer.id).encode_arguments(),
        language=card.language,
        kind=CARD,
        subject=build_question_answer_subject(answer.id),
        room_id=card.room_id,
    )
