"""Read and write what people chose for themselves: zone, hours, pause, digest, followed topics."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.importers.rows.columns import TimeColumn
from bot.importers.rows.record_names import RecordNames
from handlers.chat.rows import RowError
from handlers.chat.rows.organisation_rows import parse_topic_ids
from handlers.chat.rows.row_fields import Row, parse_flag_field, parse_text_field, parse_texts_field
from handlers.dates import time_zones
from handlers.dates.working_hours import END, START, is_valid_window, parse_clock
from storage.directory.people import Person
from storage.directory.topic_followers import AT_ONCE, PACES
from storage.kit.database import Store

FIELDS = ("zone", "hours", "paused", "digest", "follows", "helps")
_MOMENT, _NO_NAMES = TimeColumn(), RecordNames()


async def write_preferences(store: Store, person: Person) -> dict[str, Any]:
    """Return only the preferences that differ from the defaults."""
    follows = [
        f"{topic.slug} {await store.topics.get_topic_pace(topic.id, person.id)}"
        for topic in await store.topics.list_followed_topics(person.id)
    ]
    hours = f"{person.push_from}-{person.push_to}" if person.push_from or person.push_to else ""
    preferences = {
        "zone": person.zone, "hours": hours, "paused": _MOMENT.write_column_value(person.paused_until, _NO_NAMES),
        "follows": follows, "helps": [topic.slug for topic in await store.topics.list_helped_topics(person.id)],
    }  # fmt: skip
    return {name: value for name, value in preferences.items() if value} | ({} if person.digest else {"digest": False})


def read_preferences(row: Row) -> dict[str, Any]:
    """Return the columns that the row gives. Raise RowError."""
    values: dict[str, Any] = {}
    if parse_text_field(row, "zone", most=64):
        zone = time_zones.find_zone(parse_text_field(row, "zone", most=64))
        if zone is None:
            raise RowError(
                "zone", f"there is no time zone {parse_text_field(row, 'zone', most=64)!r}; write it like Europe/Oslo"
            )
        values["zone"] = zone.key
    if "hours" in row:
        values["push_from"], values["push_to"] = _parse_notification_hours(parse_text_field(row, "hours", most=11))
    if "paused" in row:
        paused: datetime | None = _MOMENT.read_column_value(row, "paused", _NO_NAMES)
        values["paused_until"] = paused
    return values | ({"digest": parse_flag_field(row, "digest", default=True)} if "digest" in row else {})


def _parse_notification_hours(found: str) -> tuple[str, str]:
    """Parse "07:00-16:00"; an end that is left out has its default."""
    first, _, last = found.partition("-")
    times = [parse_clock(part) if part else usual for part, usual in ((first, START), (last, END))]
    if times[0] is None or times[1] is None or not is_valid_window(times[0], times[1]):
        raise RowError("hours", f"must be two times such as 07:00-16:00, at least an hour apart, not {found!r}")
    return first, last


async def read_followed_topics(store: Store, row: Row) -> dict[int, str]:
    """Return each topic and how soon the person hears of it: "nett daily". Raise RowError."""
    found = {}
    for entry in parse_texts_field(row, "follows", most=80):
        slug, _, pace = entry.partition(" ")
        if (pace or AT_ONCE) not in PACES:
            raise RowError("follows", f"how soon must be one of {', '.join(PACES)}, not {pace!r}")
        for id in await parse_topic_ids(store, {"follows": [slug]}, "follows"):
            found[id] = pace or AT_ONCE
    return found


async def replace_followed_topics(store: Store, person: Person, row: Row, follows: dict[int, str]) -> None:
    """Follow these topics, and no others."""
    if "follows" in row:
        for topic in await store.topics.list_followed_topics(person.id):
            if topic.id not in follows:
                await store.topics.unfollow_topic(topic.id, person.id)
        for id, pace in follows.items():
            await store.topics.follow_topic(id, person.id)
            await store.topics.set_topic_pace(id, person.id, pace)
    if "helps" in row:
        helps = await parse_topic_ids(store, row, "helps")
        for topic in await store.topics.list_helped_topics(person.id):
            if topic.id not in helps:
                await store.topics.set_topic_helper(topic.id, person.id, helps=False)
        for id in helps:
            await store.topics.set_topic_helper(id, person.id, helps=True)
