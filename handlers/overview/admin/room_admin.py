"""List all rooms: what lives there, and which are out of reach."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.room_names import name_room
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.rooms.room_links import describe_room_topics
from handlers.notifications.delivery_failures import explain_failure
from storage.directory.rooms import LOST, Room

router = Router()
PAGE = 4


@router.on(Click, "admin.rooms")
async def on_admin_rooms(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this room, in place of the page before; empty for a first look."""
    say, rows = turn.say, await turn.store.rooms.list_all_rooms()
    start = parse_position(event.value)
    skip = start if start < len(rows) else 0
    parts: list[Part] = [Text(say("Invite me to a channel, or write “admin room” in it, to link one more."))]
    parts += [await _draw_admin_room(turn, room) for room in rows[skip : skip + PAGE]]
    row = draw_page_buttons(say, "admin.rooms", skip, PAGE, more=skip + PAGE < len(rows))
    if row:
        parts.append(Buttons(tuple(row)))
    return Reply(Card(say("Rooms"), tuple(parts)), replace=bool(event.value))


async def _draw_admin_room(turn: Turn, room: Room) -> Item:
    say, store = turn.say, turn.store
    topics = await describe_room_topics(store, room, say) or say("No topics yet")
    lines = [say("{topics} (and questions without a topic or room)", topics=topics) if room.triage else topics]
    if room.meetings:
        lines.append(say("Meetings for all stand here."))
    organisation = await store.organisations.find(room.organisation_id)
    note = [room.platform.capitalize(), organisation.name if organisation else say("no organisation yet")]
    if room.state == LOST:
        why, what_to_do = explain_failure(say, room.lost_why)
        lines.append(say("⚠️ Cannot be reached: {why}. {what}", why=why, what=what_to_do))
    link = Button(say("Choose topics"), "rooms.link", str(room.id))
    return Item(name_room(say, room), "\n".join(lines), " · ".join(note), (link,))
