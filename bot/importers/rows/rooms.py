"""Map rooms to rows: channel, topics ([slugs]), language, and the organisation that owns the room."""

from __future__ import annotations

from typing import Any

from bot.importers.file_kinds import FileKind, seed_one_by_one
from bot.importers.rows.platform_addresses import validate_platform_address
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import (
    Row,
    parse_choice_field,
    parse_flag_field,
    parse_text_field,
    parse_texts_field,
    validate_field_names,
)
from handlers.chat.say import LANGUAGES
from storage.directory.rooms import Room
from storage.kit.database import Store

FIELDS = ("id", "platform", "workspace", "channel", "name", "topics", "language", "triage", "meetings", "organisation")


async def seed_room_row(store: Store, row: Row) -> None:
    """Add or update a room.

    A room that was linked in chat is known by its channel, and gets the id.
    """
    validate_field_names(row, FIELDS)
    code = parse_text_field(row, "id", most=64, required=True)
    where = {"platform": parse_text_field(row, "platform", most=16, required=True).casefold()}
    where |= {
        "workspace": parse_text_field(row, "workspace", most=128),
        "channel": parse_text_field(row, "channel", most=255, required=True),
    }
    validate_platform_address(where["platform"], workspace=where["workspace"], channel=where["channel"])
    language = parse_choice_field(row, "language", LANGUAGES)
    topics = await _read_room_topics(store, row)
    triage, meetings = parse_flag_field(row, "triage"), parse_flag_field(row, "meetings")
    organisation_code = parse_text_field(row, "organisation", most=64)
    organisation = await store.organisations.find_organisation_by_code(organisation_code) if organisation_code else None
    if organisation_code and organisation is None:
        raise RowError("organisation", f"no organisation has the id {organisation_code!r}; load organisations first")
    room = await _get_seeded_room(store, code, where)
    room.name = parse_text_field(row, "name", most=200) or room.name
    room.language = language or room.language
    if "triage" in row:
        room.triage = triage
    if "meetings" in row:
        await store.rooms.set_meeting_room(room, meetings)
    if "organisation" in row:
        room.organisation_id = organisation.id if organisation else None
    if "topics" in row:
        await store.rooms.set_room_topics(room.id, topics)


async def export_room_rows(store: Store) -> list[dict[str, Any]]:
    slugs = {topic.id: topic.slug for topic in await store.topics.list_all_topics()}
    organisation_codes = {row.id: row.code for row in await store.organisations.list_known_organisations()}
    carried = await store.rooms.map_topic_ids_by_room()
    return [
        {
            "id": room.code or f"room-{room.id}", "platform": room.platform, "workspace": room.workspace,
            "channel": room.channel, "name": room.name,
            "topics": sorted(slugs[id] for id in carried.get(room.id, ()) if id in slugs), "language": room.language,
            "triage": room.triage, "meetings": room.meetings,
            "organisation": organisation_codes.get(room.organisation_id or 0, ""),
        }
        for room in await store.rooms.list_all_rooms()
    ]  # fmt: skip


async def _get_seeded_room(store: Store, code: str, where: dict[str, str]) -> Room:
    """Return the room by its id, whose channel may have changed, or by its channel.

    One channel is one room.
    """
    here = await store.rooms.find_room_by_channel(**where)
    room = await store.rooms.find_room_by_code(code)
    if room is not None and here is not None and room.id != here.id:
        raise RowError("channel", f"is the room {here.code or here.name!r} already")
    room = room or here
    if room is None:
        return await store.rooms.add(Room(code=code, language="nb", **where))
    if room.code is not None and room.code != code:
        raise RowError("channel", f"is the room {room.code!r} already")
    room.code = code
    room.platform, room.workspace, room.channel = where["platform"], where["workspace"], where["channel"]
    return room


async def _read_room_topics(store: Store, row: Row) -> set[int]:
    found = set()
    for slug in parse_texts_field(row, "topics", most=64):
        topic = await store.topics.find_topic_by_slug(slug)
        if topic is None:
            raise RowError("topics", f"unknown topic {slug!r}")
        found.add(topic.id)
    return found


FILE = FileKind(
    name="rooms",
    seed=seed_one_by_one(seed_room_row),
    export=export_room_rows,
    fields={"": FIELDS},
)
