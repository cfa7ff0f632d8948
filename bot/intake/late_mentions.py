"""Read an edit that first mentions the bot as the message that it has become.

Somebody forgets the mention and adds it. The platform told nothing of the message before, and only of its change.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

from handlers.chat.events import Edited, Event, Message
from handlers.directory.display_names import format_message_source
from handlers.questions.answers.thread_replies import is_internal_message
from storage.kit.database import Store

#: Age of a message beyond which its edit asks nothing. It is shorter than answered events are remembered.
RECENT = timedelta(days=1)
_COMMON = tuple(field.name for field in fields(Event) if field.name not in ("id", "name"))


async def convert_late_mention(store: Store, event: Event) -> Event:
    """Return the message that an edit makes of one which the bot did not hear; any other event as it is.

    The event has the id of the message: where that still comes, it is known as a repetition.
    """
    if not isinstance(event, Edited) or not await _is_first_mention(store, event):
        return event
    common = {name: getattr(event, name) for name in _COMMON}
    return Message(
        **common,
        id=event.original,
        text=event.text,
        message=event.message,
        addressed=True,
        files=event.files,
        markup=event.markup,
    )


async def _is_first_mention(store: Store, event: Edited) -> bool:
    if event.direct or not event.addressed or not event.original or not (event.text.strip() or event.files):
        return False
    if event.at is None or event.sent_at is None or event.at - event.sent_at > RECENT:
        return False
    if is_internal_message(event.text) or await _is_message_known(store, event):
        return False
    return await store.inbox.try_claim_event(event.original)


async def _is_message_known(store: Store, event: Edited) -> bool:
    """Return True if the message is a record, or says something below one of the bot's own."""
    place, source = event.place, format_message_source(event.place, event.message)
    if await store.questions.find_question_by_source(source) or await store.answers.find_answer_by_source(source):
        return True
    return bool(place.thread) and bool(
        await store.channel_messages.find_delivery_of_message(
            place.platform, place.workspace, place.channel, place.thread
        )
    )
