"""Choose the rooms in which a meeting stands, and where each of its dates stands already."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.meetings.card_arguments import MeetingCard
from handlers.meetings.occurrence_view import build_occurrence_subject
from storage.directory.rooms import OPEN, Room
from storage.kit.database import Store
from storage.meetings.meetings import ALL, TOPICS, Meeting


async def list_meeting_rooms(store: Store, meeting: Meeting) -> Sequence[Room]:
    """Return the rooms of the meeting's topics, or one room of each workspace if it is for all.

    Return none if it is for some organisations only.
    """
    if meeting.audience == TOPICS:
        return await store.rooms.list_open_rooms_of_topics(
            sorted(await store.meetings.list_meeting_topic_ids(meeting.id))
        )
    return _pick_workspace_rooms(await store.rooms.list_rooms_for_all()) if meeting.audience == ALL else ()


async def list_occurrence_rooms(store: Store, meeting: Meeting, occurrence_id: int) -> Sequence[Room]:
    """Return the rooms of one date: where its card stands it stays, though another room was chosen since."""
    rooms = await list_meeting_rooms(store, meeting)
    if meeting.audience != ALL:
        return rooms
    about = build_occurrence_subject(occurrence_id)
    have = await store.posted_copies.list_rooms_with_copy(about, MeetingCard.template)
    found = [await store.rooms.find(id) for id in sorted(id for id in have if id is not None)]
    there = [room for room in found if room is not None and room.state == OPEN]
    return _pick_workspace_rooms([*there, *rooms])


async def may_meeting_stay_in_room(store: Store, meeting: Meeting, room_id: int | None) -> bool:
    """Return True if the card of the meeting may stay in this room. That of a meeting for all stays where it is."""
    if room_id is None or meeting.audience == ALL:
        return True
    return room_id in {room.id for room in await list_meeting_rooms(store, meeting)}


def _pick_workspace_rooms(rooms: Sequence[Room]) -> list[Room]:
    """Return the first room of each workspace."""
    first: dict[tuple[str, str], Room] = {}
    for room in rooms:
        first.setdefault((room.platform, room.workspace), room)
    return list(first.values())
