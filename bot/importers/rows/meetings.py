"""Meetings as rows: what it is called, when it begins in its own zone, for whom it is; loaded ones are planned."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import msgspec

from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, choice, need_known, text, texts
from handlers.chat.rows.organisations import code_of
from handlers.chat.turn import Arena
from handlers.dates import rules, zones
from handlers.dates.hours import clock
from handlers.meetings import changing, following, outlines, reading, saving
from handlers.meetings.outlines import LENGTH, TIMES, Outline
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import ALL, AUDIENCES, CANCELLED, ORGANISATIONS, PLANNED, TOPICS, Meeting

FIELDS = (
    "id", "title", "starts", "ends", "minutes", "zone", "rule", "place", "link", "text", "audience", "topics",
    "organisations", "organiser", "capacity", "seats_each", "signup_days", "signup_time",
    "state", "why",
)  # fmt: skip
#: characters
LONGEST = {"title": 200, "place": 300, "link": 500, "text": 5000}
ZONE = "Europe/Oslo"


async def seed_row(store: Store, row: Row) -> None:
    """Add the meeting of this id, or bring it in line with the row; what the row leaves out stays as it is.

    What was changed in chat since the same row was read stays changed, and what was called off stays off. A new time
    asks those who had answered again.
    """
    need_known(row, FIELDS)
    code = text(row, "id", most=64, required=True)
    found = await store.meetings.coded(code)
    seal = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
    before = await outlines.of_meeting(store, found) if found else Outline(zone=ZONE)
    outline = await _outline(store, row, before)
    organiser = await _organiser(store, row, found)
    if found is None:
        state = choice(row, "state", (PLANNED, CANCELLED), default=PLANNED)
        found = await saving.create(store, outline, organiser.id, state)
        found.code, found.approved_by_id, found.why = code, organiser.id, text(row, "why", most=5000)
        if state == PLANNED:
            await saving.publish(store, Arena(), found)
    elif found.code is None:  # made here in chat: this is a file that was taken out of this very database
        return
    elif found.seeded != seal and found.state == PLANNED:
        found.organiser_id = organiser.id
        found = await _update(store, found, outline)
    found.seeded = seal


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """Every planned meeting; of a series what is still to come. Answers and agendas are rows of occurrences."""
    return [await _write(store, meeting) for meeting in await store.meetings.all() if meeting.state == PLANNED]


async def export_whole(store: Store) -> list[dict[str, Any]]:
    """Those that were called off too, where there are minutes of what took place before."""
    rows = await export_rows(store)
    for meeting in await store.meetings.all():
        if meeting.state != CANCELLED:
            continue
        held = [await store.minutes.find(one.id) for one in await store.occurrences.of(meeting.id)]
        if any(held):
            rows.append(await _write(store, meeting) | {"state": CANCELLED, "why": meeting.why})
    return rows


async def _write(store: Store, meeting: Meeting) -> dict[str, Any]:
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    houses = {house.id: house.code for house in await store.organisations.all()}
    outline = await outlines.of_meeting(store, meeting)
    organiser = await store.people.find(meeting.organiser_id)
    return {
        "id": meeting.code or f"meeting-{meeting.id}", "title": outline.title, "starts": outline.starts,
        "minutes": outline.minutes, "zone": outline.zone, "rule": outline.rule, "place": outline.place,
        "link": outline.link, "text": outline.text, "audience": outline.audience,
        "topics": [slugs[id] for id in outline.topics if id in slugs],
        "organisations": [houses[id] for id in outline.organisations if id in houses],
        "organiser": code_of(organiser) if organiser else "", "capacity": outline.capacity,
        "seats_each": outline.seats_each, "signup_days": outline.signup_days,
        "signup_time": outline.signup_time,
    }  # fmt: skip


async def _update(store: Store, meeting: Meeting, outline: Outline) -> Meeting:
    """Whoever had answered hears of a new time, as if it had been changed in chat."""
    if not meeting.rule and any(row.start_at <= store.now for row in await store.occurrences.of(meeting.id)):
        raise RowError("id", "is a meeting that has begun, and cannot be changed any more")
    if all(getattr(meeting, name) == getattr(outline, name) for name in TIMES):
        outline = msgspec.structs.replace(outline, **outlines.rest(meeting, store.now))
    change = await changing.change_all(store, meeting, outline)
    await following.follow(store, Arena(), change, None)
    return change.meeting


async def _outline(store: Store, row: Row, before: Outline) -> Outline:
    values: dict[str, Any] = {name: text(row, name, most=most) for name, most in LONGEST.items() if name in row}
    values |= {name: _number(row, name) for name in ("capacity", "seats_each", "signup_days") if name in row}
    if not (values.get("title") or before.title):
        raise RowError("title", "is required")
    if values.get("link") and not reading.is_link(values["link"]):
        raise RowError("link", "must be a whole address, beginning with https://")
    if text(row, "zone", most=64):
        values["zone"] = _zone(row)
    if text(row, "signup_time", most=5):
        values["signup_time"] = text(row, "signup_time", most=5)
        if clock(values["signup_time"]) is None:
            raise RowError("signup_time", "must be a time such as 16:00")
    return _timed(row, msgspec.structs.replace(before, **values, **await _audience(store, row, before)))


def _timed(row: Row, outline: Outline) -> Outline:
    """With its start, its length and its rule."""
    if text(row, "starts", most=16):
        outline = msgspec.structs.replace(outline, starts=_moment(row, "starts").isoformat(timespec="minutes"))
    if not outline.starts:
        raise RowError("starts", "is required")
    minutes = _number(row, "minutes") if "minutes" in row else outline.minutes
    if text(row, "ends", most=16):
        passed = zones.instant(_moment(row, "ends"), outline.where) - outline.start_at
        minutes = int(passed / timedelta(minutes=1))
    if minutes is None:
        minutes = LENGTH
    if not 0 < minutes <= reading.LONGEST:
        raise RowError("ends" if row.get("ends") else "minutes", "must be after the start, by a week at the most")
    outline = msgspec.structs.replace(outline, minutes=minutes)
    if "rule" in row:
        outline = msgspec.structs.replace(outline, rule=_rule(row, outline))
    return outline


def _rule(row: Row, outline: Outline) -> str:
    found = text(row, "rule", most=200)
    if not found:
        return ""
    try:
        rule = rules.parse_rrule(found, outline.where)
        rule.dates(outline.start, horizon=outline.start.date(), most=1)
    except rules.NotARule as error:
        raise RowError("rule", f"is none that every calendar understands ({error.reason})") from error
    return rule.rrule()


def _moment(row: Row, name: str) -> datetime:
    found = text(row, name, most=16)
    try:
        moment = datetime.fromisoformat(found)
    except ValueError as error:
        raise RowError(name, f"must be a local time such as 2027-03-16T10:00, not {found!r}") from error
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _zone(row: Row) -> str:
    name = text(row, "zone", most=64)
    zone = zones.zone_named(name)
    if zone is None:
        raise RowError("zone", f"there is no time zone {name!r}; write it like Europe/Oslo")
    return zone.key


def _number(row: Row, name: str) -> int | None:
    found = text(row, name, most=9)
    if found and not found.isdecimal():
        raise RowError(name, f"must be a whole number, not {found!r}")
    if found and name in ("capacity", "seats_each") and not int(found):
        raise RowError(name, "must be at least 1, or empty for as many as come")
    return int(found) if found else None


async def _audience(store: Store, row: Row, before: Outline) -> dict[str, Any]:
    topics, houses = set(before.topics), set(before.organisations)
    if "topics" in row:
        found = [(slug, await store.topics.by_slug(slug)) for slug in texts(row, "topics", most=64)]
        topics = {topic.id if topic else _unknown("topics", slug) for slug, topic in found}
    if "organisations" in row:
        known = [(code, await store.organisations.by_code(code)) for code in texts(row, "organisations", most=64)]
        houses = {house.id if house else _unknown("organisations", code) for code, house in known}
    usual = before.audience
    if "topics" in row or "organisations" in row:
        usual = ORGANISATIONS if houses else TOPICS if topics else ALL
    audience = choice(row, "audience", AUDIENCES, default=usual)
    named = {TOPICS: topics, ORGANISATIONS: houses}.get(audience)
    if named is not None and not named:
        raise RowError(audience, "is required for this audience")
    return {"audience": audience, "topics": tuple(sorted(topics)), "organisations": tuple(sorted(houses))}


def _unknown(field: str, code: str) -> int:
    raise RowError(field, f"unknown: {code!r}")


async def _organiser(store: Store, row: Row, found: Meeting | None) -> Person:
    """Who is named, else who it was, else the first of the secretariat."""
    code = text(row, "organiser", most=64)
    if code:
        person = await store.people.coded(code)
        if person is None:
            raise RowError("organiser", f"no person has the id {code!r}; load people first")
        return person
    if found is not None:
        return await store.people.get(found.organiser_id)
    secretariat = await store.people.secretariat()
    if not secretariat:
        raise RowError("organiser", "is required as long as nobody is in the secretariat")
    return secretariat[0]
