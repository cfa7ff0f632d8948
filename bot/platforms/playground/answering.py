"""What the bot answers somebody on the page: a card is kept where the person is, the rest travels back to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bot.platforms.playground import translate
from bot.platforms.playground.translate import NAME, WORKSPACE
from handlers.chat.cards import Card, Reply
from handlers.chat.events import Event
from storage.playground.playground_chat import BOT, DIRECT, Member, PlaygroundMessage

if TYPE_CHECKING:
    from bot.platforms.playground import Playground

Answer = dict[str, Any]


async def tell(playground: Playground, me: Member, event: Event) -> Answer:
    """For events whose cards the bot posts by itself; one that it could not post is shown here."""
    reply = await playground.dispatch(event)
    at = translate.Press(id=event.id.rpartition(":")[2], channel=event.place.channel, thread=event.place.thread, do="")
    return await answered(playground, me, at, reply)


async def answered(
    playground: Playground, me: Member, action: translate.Press | translate.Submit, reply: Reply | None
) -> Answer:
    """What the page does next. A card is kept where the person is; a form, errors and a short word travel back."""
    answer: Answer = {"language": await _language(playground, me)}
    if reply is None:
        return answer
    if reply.form is not None:
        answer["form"] = msgspec.to_builtins(reply.form)
    if reply.errors:
        answer["errors"] = reply.errors
    if reply.card is not None and reply.brief and action.aside:
        answer["brief"] = reply.card.fallback
    elif reply.card is not None:
        row = await _keep(playground, me, action, reply.card, replace=reply.replace)
        await playground.show(row)
        answer["shown"] = row.id
    return answer


async def _language(playground: Playground, me: Member) -> str:
    """The member's language as it is after the event: one may have just chosen another."""
    async with playground.database.read() as store:
        known = await store.people.by_account(NAME, WORKSPACE, me.user)
    return known[0].language if known else me.language


async def _keep(
    playground: Playground, me: Member, action: translate.Press | translate.Submit, card: Card, *, replace: bool
) -> PlaygroundMessage:
    """As a message of its own, or in place of the private card that was clicked."""
    drawn = msgspec.to_builtins(card)
    async with playground.database.begin() as store:
        clicked = await store.playground.find(action.message) if replace and action.message else None
        if (
            clicked is not None
            and clicked.author == BOT
            and me.user in (clicked.only_for, clicked.channel.removeprefix(DIRECT))
        ):
            clicked.card, clicked.text = drawn, card.fallback
            return clicked
        direct = action.channel.startswith(DIRECT)
        return await store.playground.post(
            PlaygroundMessage(
                channel=action.channel,
                thread=action.thread,
                author=BOT,
                text=card.fallback,
                card=drawn,
                only_for="" if direct else me.user,
                key=f"reply:{me.user}:{action.id}",
            )
        )
