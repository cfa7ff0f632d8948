"""Reopen a room that was lost with its workspace or team, once a message has arrived there again."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.rooms.room_links import describe_room_topics, find_room_state, refresh_room
from handlers.directory.rooms.room_loss import notify_room_lost
from handlers.notifications.delivery_failures import OUTSIDE, SHUT_OUT, UNINSTALLED
from storage.directory.rooms import LOST, OPEN, Room
from storage.kit.database import Store

router = Router()


class RoomRecoveredCard(CardArguments, frozen=True):
    template = "rooms.back"

    room: int
    #: True if it is no news that the bot is not there
    quiet: bool = False


async def retry_lost_rooms(store: Store, rooms: Sequence[Room], event_id: str) -> None:
    """Send a card to each lost room. Rooms without topics wait until somebody invites the bot."""
    for room in rooms:
        if room.state == LOST and room.lost_why in UNINSTALLED | SHUT_OUT:
            key = f"room:{room.id}:back:{event_id}"
            await store.outbox.post_deliveries(outgoing.build_room_draft(room, RoomRecoveredCard(room.id), key=key))


async def retry_team_rooms(store: Store, room: Room, event_id: str) -> None:
    """Send a card to each other room of the workspace that the bot was removed from: any may be of the same team.

    Those that are not stay lost, and nobody is told of it a second time.
    """
    for other in await store.rooms.list_workspace_rooms(room.platform, room.workspace):
        if other.id != room.id and other.state == LOST and other.lost_why in OUTSIDE:
            card, key = RoomRecoveredCard(other.id, quiet=True), f"room:{other.id}:back:{event_id}"
            await store.outbox.post_deliveries(outgoing.build_room_draft(other, card, key=key))


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
    if view.args.quiet or view.delivery.last_error in UNINSTALLED:
        return
    if room is not None and room.state == LOST:
        room.lost_why = view.delivery.last_error[:64]
        await notify_room_lost(view.store, room)
