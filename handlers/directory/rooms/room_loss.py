"""Mark a room lost when the bot can no longer write there, and notify once who can restore it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.card_arguments import AnyCard, CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.room_names import name_room
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.rooms.room_links import describe_room_topics
from handlers.notifications.delivery_failures import ERASED, UNINSTALLED, explain_failure
from handlers.notifications.delivery_failures import LOST as NO_WAY_IN
from storage.directory.people import Person
from storage.directory.rooms import LOST, Room
from storage.kit.database import Store

router = Router()


class RoomLostNotice(CardArguments, frozen=True):
    template = "rooms.lost"

    room: int


@router.lost(AnyCard)
async def on_room_delivery_lost(view: View[AnyCard]) -> None:
    """Mark the room lost after a card was refused for good because of the room itself."""
    delivery = view.delivery
    if delivery.room_id is not None and delivery.last_error in NO_WAY_IN:
        await mark_room_lost(view.store, delivery.room_id, delivery.last_error)


async def mark_room_lost(store: Store, room_id: int, why: str) -> None:
    room = await store.rooms.lock(room_id)
    if room is None:
        return
    if room.state == LOST:
        if why in ERASED:  # archived first: nobody can restore it any more
            room.lost_why = why
            await store.outbox.refresh_copies(f"room:{room.id}")
        return
    room.state, room.lost_why = LOST, why[:64]
    await notify_room_lost(store, room)


async def notify_room_lost(store: Store, room: Room) -> None:
    """Notify the people who can restore the room."""
    if not await store.rooms.list_room_topic_ids(room.id) and not room.triage:
        return  # it had no traffic
    for person in await _list_room_restorers(store, room):
        key = f"room:{room.id}:lost:{store.now:%Y%m%dT%H%M%S}:{person.id}"
        await outgoing.post_to_person(store, person, RoomLostNotice(room.id), key=key, subject=f"room:{room.id}")


async def _list_room_restorers(store: Store, room: Room) -> Sequence[Person]:
    linked_by = await store.people.find(room.linked_by_id)
    if room.lost_why in UNINSTALLED:
        linked_by = None  # that person is in the workspace without the bot
    if linked_by is not None and await store.people.list_reachable_accounts(linked_by.id):
        return [linked_by]
    return await store.people.list_secretariat()


@router.card(RoomLostNotice)
async def draw_room_lost_card(view: View[RoomLostNotice]) -> Card | None:
    room, say = await view.store.rooms.find(view.args.room), view.say
    if room is None:
        return None
    name = name_room(say, room)
    if room.state != LOST:
        return Card("", (Text(say("I can write in {room} again.", room=name)),))
    why, what_to_do = explain_failure(say, room.lost_why)
    topics = await describe_room_topics(view.store, room, say)
    parts = [Text(say("Reason: {why}. {what}", why=why, what=what_to_do))]
    if topics:
        parts.append(Text(say("Questions about {topics} will not reach it in the meantime.", topics=topics)))
    button = Button(say("Choose topics"), "rooms.link", str(room.id))
    return Card(say("I can no longer write in {room}", room=name), (*parts, Buttons((button,))))
