"""Convert messages to the bot into the commands that they begin with."""

from __future__ import annotations

from handlers.chat.events import Command, Event, Message
from handlers.chat.places import Place
from handlers.chat.typed_commands import build_typed_command
from handlers.directory.display_names import format_message_source
from handlers.language.bot_question_patterns import classify_bot_question
from handlers.language.reminder_orders import orders_reminder
from storage.kit.database import Store
from storage.questions.questions import PUBLIC

#: what words without a verb are guessed to be
_GUESSED = frozenset(("asked", "stated", "timed"))


async def convert_to_command(store: Store, event: Event) -> Event:
    """Convert a message to the bot into a command, unless it continues a thread that the bot opened.

    Below a message that asked a question, words without a verb continue that question. Who asks to be reminded writes
    to the bot in any thread. Any other event is returned as it is.
    """
    if not isinstance(event, Message) or not event.addressed or event.orphaned:
        return event
    if orders_reminder(event.text):
        return build_typed_command(event)
    if await _continues_own_thread(store, event.place):
        return event
    typed = build_typed_command(event)
    continues = typed.text == event.text and _may_continue_question(typed)
    return event if continues and await _stands_below_question(store, event.place) else typed


def _may_continue_question(typed: Command) -> bool:
    """Return True for words without a verb that are not surely for the bot: an answer may sound as if they were."""
    return typed.name == "ask" or (typed.name in _GUESSED and not classify_bot_question(typed.text)[0])


async def _continues_own_thread(store: Store, place: Place) -> bool:
    if not place.thread:
        return False
    opening = await store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, place.thread
    )
    return opening is not None


async def _stands_below_question(store: Store, place: Place) -> bool:
    if not place.thread:
        return False
    asked = await store.questions.find_question_by_source(format_message_source(place, place.thread))
    return asked is not None and asked.state in PUBLIC
