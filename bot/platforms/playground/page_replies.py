"""Return the bot's reply to the page: a card is stored where the person is, the rest goes back to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bot.platforms.button_folding import fold_card_buttons
from bot.platforms.figure_binding import bind_card_figures
from bot.platforms.playground import event_translation
from bot.platforms.playground.event_translation import NAME, WORKSPACE
from handlers.chat.cards import Card, Reply
from handlers.chat.events import Event
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundMember, PlaygroundMessage

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform

Answer = dict[str, Any]


def encode_page_card(card: Card) -> dict[str, Any]:
    """Return the card as JSON, with the last buttons of long rows behind ⋯."""
    encoded: dict[str, Any] = msgspec.to_builtins(bind_card_figures(fold_card_buttons(card)))
    return encoded


async def dispatch_page_event(playground: PlaygroundPlatform, me: PlaygroundMember, event: Event) -> Answer:
    """Dispatch an event whose cards the bot posts by itself.

    A card that could not be posted is shown on the page.
    """
    reply = await playground.dispatch(event)
    at = event_translation.PressButton(
        id=event.id.rpartition(":")[2], channel=event.place.channel, thread=event.place.thread, do=""
    )
    return await build_page_answer(playground, me, at, reply)


async def build_page_answer(
    playground: PlaygroundPlatform,
    me: PlaygroundMember,
    action: event_translation.PressButton | event_translation.SubmitForm,
    reply: Reply | None,
) -> Answer:
    """Return what the page does next.

    A card is stored where the person is. A form, errors and a brief text go back to the page. Whoever
    acts on the home page or among search results gets the card there as well.
    """
    answer: Answer = {"language": await _load_member_language(playground, me)}
    if reply is None:
        return answer
    if reply.form is not None:
        answer["form"] = msgspec.to_builtins(reply.form)
    if reply.errors:
        answer["errors"] = reply.errors
    if reply.card is not None and reply.brief and action.aside:
        answer["brief"] = reply.card.fallback
    elif reply.card is not None:
        row = await _store_reply_card(playground, me, action, reply.card, replace=reply.replace)
        await playground.show_page_message(row)
        answer["shown"] = row.id
        if action.aside:
            answer["card"] = row.card
    return answer


async def _load_member_language(playground: PlaygroundPlatform, me: PlaygroundMember) -> str:
    """Return the member's language after the event, since the event may have changed it."""
    async with playground.database.read() as store:
        known = await store.people.find_person_by_account(NAME, WORKSPACE, me.user)
    return known[0].language if known else me.language


async def _store_reply_card(
    playground: PlaygroundPlatform,
    me: PlaygroundMember,
    action: event_translation.PressButton | event_translation.SubmitForm,
    card: Card,
    *,
    replace: bool,
) -> PlaygroundMessage:
    """Store the card as a message of its own, or in place of the private card that was clicked."""
    drawn = encode_page_card(card)
    async with playground.database.begin() as store:
        clicked = await store.playground_chat.find_message(action.message) if replace and action.message else None
        if (
            clicked is not None
            and clicked.author == BOT
            and me.user in (clicked.only_for, clicked.channel.removeprefix(DIRECT))
        ):
            clicked.card, clicked.text = drawn, card.fallback
            return clicked
        direct = action.channel.startswith(DIRECT)
        return await store.playground_chat.store_message(
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
