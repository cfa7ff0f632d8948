"""Hold a message as the event it was, and handle it as that event when it goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from handlers.access import rights
from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Event, Message
from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.moderation.review_queue.post_kinds import (
    extract_post_text,
    find_event_type,
    find_form_click,
    find_post_kind,
    list_typed_values,
)
from storage.moderation.held_messages import DROPPED, KEPT, WAITING, HeldMessage

#: what the cards are about whose threads go to other rooms
CARRIED = ("question", "answer")


async def hold_message(turn: Turn, event: Event, why: str, state: str = KEPT) -> HeldMessage:
    """Store the whole event, so that nothing is lost: where it was written, in which form, about what."""
    data: dict[str, Any] = {"type": type(event).__name__, **msgspec.to_builtins(event)}
    post = HeldMessage(person_id=turn.person.id, account_id=turn.account.id or None, why=why, event=data, state=state)
    return await turn.store.held_messages.add(post)


def build_held_event(post: HeldMessage) -> Event:
    data = {name: value for name, value in post.event.items() if name != "type"}
    return msgspec.convert(data, find_event_type(post.event["type"]))


def find_held_text(post: HeldMessage) -> str:
    """Return what was written; "" once the message is settled."""
    return extract_post_text(build_held_event(post)) if post.event else ""


async def lock_own_held_message(turn: Turn, value: str) -> HeldMessage:
    """Return a message that waits for this person's decision, with a row lock.

    Raises UserError, the same for not found and not allowed.
    """
    post = await turn.store.held_messages.lock(parse_id(value))
    mine = post is not None and post.person_id == turn.person.id and post.state == KEPT
    if post is None or not mine:
        raise UserError(turn.say("That text is no longer stored: it was sent or discarded."))
    await rights.need_right(turn, rights.OWNER)
    return post


async def handle_held_event(turn: Turn, post: HeldMessage) -> Reply | None:
    """Handle the event now, as its writer.

    Errors are raised as one text: no form is open that could show them at its fields.
    """
    try:
        return await rights.run_inner_action(turn, build_held_event(post))
    except UserError as error:
        raise UserError(error.text or "\n".join(error.fields.values())) from error


async def build_writer_turn(turn: Turn, post: HeldMessage) -> Turn:
    """Return the turn as the writer's own, whoever lets the message go on.

    Raises UserError when the writer is gone.
    """
    person = await turn.store.people.find(post.person_id)
    accounts = await turn.store.people.list_reachable_accounts(post.person_id) if person else ()
    account = next((one for one in accounts if one.id == post.account_id), next(iter(accounts), None))
    if person is None or account is None:
        raise UserError(turn.say("Whoever wrote it cannot be reached any more."))
    return replace(turn, person=person, account=account, say=Say(person.language, turn.arena.zone))


async def draw_held_form(turn: Turn, post: HeldMessage) -> Form:
    """Draw the form the message was written in, filled in as it was."""
    event, filled = build_held_event(post), list_typed_values(build_held_event(post))
    name, value = find_form_click(event)
    click = Click(id=event.id, sender=event.sender, place=event.place, direct=event.direct, name=name, value=value)
    inner = replace(turn, action=rights.find_action(click), ties=set())
    reply = await turn.handlers[Click, name](click, inner)
    form = reply.form if reply is not None else None
    assert form is not None
    fields = [msgspec.structs.replace(field, value=filled.get(field.name, field.value)) for field in form.fields]
    return msgspec.structs.replace(form, fields=tuple(fields))


async def is_carried_reply(event: Message, turn: Turn) -> bool:
    """Return True for a reply under a card whose thread goes to other rooms."""
    place = event.place
    row = await turn.store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, place.thread
    )
    return row is not None and any(kind in row.args for kind in CARRIED)


async def drop_replaced_message(turn: Turn, event: Event) -> str:
    """Drop what this person had held of the same form, and return what that message said.

    What the person sends now replaces it.
    """
    if find_post_kind(event) is None:
        return ""
    said = ""
    for post in await turn.store.held_messages.list_held_messages_of_person(turn.person.id, WAITING):
        if post.state == KEPT and find_form_click(build_held_event(post)) == find_form_click(event):
            said = find_held_text(post)
            await turn.store.held_messages.settle_held_message(post, DROPPED, turn.person.id)
    return said
