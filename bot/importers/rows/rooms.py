"""Rooms as rows: where a channel is, which topics live there ([slugs]), in which language, and whose house it is."""

from __future__ import annotations

from typing import Any

from bot.importers.rows.addresses import need_address
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, choice, flag, need_known, text, texts
from handlers.chat.say import LANGUAGES
from storage.directory.rooms import Room
from storage.kit.database import Store

FIELDS = ("id", "platform", "workspace", "channel", "name", "topics", "language", "triage", "organisation")


async def seed_row(store: Store, row: Row) -> None:
    """A room that was linked in chat is known by its channel, and gets the id."""
    need_known(row, FIELDS)
    code = text(row, "id", most=64, required=True)
    where = {"platform": text(row, "platform", most=16, required=True).casefold()}
    where |= {"workspace": text(row, "workspace", most=128), "channel": text(row, "channel", most=255, required=True)}
    need_address(where["platform"], workspace=where["workspace"], channel=where["channel"])
    language = choice(row, "language", LANGUAGES)
    topics = await _topics(store, row)
    triage = flag(row, "triage")
    house = text(row, "organisation", most=64)
    organisation = await store.organisations.by_code(house) if house else None
    if house and organisation is None:
        raise RowError("organisation", f"no organisation has the id {house!r}; load organisations first")
    room = await _room(store, code, where)
    room.name = text(row, "name", most=200) or room.name
    room.language = language or room.language
    if "triage" in row:
        room.triage = triage
    if "organisation" in row:
        room.organisation_id = organisation.id if organisation else None
    if "topics" in row:
        await store.rooms.carry(room.id, topics)


async def export_rows(store: Store) -> list[dict[str, Any]]:
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    houses = {row.id: row.code for row in await store.organisations.all()}
    carried = await store.rooms.carried()
    return [
        {
            "id": room.code or f"room-{room.id}", "platform": room.platform, "workspace": room.workspace,
            "channel": room.channel, "name": room.name,
            "topics": sorted(slugs[id] for id in carried.get(room.id, ()) if id in slugs), "language": room.language,
            "triage": room.triage, "organisation": houses.get(room.organisation_id or 0, ""),
        }
        for room in await store.rooms.all()
    ]  # fmt: skip


async def _room(store: Store, code: str, where: dict[str, str]) -> Room:
    """One channel is one room: by its id, whose channel may have changed, or by its channel."""
    here = await store.rooms.at(**where)
    room = await store.rooms.by_code(code)
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


async def _topics(store: Store, row: Row) -> set[int]:
    found = set()
    for slug in texts(row, "topics", most=64):
        topic = await store.topics.by_slug(slug)
        if topic is None:
            raise RowError("topics", f"unknown topic {slug!r}")
        found.add(topic.id)
    return found
