"""Post the reply to an event as a message: the platform cannot show it at once, or it follows a record."""

from __future__ import annotations

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Redrawn, Reply
from handlers.chat.events import Click, Event, Submission
from storage.directory.people import Person
from storage.kit.database import Store


async def post_reply_card(store: Store, event: Event, person: Person, reply: Reply | None) -> Reply | None:
    """Turn a card that the platform cannot show at once into a delivery, in the same transaction."""
    if reply is None or reply.card is None:
        return reply
    card = reply.card
    if reply.replace and isinstance(event, Click) and await _keep_gathered_message(store, event):
        reply = msgspec.structs.replace(reply, replace=False)
    redrawn = None if event.ephemeral else reply.redrawn
    if redrawn is not None and await _redraw_clicked_card(store, event, person, redrawn, replace=reply.replace):
        return Reply()  # what was clicked changes, so there is nothing more to show
    place = event.reply_to or (event.kept_at if redrawn is not None else None)
    if place is None or (event.inline and (reply.brief or (reply.replace and event.direct))):
        return reply
    draft = (
        outgoing.build_reply_draft(store, event.id, place, person, card)
        if redrawn is None
        else outgoing.build_redrawn_draft(store, event.id, place, person, redrawn)
    )
    await store.outbox.post_deliveries(draft)
    return Reply(form=reply.form, errors=reply.errors)


async def _keep_gathered_message(store: Store, event: Click) -> bool:
    """Return True for a message that tells of other things besides: it is drawn again, and none of them is lost."""
    place = event.place
    if not (event.direct and event.message):
        return False
    lead = await store.channel_messages.find_gathering_delivery(
        place.platform, place.workspace, place.channel, event.message
    )
    if lead is not None:
        await store.outbox.redraw_delivery(lead)
    return lead is not None


async def _redraw_clicked_card(store: Store, event: Event, person: Person, redrawn: Redrawn, *, replace: bool) -> bool:
    """Change the card that was clicked, or from which the form was opened.

    A form that does not say so itself changes a card of the same record.
    """
    if not isinstance(event, Click | Submission):
        return False
    place, message = event.place, event.message
    if isinstance(event, Submission) and not replace:
        replace = await outgoing.is_message_about(store, place, message, redrawn)
    return replace and await outgoing.redraw_clicked_message(store, place, message, person, redrawn)
