"""Build drafts of deliveries from handlers to rooms and people, and post them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Redrawn
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.turn import View
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.queue.delivery_rows import CARD, CHATTER, NOTICE, REPLY, SENT, Delivery
from storage.queue.outbox import DeliveryDraft

router = Router()
#: A later answer is useless to the person who waited for it.
REPLY_EXPIRES = timedelta(hours=1)
#: beginnings of the names of actions and cards that are still for who has left: to join again, other accounts, own data
FOR_DEPARTED = ("members.", "accounts.", "departures.", "privacy.")


class PrivateReply(CardArguments, frozen=True):
    """Hold the answer to an event as it was drawn; its reader alone gets it."""

    template = REPLY

    card: Card


def build_room_draft(
    room: Room,
    card: CardArguments,
    *,
    key: str,
    subject: str = "",
    due_at: datetime | None = None,
) -> DeliveryDraft:
    """Build the draft of a card for everybody in a room."""
    return DeliveryDraft(
        key=key,
        platform=room.platform,
        workspace=room.workspace,
        channel=room.channel,
        template=card.template,
        args=card.encode_arguments(),
        language=room.language,
        kind=CARD,
        subject=subject,
        room_id=room.id,
        due_at=due_at,
    )


def may_reach_person(person: Person | None, kind: str, template: str) -> bool:
    """Return True if a message may still go to its reader, who may have left the network."""
    return person is None or person.left_at is None or kind == CHATTER or template.startswith(FOR_DEPARTED)


async def post_to_person(
    store: Store,
    person: Person,
    card: CardArguments,
    *,
    key: str,
    subject: str = "",
    account_id: int | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    kind: str = NOTICE,
) -> bool:
    """Post a private message; return False when the person has left, or has no account to write to."""
    if not may_reach_person(person, kind, card.template):
        return False
    chosen = await store.people.find_account(account_id)  # the sender's account is always stored
    if chosen is None or chosen.away or chosen.person_id != person.id:
        accounts = await store.people.list_reachable_accounts(person.id)
        chosen = accounts[0] if accounts else None
    if chosen is None:
        return False
    draft = build_private_draft(person, chosen, card, key=key, subject=subject, due_at=due_at)
    await store.outbox.post_deliveries(msgspec.structs.replace(draft, kind=kind, expires_at=expires_at))
    return True


def build_private_draft(
    person: Person,
    account: Account,
    card: CardArguments,
    *,
    key: str,
    subject: str = "",
    due_at: datetime | None = None,
) -> DeliveryDraft:
    """Build the draft of a card for one person, at this account of theirs."""
    return DeliveryDraft(
        key=key,
        platform=account.platform,
        workspace=account.workspace,
        user=account.user,
        template=card.template,
        args=card.encode_arguments(),
        language=person.language,
        subject=subject,
        person_id=person.id,
        due_at=due_at,
    )


def build_reply_draft(store: Store, event_id: str, place: Place, person: Person, card: Card) -> DeliveryDraft:
    """Build the draft of the answer to an event, for platforms that cannot show the answer at once."""
    return DeliveryDraft(
        key=f"reply:{event_id}",
        platform=place.platform,
        workspace=place.workspace,
        channel=place.channel,
        thread=place.thread,
        user=place.user,
        template=PrivateReply.template,
        args=PrivateReply(card).encode_arguments(),
        language=person.language,
        kind=CHATTER,
        person_id=person.id,
        expires_at=store.now + REPLY_EXPIRES,
    )


def build_redrawn_draft(store: Store, event_id: str, place: Place, person: Person, redrawn: Redrawn) -> DeliveryDraft:
    """Build the draft of an answer that is drawn again with its record; it never comes too late."""
    draft = build_reply_draft(store, event_id, place, person, Card())
    args = redrawn.args.encode_arguments()
    return msgspec.structs.replace(
        draft, template=redrawn.args.template, args=args, subject=redrawn.subject, kind=NOTICE, expires_at=None
    )


async def redraw_clicked_message(store: Store, place: Place, message: str, person: Person, redrawn: Redrawn) -> bool:
    """Turn the private message that was clicked into this card; return False if the bot does not know it."""
    row = await store.channel_messages.find_delivery_of_message(place.platform, place.workspace, place.channel, message)
    if not message or row is None or row.person_id != person.id or row.state != SENT:
        return False
    args = redrawn.args.encode_arguments()
    await store.private_notices.reuse_private_message(row, redrawn.args.template, args, redrawn.subject)
    return True


async def is_message_about(store: Store, place: Place, message: str, redrawn: Redrawn) -> bool:
    """Return True if this message is such a card of the same record."""
    row = await store.channel_messages.find_delivery_of_message(place.platform, place.workspace, place.channel, message)
    return bool(message) and row is not None and (row.template, row.subject) == (redrawn.args.template, redrawn.subject)


async def is_redrawn_message(store: Store, place: Place, message: str) -> bool:
    """Return True if this message changes with its record, so that it says itself what became of a click."""
    row = await store.channel_messages.find_delivery_of_message(place.platform, place.workspace, place.channel, message)
    return bool(message) and row is not None and row.subject != ""


async def is_shown_in_message(store: Store, place: Place, message: str, subjects: Collection[str]) -> bool:
    """Return True if this message, or one that was gathered into it, is drawn again when one of these changes."""
    row = await store.channel_messages.find_delivery_of_message(place.platform, place.workspace, place.channel, message)
    if not message or row is None:
        return False
    return not {row.subject, *await store.scheduled_notifications.list_batched_subjects(row.id)}.isdisjoint(subjects)


@router.card(PrivateReply)
async def draw_reply_card(view: View[PrivateReply]) -> Card | None:
    return view.args.card


def build_delivery_place(delivery: Delivery) -> Place:
    """Return where a delivery goes, or went."""
    return Place(
        platform=delivery.platform,
        workspace=delivery.workspace,
        channel=delivery.channel,
        thread=delivery.thread,
        user=delivery.user,
    )


def build_account_place(account: Account) -> Place:
    return Place(platform=account.platform, workspace=account.workspace, user=account.user)
