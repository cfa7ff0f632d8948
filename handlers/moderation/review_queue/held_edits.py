"""Let a held message follow what its writer changes in the chat: nothing goes past those who decide on it."""

from __future__ import annotations

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Reply
from handlers.chat.events import Deleted, Edited, Event, Message, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.moderation.review_queue import held_messages, newcomer_gate
from handlers.questions.answers.thread_replies import is_internal_message, read_reply_text
from storage.moderation.held_messages import DROPPED, WAITING, HeldMessage
from storage.questions.answers import Answer

router = Router()
#: the form that changes an answer
CHANGE = "answers.edit"


@router.gate
async def follow_held_message(event: Event, turn: Turn) -> Reply | None:
    """Change or drop the held message that is edited or deleted; hold what a newcomer writes into an old message."""
    if not isinstance(event, Edited | Deleted):
        return None
    post = await _find_held_message(event, turn)
    if post is None:
        return await _hold_newcomer_edit(event, turn) if isinstance(event, Edited) else None
    if isinstance(event, Deleted) or is_internal_message(event.text):
        await turn.store.held_messages.settle_held_message(post, DROPPED, turn.person.id)
    else:
        files = msgspec.to_builtins(event.files)
        post.event = post.event | {"text": event.text, "markup": event.markup, "files": files}
    await turn.store.outbox.refresh_copies(newcomer_gate.build_held_subject(post))
    return None if isinstance(event, Deleted) else Reply()


async def _find_held_message(event: Edited | Deleted, turn: Turn) -> HeldMessage | None:
    for post in await turn.store.held_messages.list_held_messages_of_person(turn.person.id, WAITING):
        held = held_messages.build_held_event(post)
        if isinstance(held, Message) and (held.message, held.place) == (event.message, event.place):
            return await turn.store.held_messages.lock(post.id)
    return None


async def _hold_newcomer_edit(event: Edited, turn: Turn) -> Reply | None:
    """Hold an edit that would become the first answer of somebody, as the message that it makes.

    An edit of an answer that is out is held as what a form would make of it.
    """
    source = format_message_source(event.place, event.message)
    answer = await turn.store.answers.find_answer_by_source(source)
    if answer is not None:
        change = await _build_answer_change(event, turn, answer)
        return await _hold_written_event(change, turn) if change is not None else None
    message = Message(
        id=event.id, sender=event.sender, place=event.place, text=event.text, message=event.message,
        files=event.files, markup=event.markup,
    )  # fmt: skip
    return await _hold_written_event(message, turn)


async def _build_answer_change(event: Edited, turn: Turn, answer: Answer) -> Submission | None:
    """Build the form that changes the answer so. What waited for the secretariat before gives way to it."""
    text, id = read_reply_text(event), str(answer.id)
    if answer.author_id != turn.person.id or answer.deleted_at is not None or text == answer.text:
        return None
    for post in await turn.store.held_messages.list_held_messages_of_person(turn.person.id, WAITING):
        held = held_messages.build_held_event(post)
        if isinstance(held, Submission) and (held.name, held.value) == (CHANGE, id):
            await turn.store.held_messages.settle_held_message(post, DROPPED, turn.person.id)
            await turn.store.outbox.refresh_copies(newcomer_gate.build_held_subject(post))
    if is_internal_message(text):
        return None
    return Submission(id=event.id, sender=event.sender, place=event.place, name=CHANGE, value=id, values={"text": text})


async def _hold_written_event(event: Message | Submission, turn: Turn) -> Reply | None:
    """Hold the event if it is suspect, and tell its writer in their private chat."""
    held = await newcomer_gate.hold_newcomer_message(event, turn)
    if held is None or held.card is None:
        return None
    place = outgoing.build_account_place(turn.account)
    draft = outgoing.build_reply_draft(turn.store, f"held:{event.id}", place, turn.person, held.card)
    await turn.store.outbox.post_deliveries(draft)
    return Reply()
