"""What handlers promise to others: drafts of deliveries, addressed to rooms and to people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.turn import View
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.queue.delivery_rows import CARD, CHATTER, NOTICE, Delivery
from storage.queue.outbox import Draft

router = Router()
#: an answer that comes later than this is of no use to the one who waited for it
REPLY_EXPIRES = timedelta(hours=1)


def to_room(
    room: Room,
    template: str,
    args: dict[str, Any],
    *,
    key: str,
    subject: str = "",
    thread: str = "",
    due_at: datetime | None = None,
) -> Draft:
    """A card for everybody in a room."""
    return Draft(
        key=key,
        platform=room.platform,
        workspace=room.workspace,
        channel=room.channel,
        thread=thread,
        template=template,
        args=args,
        language=room.language,
        kind=CARD,
        subject=subject,
        room_id=room.id,
        due_at=due_at,
    )


async def to_person(
    store: Store,
    person: Person,
    template: str,
    args: dict[str, Any],
    *,
    key: str,
    subject: str = "",
    account_id: int | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    kind: str = NOTICE,
) -> bool:
    """Promise a private message; False when the person has no account to write to."""
    chosen = await store.people.account(account_id)  # whoever has just written is known
    if chosen is None or chosen.away or chosen.person_id != person.id:
        accounts = await store.people.accounts(person.id)
        chosen = accounts[0] if accounts else None
    if chosen is None:
        return False
    draft = private(person, chosen, template, args, key=key, subject=subject, due_at=due_at)
    await store.outbox.post(msgspec.structs.replace(draft, kind=kind, expires_at=expires_at))
    return True


def private(
    person: Person,
    account: Account,
    template: str,
    args: dict[str, Any],
    *,
    key: str,
    subject: str = "",
    due_at: datetime | None = None,
) -> Draft:
    """A card for one person, at this account of theirs."""
    return Draft(
        key=key,
        platform=account.platform,
        workspace=account.workspace,
        user=account.user,
        template=template,
        args=args,
        language=person.language,
        subject=subject,
        person_id=person.id,
        due_at=due_at,
    )


def reply(store: Store, event_id: str, place: Place, person: Person, card: Card) -> Draft:
    """The answer to an event, for platforms that cannot show it at once."""
    return Draft(
        key=f"reply:{event_id}",
        platform=place.platform,
        workspace=place.workspace,
        channel=place.channel,
        thread=place.thread,
        user=place.user,
        template="reply",
        args={"card": msgspec.to_builtins(card)},
        language=person.language,
        kind=CHATTER,
        person_id=person.id,
        expires_at=store.now + REPLY_EXPIRES,
    )


@router.card("reply")
async def show_reply(view: View) -> Card | None:
    return msgspec.convert(view["card"], Card)


@router.sent("reply")
async def forget_reply(view: View) -> None:
    """It is never drawn again, and may hold what is shown this once, as an address that opens somebody's calendar."""
    if view.delivery.kind == CHATTER:
        await view.store.outbox.forget_arguments(view.delivery.id)


def place_of(delivery: Delivery) -> Place:
    """Where a delivery goes, or went."""
    return Place(
        platform=delivery.platform,
        workspace=delivery.workspace,
        channel=delivery.channel,
        thread=delivery.thread,
        user=delivery.user,
    )


def account_place(account: Account) -> Place:
    return Place(platform=account.platform, workspace=account.workspace, user=account.user)
