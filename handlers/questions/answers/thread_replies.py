"""Take what people write in a question's thread as answers, unless it is internal or was taken before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.access.rights import audit_trail
from handlers.chat.events import Edited, Message
from handlers.chat.places import Place
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.questions.answers.answer_lifecycle import delete_answer, store_answer, update_answer_text
from handlers.questions.card_arguments import read_answer_card
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent
from storage.questions.answers import Answer
from storage.questions.questions import HIDDEN, PUBLIC, WITHDRAWN, Question
from storage.queue.delivery_rows import Delivery

#: Formatting and quotation marks may precede the lock or the word.
_MARK = re.compile(r"\A[\s*_~`\"'«“(\[>]*(?:🔒|:lock:|intern(?:t|al)?[*_]*\s*[:\uff1a])", re.IGNORECASE)
#: what the first words may stand in: a list, a quote, or preformatted text
_MAY_MEAN = re.compile(r"[-•◦▪>`\\]|1[.)]")


async def lock_question_of_thread(store: Store, place: Place) -> Question | None:
    """Return the question whose card, or a private notice about which, began this thread, with its row lock."""
    delivery = await store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, place.thread
    )
    id = await _find_question_id_of_delivery(store, delivery) if place.thread and delivery else None
    return await store.questions.lock(id) if id is not None else None


async def lock_question_of_source(store: Store, place: Place) -> Question | None:
    """Return the published question that the first message of this thread asked, with its row lock.

    People talk there among themselves, so only what is said to the bot belongs to the question.
    """
    asked = await store.questions.find_question_by_source(format_message_source(place, place.thread))
    question = await store.questions.lock(asked.id) if asked is not None else None
    return question if question is not None and question.state in PUBLIC else None


async def _find_question_id_of_delivery(store: Store, delivery: Delivery) -> int | None:
    card = read_answer_card(delivery)
    if card is None:
        id: int | None = delivery.args.get("question")
        return id
    answer = await store.answers.find(card.answer)
    return answer.question_id if answer else None


async def receive_thread_reply(
    turn: Turn, question: Question, text: str, files: Sequence[Any], *, source: str, place: Place, at: datetime | None
) -> Answer | None:
    """Take a message, or a change of it, as an answer, whichever comes first; idempotent per source message.

    Return None when nothing is to be carried. `at`: when the message was changed, None for the message as first
    written. Locks the question.
    """
    await turn.store.questions.lock(question.id)  # concurrent event waits for this row lock
    told, early = await turn.store.answers.find_answer_or_early_change(source)
    if told is not None:
        if at is not None:  # the change waited while the post was recorded
            await apply_reply_change(turn, told, text, files, place, at)
        return None
    if early is not None:
        newer = at is None or (early.at is not None and early.at > at)
        if newer and not early.text:
            return None  # keep the row: older changes may still arrive
        await turn.store.early_changes.delete_early_change(source)
        text, at = (early.text, early.at) if newer else (text, at)
    if not (text or files) or is_internal_message(text):
        return None
    if question.state in (HIDDEN, WITHDRAWN):
        return None
    room = await turn.store.rooms.find_room_by_channel(place.platform, place.workspace, place.channel)
    await audit_trail.record_thread_answer(turn, question.id)
    return await store_answer(
        turn, question, text, files=files, source=source, room_id=room.id if room else None, at=at
    )


async def apply_reply_change(
    turn: Turn, answer: Answer, text: str, files: Sequence[Any], place: Place, at: datetime | None
) -> None:
    """Apply a change of the source message; the newest change wins in whatever order they come.

    A text that becomes internal is taken back, and carried again when it no longer is. Locks the question.
    """
    await lock_parent(turn.store.questions, answer, lambda one: one.question_id)
    last = answer.deleted_at or answer.edited_at
    if at is not None and last is not None and at < last:
        return
    if is_internal_message(text):
        await delete_answer(turn.store, answer, at=at)
    elif answer.deleted_at is None:
        await update_answer_text(turn.store, answer, text, files=files, at=at)
    elif at is not None and at > answer.deleted_at:
        question = await turn.store.questions.find(answer.question_id)
        source, answer.source = answer.source, ""  # deletion is final: a new answer takes its source
        await turn.store.session.flush()
        if question is not None:
            await receive_thread_reply(turn, question, text, files, source=source, place=place, at=at)


def is_internal_message(text: str) -> bool:
    """Return True if the text begins with a lock or "intern:", in a list too, or below what it quotes.

    It is for people in the room and stays there: it is not stored, not carried, and is no answer.
    """
    if _MARK.match(text):
        return True
    if not _MAY_MEAN.search(text):
        return False
    blocks = parse_markup(text)
    own = next((block for block in blocks if not block.quote), None)
    return any(_MARK.match(block.text) for block in (*blocks[:1], *([own] if own else [])))


def read_reply_text(event: Message | Edited) -> str:
    """Return what is stored of a reply; an internal one is internal with its marks too."""
    return escape_marks(event.text).strip() if is_internal_message(event.text) else event.written.strip()
