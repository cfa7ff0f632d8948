"""Let a held message follow what its writer changes in the chat: nothing goes past those who decide on it."""

from __future__ import annotations

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Reply
from handlers.chat.events import Deleted, Edited, Event, Message
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.moderation.review_queue import held_messages, newcomer_gate
from handlers.questions.answers.thread_replies import is_internal_message
from storage.moderation.held_messages import DROPPED, WAITING, HeldMessage

router = Router()


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
    """Hold an edit that would become the first answer of somebody, as the message that it makes."""
    source = format_message_source(event.place, event.message)
    if await turn.store.answers.find_answer_by_source(source) is not None:
        return None
    message = Message(
        id=event.id, sender=event.sender, place=event.place, text=event.text, message=event.message,
        files=event.files, markup=event.markup,
    )  # fmt: skip
    held = await newcomer_gate.hold_newcomer_message(message, turn)
    if held is None or held.card is None:
        return None
    place = outgoing.build_account_place(turn.account)
    draft = outgoing.build_reply_draft(turn.store, f"held:{event.id}", place, turn.person, held.card)
    await turn.store.outbox.post_deliveries(draft)
    return Reply()
