"""Reopen a room that was lost with its workspace, once a message has arrived there again."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.rooms.room_links import describe_room_topics, find_room_state, refresh_room
from handlers.directory.rooms.room_loss import notify_room_lost
from handlers.notifications.delivery_failures import SHUT_OUT, UNINSTALLED
from storage.directory.rooms import LOST, OPEN, Room
from storage.kit.database import Store

router = Router()


class RoomRecoveredCard(CardArguments, frozen=True):
    template = "rooms.back"

    room: int


async def retry_lost_rooms(store: Store, rooms: Sequence[Room], event_id: str) -> None:
    """Send a card to each lost room. Rooms without topics wait until somebody invites the bot."""
    for room in rooms:
        if room.state == LOST and room.lost_why in UNINSTALLED | SHUT_OUT:
            key = f"room:{room.id}:back:{event_id}"
            await store.outbox.post_deliveries(outgoing.build_room_draft(room, RoomRecoveredCard(room.id), key=key))


@router.card(RoomRecoveredCard)
async def draw_room_recovered_card(view: View[RoomRecoveredCard]) -> Card | None:
    room, say = await view.store.rooms.find(view.args.room), view.say
    if room is None or room.state == OPEN:
        return None
    topics = await describe_room_topics(view.store, room, say) or say("questions without a topic or room")
    return Card(
        "", (Text(say("I am back. Questions from the network about {topics} come here again.", topics=topics)),)
    )


@router.sent(RoomRecoveredCard)
async def on_room_recovered(view: View[RoomRecoveredCard]) -> None:
    room = await view.store.rooms.lock(view.args.room)
    if room is not None and room.state == LOST:
        room.state, room.lost_why = await find_room_state(view.store, room), ""
        await refresh_room(view.store, room)
        await view.store.outbox.refresh_copies(f"room:{room.id}")


@router.lost(RoomRecoveredCard)
async def on_room_recovery_failed(view: View[RoomRecoveredCard]) -> None:
    """Keep the room lost: the bot is in the workspace, but not in the room. Notify who can invite it."""
    room = await view.store.rooms.lock(view.args.room)
    if room is not None and room.state == LOST and view.delivery.last_error not in UNINSTALLED:
        room.lost_why = view.delivery.last_error[:64]
        await notify_room_lost(view.store, room)
