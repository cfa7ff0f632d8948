"""Keep: what somebody wrote is put aside as the event it was, and taken up as that event when it goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from handlers.access import rights
from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Event
from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.moderation.holding.posts import kind_of, type_of, typed, way_back, words_of
from storage.moderation.held_messages import DROPPED, KEPT, WAITING, HeldPost


async def keep(turn: Turn, event: Event, why: str, state: str = KEPT) -> HeldPost:
    """The whole event, so that nothing of it is lost: where it was written, in which form, about what."""
    data: dict[str, Any] = {"type": type(event).__name__, **msgspec.to_builtins(event)}
    post = HeldPost(person_id=turn.person.id, account_id=turn.account.id or None, why=why, event=data, state=state)
    return await turn.store.held_posts.add(post)


def event_of(post: HeldPost) -> Event:
    data = {name: value for name, value in post.event.items() if name != "type"}
    return msgspec.convert(data, type_of(post.event["type"]))


def text_of(post: HeldPost) -> str:
    """What was written; empty once it is over."""
    return words_of(event_of(post)) if post.event else ""


async def own(turn: Turn, value: str) -> HeldPost:
    """One that waits for this person's word, held for a change; foreign and missing look the same."""
    post = await turn.store.held_posts.lock(parse_id(value))
    mine = post is not None and post.person_id == turn.person.id and post.state == KEPT
    missing = turn.say("That text is no longer kept: it was sent or thrown away.")
    await rights.need(turn, *((rights.OWNER,) if mine else ()), missing=missing)
    assert post is not None
    return post


async def take_up(turn: Turn, post: HeldPost) -> Reply | None:
    """What would have happened, now and as its writer. What is wrong with it is said in words: no form is open."""
    try:
        return await rights.do_within(turn, event_of(post))
    except UserError as error:
        raise UserError(error.text or "\n".join(error.fields.values())) from error


async def as_writer(turn: Turn, post: HeldPost) -> Turn:
    """The turn as the writer's own, whoever lets the post go on. Raises UserError when they are gone."""
    person = await turn.store.people.find(post.person_id)
    accounts = await turn.store.people.accounts(post.person_id) if person else ()
    account = next((one for one in accounts if one.id == post.account_id), next(iter(accounts), None))
    if person is None or account is None:
        raise UserError(turn.say("Whoever wrote it cannot be reached any more."))
    return replace(turn, person=person, account=account, say=Say(person.language, turn.arena.zone))


async def form_again(turn: Turn, post: HeldPost) -> Form:
    """The form it was written in, filled in as it was."""
    event, filled = event_of(post), typed(event_of(post))
    name, value = way_back(event)
    click = Click(id=event.id, sender=event.sender, place=event.place, direct=event.direct, name=name, value=value)
    inner = replace(turn, action=rights.action_of(click), ties=set())
    reply = await turn.handlers[Click, name](click, inner)
    form = reply.form if reply is not None else None
    assert form is not None
    fields = [msgspec.structs.replace(field, value=filled.get(field.name, field.value)) for field in form.fields]
    return msgspec.structs.replace(form, fields=tuple(fields))


async def replaced(turn: Turn, event: Event) -> str:
    """What this person sends now takes the place of what they had kept of the same form; gives what that said."""
    if kind_of(event) is None:
        return ""
    said = ""
    for post in await turn.store.held_posts.of(turn.person.id, WAITING):
        if post.state == KEPT and way_back(event_of(post)) == way_back(event):
            said = text_of(post)
            await turn.store.held_posts.settle(post, DROPPED, turn.person.id)
    return said
