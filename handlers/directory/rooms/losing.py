"""A room is lost when the bot can no longer write there: said once, to the one who can mend it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.rooms.linking import room_topics
from handlers.notifications.reasons import LOST as NO_WAY_IN
from handlers.notifications.reasons import UNINSTALLED, explain
from storage.directory.people import Person
from storage.directory.rooms import LOST, Room
from storage.kit.database import Store

router = Router()


@router.lost("*")
async def give_up(view: View) -> None:
    """A card for a room was refused for good because of the room itself."""
    delivery = view.delivery
    if delivery.room_id is not None and delivery.last_error in NO_WAY_IN:
        await lose(view.store, delivery.room_id, delivery.last_error)


async def lose(store: Store, room_id: int, why: str) -> None:
    room = await store.rooms.lock(room_id)
    if room is None or room.state == LOST:
        return
    room.state, room.lost_why = LOST, why[:64]
    await tell(store, room)


async def tell(store: Store, room: Room) -> None:
    """Those who can mend it."""
    if not await store.rooms.topics(room.id) and not room.triage:
        return  # nothing went there
    for person in await _menders(store, room):
        key = f"room:{room.id}:lost:{store.now:%Y%m%dT%H%M%S}:{person.id}"
        await outgoing.to_person(store, person, "rooms.lost", {"room": room.id}, key=key, subject=f"room:{room.id}")


async def _menders(store: Store, room: Room) -> Sequence[Person]:
    linked_by = await store.people.find(room.linked_by_id)
    if room.lost_why in UNINSTALLED:
        linked_by = None  # is in that workspace, where nothing arrives
    if linked_by is not None and await store.people.accounts(linked_by.id):
        return [linked_by]
    return await store.people.secretariat()


@router.card("rooms.lost")
async def draw(view: View) -> Card | None:
    room, say = await view.store.rooms.find(view["room"]), view.say
    if room is None:
        return None
    name = room.name or room.channel
    if room.state != LOST:
        return Card("", (Text(say("I can write in {room} again.", room=name)),))
    why, what_to_do = explain(say, room.lost_why)
    topics = await room_topics(view.store, room, say)
    parts = [Text(say("Reason: {why}. {what}", why=why, what=what_to_do))]
    if topics:
        parts.append(Text(say("Questions about {topics} do not reach it meanwhile.", topics=topics)))
    button = Button(say("Choose topics"), "rooms.link", str(room.id))
    return Card(say("I can no longer write in {room}", room=name), (*parts, Buttons((button,))))
