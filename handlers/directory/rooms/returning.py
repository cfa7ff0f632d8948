"""The bot is in the workspace again: a room that was lost with it is open once a message has arrived there."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.cards import Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.rooms.linking import catch_up, room_topics
from handlers.directory.rooms.losing import tell
from handlers.directory.rooms.standing import standing
from handlers.notifications.reasons import SHUT_OUT, UNINSTALLED
from storage.directory.rooms import LOST, OPEN, Room
from storage.kit.database import Store

router = Router()


async def come_back(store: Store, rooms: Sequence[Room], event_id: str) -> None:
    """Try each of them; those without topics wait until somebody invites the bot."""
    for room in rooms:
        if room.state == LOST and room.lost_why in UNINSTALLED | SHUT_OUT:
            key = f"room:{room.id}:back:{event_id}"
            await store.outbox.post(outgoing.to_room(room, "rooms.back", {"room": room.id}, key=key))


@router.card("rooms.back")
async def draw(view: View) -> Card | None:
    room, say = await view.store.rooms.find(view["room"]), view.say
    if room is None or room.state == OPEN:
        return None
    topics = await room_topics(view.store, room, say) or say("questions that need a place")
    return Card(
        "", (Text(say("I am back. Questions from the network about {topics} come here again.", topics=topics)),)
    )


@router.sent("rooms.back")
async def reopen(view: View) -> None:
    room = await view.store.rooms.lock(view["room"])
    if room is not None and room.state == LOST:
        room.state, room.lost_why = await standing(view.store, room), ""
        await catch_up(view.store, room)
        await view.store.outbox.refresh(f"room:{room.id}")


@router.lost("rooms.back")
async def stay_lost(view: View) -> None:
    """In the workspace, but no longer in the room: whoever can invite the bot is told so."""
    room = await view.store.rooms.lock(view["room"])
    if room is not None and room.state == LOST and view.delivery.last_error not in UNINSTALLED:
        room.lost_why = view.delivery.last_error[:64]
        await tell(view.store, room)
