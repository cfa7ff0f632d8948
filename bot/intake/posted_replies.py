"""Post the reply to an event as a message: the platform cannot show it at once, or it follows a record."""

from __future__ import annotations

import msgspec

from bot.intake.spare_copies import keep_spare_copy
from handlers.chat import outgoing
from handlers.chat.card_arguments import list_pending_templates
from handlers.chat.cards import Redrawn, Reply
from handlers.chat.events import Click, Event, Submission
from storage.directory.people import Person
from storage.kit.database import Store
from storage.queue.delivery_rows import Delivery


async def post_reply_card(store: Store, event: Event, person: Person, reply: Reply | None) -> Reply | None:
    """Turn a card that the platform cannot show at once into a delivery, in the same transaction."""
    if reply is None or reply.card is None:
        return reply
    card, acts = reply.card, reply.replace or isinstance(event, Submission)
    lead = await _find_gathered_message(store, event) if acts else None  # to look at something changes nothing
    if lead is not None:  # it is drawn again, and none of what else it tells is lost
        await store.outbox.redraw_delivery(lead)
        told = {lead.subject, *await store.scheduled_notifications.list_batched_subjects(lead.id)}
        if not told.isdisjoint(reply.shown_by):
            return Reply()
        reply = msgspec.structs.replace(reply, replace=False)
    if await _is_answer_shown(store, event, reply):
        return Reply()
    redrawn = None if event.ephemeral else reply.redrawn
    if redrawn is not None and await _redraw_clicked_card(store, event, person, redrawn, replace=reply.replace):
        return Reply()  # what was clicked changes, so there is nothing more to show
    kept_at = event.kept_at if redrawn is not None and not _is_replaced_in_place(event, reply) else None
    place = event.reply_to or kept_at
    if place is None or (event.inline and (reply.brief or (reply.replace and event.direct))):
        return await keep_spare_copy(store, event, person, reply)
    draft = (
        outgoing.build_reply_draft(store, event.id, place, person, card)
        if redrawn is None
        else outgoing.build_redrawn_draft(store, event.id, place, person, redrawn)
    )
    await store.outbox.post_deliveries(draft)
    return Reply(form=reply.form, errors=reply.errors, posted=True)


async def _is_answer_shown(store: Store, event: Event, reply: Reply) -> bool:
    """Return True for a form that was opened from a message which says by now what the reply says."""
    if not (isinstance(event, Submission) and reply.shown_by):
        return False
    return await outgoing.is_shown_in_message(store, event.place, event.message, reply.shown_by)


def _is_replaced_in_place(event: Event, reply: Reply) -> bool:
    """Return True for a card that the platform showed itself, whose place the reply takes: its buttons must go."""
    return reply.replace and isinstance(event, Click) and event.direct and event.message != ""


async def _find_gathered_message(store: Store, event: Event) -> Delivery | None:
    """Return the private message with what was clicked or answered, if it tells of several things."""
    place, templates = event.place, list_pending_templates()
    if not (isinstance(event, Click | Submission) and event.direct and event.message):
        return None
    return await store.channel_messages.find_gathering_delivery(
        place.platform, place.workspace, place.channel, event.message, templates
    )


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
