"""What people have chosen for themselves, as fields of their rows: zone, hours, pause, digest, and what they follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.importers.rows.columns import Moment
from bot.importers.rows.naming import Names
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, flag, text, texts
from handlers.chat.rows.organisations import topic_ids
from handlers.dates import zones
from handlers.dates.hours import END, START, clock, fits
from storage.directory.people import Person
from storage.directory.topic_followers import AT_ONCE, PACES
from storage.kit.database import Store

FIELDS = ("zone", "hours", "paused", "digest", "follows", "helps")
_MOMENT, _NO_NAMES = Moment(), Names()


async def write_wishes(store: Store, person: Person) -> dict[str, Any]:
    """Return only what is otherwise than usual."""
    follows = [
        f"{topic.slug} {await store.topics.pace_of(topic.id, person.id)}"
        for topic in await store.topics.followed_by(person.id)
    ]
    hours = f"{person.push_from}-{person.push_to}" if person.push_from or person.push_to else ""
    wishes = {
        "zone": person.zone, "hours": hours, "paused": _MOMENT.write(person.paused_until, _NO_NAMES),
        "follows": follows, "helps": [topic.slug for topic in await store.topics.helped_by(person.id)],
    }  # fmt: skip
    return {name: value for name, value in wishes.items() if value} | ({} if person.digest else {"digest": False})


async def read_wishes(store: Store, row: Row) -> dict[str, Any]:
    """Return the columns that the row tells of. Raise RowError."""
    values: dict[str, Any] = {}
    if text(row, "zone", most=64):
        zone = zones.zone_named(text(row, "zone", most=64))
        if zone is None:
            raise RowError("zone", f"there is no time zone {text(row, 'zone', most=64)!r}; write it like Europe/Oslo")
        values["zone"] = zone.key
    if "hours" in row:
        values["push_from"], values["push_to"] = _read_hours(text(row, "hours", most=11))
    if "paused" in row:
        paused: datetime | None = _MOMENT.read(row, "paused", _NO_NAMES)
        values["paused_until"] = paused
    return values | ({"digest": flag(row, "digest", default=True)} if "digest" in row else {})


def _read_hours(found: str) -> tuple[str, str]:
    """ "07:00-16:00"; what is not said of either end is as usual."""
    first, _, last = found.partition("-")
    times = [clock(part) if part else usual for part, usual in ((first, START), (last, END))]
    if times[0] is None or times[1] is None or not fits(times[0], times[1]):
        raise RowError("hours", f"must be two times such as 07:00-16:00, at least an hour apart, not {found!r}")
    return first, last


async def read_follows(store: Store, row: Row) -> dict[int, str]:
    """Return each topic and how soon the person hears of it: "nett daily". Raise RowError."""
    found = {}
    for entry in texts(row, "follows", most=80):
        slug, _, pace = entry.partition(" ")
        if (pace or AT_ONCE) not in PACES:
            raise RowError("follows", f"how soon must be one of {', '.join(PACES)}, not {pace!r}")
        for id in await topic_ids(store, {"follows": [slug]}, "follows"):
            found[id] = pace or AT_ONCE
    return found


async def keep_follows(store: Store, person: Person, row: Row, follows: dict[int, str]) -> None:
    """These topics, and no others."""
    if "follows" in row:
        for topic in await store.topics.followed_by(person.id):
            if topic.id not in follows:
                await store.topics.unfollow(topic.id, person.id)
        for id, pace in follows.items():
            await store.topics.follow(id, person.id)
            await store.topics.set_pace(id, person.id, pace)
    if "helps" in row:
        helps = await topic_ids(store, row, "helps")
        for topic in await store.topics.helped_by(person.id):
            if topic.id not in helps:
                await store.topics.help(topic.id, person.id, helps=False)
        for id in helps:
            await store.topics.help(id, person.id, helps=True)
