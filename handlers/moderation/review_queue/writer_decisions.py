"""Let the writer of a held message send it, edit it, give it to the secretariat alone, or discard it."""

from __future__ import annotations

from handlers.access import secretariat_vacancy
from handlers.chat import outgoing
from handlers.chat.cards import Button, Reply, build_text_reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.moderation.review_queue import held_messages, newcomer_gate
from handlers.moderation.review_queue.private_messages import PrivateTextCard
from storage.moderation.held_messages import ASKED, DROPPED, PASSED, PRIVATE, HeldMessage

router = Router()


def draw_writer_buttons(say: Say, post: HeldMessage) -> tuple[Button, ...]:
    """Draw *Send likevel · Endre · Send bare til sekretariatet*."""
    id = str(post.id)
    return (
        Button(say("Send anyway"), "holding.send", id, "primary"),
        Button(say("Edit"), "holding.edit", id),
        Button(say("Send only to the secretariat"), "holding.private", id),
    )


@router.on(Click, "holding.send")
async def on_held_message_send(event: Click, turn: Turn) -> Reply | None:
    post = await held_messages.lock_own_held_message(turn, event.value)
    stopped = await newcomer_gate.hold_newcomer_message(held_messages.build_held_event(post), turn)
    reply = stopped or await held_messages.handle_held_event(turn, post)
    await turn.store.held_messages.settle_held_message(post, DROPPED if stopped else PASSED, turn.person.id)
    return (
        Reply(reply.card, reply.form, replace=True)
        if reply is not None
        else build_text_reply(turn.say("Sent."), replace=True)
    )


@router.on(Click, "holding.edit", opens=True)
async def on_held_message_edit_open(event: Click, turn: Turn) -> Reply:
    """Open the form; what is sent from the form replaces the held message."""
    return Reply(
        form=await held_messages.draw_held_form(turn, await held_messages.lock_own_held_message(turn, event.value))
    )


@router.on(Click, "holding.private")
async def on_held_message_private(event: Click, turn: Turn) -> Reply:
    """Give the message to the secretariat, which answers outside the rooms."""
    post = await held_messages.lock_own_held_message(turn, event.value)
    post.why, post.state = PRIVATE, ASKED
    for person in await turn.store.people.list_secretariat():
        key = f"held:{post.id}:{person.id}"
        await outgoing.post_to_person(turn.store, person, PrivateTextCard(post.id), key=key, subject=f"held:{post.id}")
    text = await secretariat_vacancy.describe_kept_by_secretariat(
        turn.store, turn.say, turn.say("Only the secretariat has it.")
    )
    return build_text_reply(f"{text} {turn.say('You hear when it has been read.')}", replace=True)


@router.on(Click, "holding.drop")
async def on_held_message_drop(event: Click, turn: Turn) -> Reply:
    await turn.store.held_messages.settle_held_message(
        await held_messages.lock_own_held_message(turn, event.value), DROPPED, turn.person.id
    )
    return build_text_reply(turn.say("Discarded."), replace=True)
