"""Map meetings to rows: title, start in the meeting's own zone, audience. Loaded meetings are planned."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.importers.rows.columns import validate_year
from handlers.chat.rows import RowError
from handlers.chat.rows.organisation_rows import format_person_code
from handlers.chat.rows.row_fields import (
    Row,
    parse_choice_field,
    parse_text_field,
    parse_texts_field,
    validate_field_names,
)
from handlers.chat.turn import Arena
from handlers.dates import recurrence, time_zones
from handlers.dates.working_hours import parse_clock
from handlers.meetings import change_followup, draft_submission, form_parser, meeting_changes, outlines, time_fields
from handlers.meetings.outlines import LENGTH, TIMES, Outline
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import ALL, AUDIENCES, CANCELLED, ORGANISATIONS, PLANNED, TOPICS, Meeting

FIELDS = (
    "id", "title", "starts", "ends", "minutes", "zone", "rule", "place", "link", "text", "audience", "topics",
    "organisations", "organiser", "capacity", "seats_each", "signup_days", "signup_time",
    "state", "why",
)  # fmt: skip
#: maximum numbers of characters
LONGEST = {"title": 200, "place": 300, "link": 500, "text": 5000}
ZONE = "Europe/Oslo"


async def seed_meeting_row(store: Store, arena: Arena, row: Row) -> None:
    """Add the meeting of this id, or bring it in line with the row.

    What the row leaves out stays as it is. What was changed in chat since the same row was read stays
    changed, and a cancelled meeting stays cancelled. A new time asks those who had answered again.
    """
    validate_field_names(row, FIELDS)
    code = parse_text_field(row, "id", most=64, required=True)
    found = await store.meetings.find_meeting_by_reference(code)
    seal = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
    before = await outlines.build_meeting_outline(store, found) if found else Outline(zone=ZONE)
    outline = await _read_meeting_outline(store, row, before)
    organiser = await _load_meeting_organiser(store, row, found)
    if found is None:
        state = parse_choice_field(row, "state", (PLANNED, CANCELLED), default=PLANNED)
        found = await draft_submission.create_meeting(store, outline, organiser.id, state)
        found.code, found.approved_by_id, found.why = code, organiser.id, parse_text_field(row, "why", most=5000)
        if state == PLANNED:
            await draft_submission.publish_meeting(store, arena, found)
    elif found.code is None:  # created in chat: the file is an export of this database
        return
    elif found.seeded != seal and found.state == PLANNED and (outline, organiser.id) != (before, found.organiser_id):
        found.organiser_id = organiser.id
        found = await _update_meeting(store, arena, found, outline)
    found.seeded = seal


async def export_meeting_rows(store: Store) -> list[dict[str, Any]]:
    """Return every planned meeting; of a series what is still to come.

    Answers and agendas are rows of occurrences.
    """
    return [
        await _write_meeting(store, meeting)
        for meeting in await store.meetings.list_all_meetings()
        if meeting.state == PLANNED
    ]


async def export_meetings_with_cancelled(store: Store) -> list[dict[str, Any]]:
    """Return cancelled meetings too, where minutes exist of what took place before."""
    rows = await export_meeting_rows(store)
    for meeting in await store.meetings.list_all_meetings():
        if meeting.state != CANCELLED:
            continue
        held = [
            await store.minute_book.find_minutes(one.id)
            for one in await store.occurrences.list_occurrences_of_meeting(meeting.id)
        ]
        if any(held):
            rows.append(await _write_meeting(store, meeting) | {"state": CANCELLED, "why": meeting.why})
    return rows


async def _write_meeting(store: Store, meeting: Meeting) -> dict[str, Any]:
    slugs = {topic.id: topic.slug for topic in await store.topics.list_all_topics()}
    organisations = {
        organisation.id: organisation.code for organisation in await store.organisations.list_known_organisations()
    }
    outline = await outlines.build_meeting_outline(store, meeting)
    organiser = await store.people.find(meeting.organiser_id)
    return {
        "id": meeting.code or f"meeting-{meeting.id}", "title": outline.title, "starts": outline.starts,
        "minutes": outline.minutes, "zone": outline.zone, "rule": outline.rule, "place": outline.place,
        "link": outline.link, "text": outline.text, "audience": outline.audience,
        "topics": [slugs[id] for id in outline.topics if id in slugs],
        "organisations": [organisations[id] for id in outline.organisations if id in organisations],
        "organiser": format_person_code(organiser) if organiser else "", "capacity": outline.capacity,
        "seats_each": outline.seats_each, "signup_days": outline.signup_days,
        "signup_time": outline.signup_time,
    }  # fmt: skip


async def _update_meeting(store: Store, arena: Arena, meeting: Meeting, outline: Outline) -> Meeting:
    """Change the meeting. People who had answered are notified of a new time, as after a change in chat."""
    if not meeting.rule and any(
        row.start_at <= store.now for row in await store.occurrences.list_occurrences_of_meeting(meeting.id)
    ):
        raise RowError("id", "is a meeting that has begun, and cannot be changed any more")
    if all(getattr(meeting, name) == getattr(outline, name) for name in TIMES):
        outline = msgspec.structs.replace(outline, **outlines.compute_remaining_series(meeting, store.now))
    change = await meeting_changes.change_meeting(store, meeting, outline)
    await change_followup.follow_up_change(store, arena, change, None)
    return change.meeting


async def _read_meeting_outline(store: Store, row: Row, before: Outline) -> Outline:
    values: dict[str, Any] = {
        name: parse_text_field(row, name, most=most) for name, most in LONGEST.items() if name in row
    }
    values |= {
        name: _read_meeting_number(row, name) for name in ("capacity", "seats_each", "signup_days") if name in row
    }
    if not (values.get("title") or before.title):
        raise RowError("title", "is required")
    if values.get("link") and not form_parser.is_web_link(values["link"]):
        raise RowError("link", "must be a whole address, beginning with https://")
    if parse_text_field(row, "zone", most=64):
        values["zone"] = _read_meeting_zone(row)
    if parse_text_field(row, "signup_time", most=5):
        values["signup_time"] = parse_text_field(row, "signup_time", most=5)
        if parse_clock(values["signup_time"]) is None:
            raise RowError("signup_time", "must be a time such as 16:00")
    return _read_meeting_times(
        row, msgspec.structs.replace(before, **values, **await _read_meeting_audience(store, row, before))
    )


def _read_meeting_times(row: Row, outline: Outline) -> Outline:
    """Add start, length and rule to the outline."""
    if parse_text_field(row, "starts", most=16):
        outline = msgspec.structs.replace(outline, starts=_read_local_time(row, "starts").isoformat(timespec="minutes"))
    if not outline.starts:
        raise RowError("starts", "is required")
    minutes = _read_meeting_number(row, "minutes") if "minutes" in row else outline.minutes
    if parse_text_field(row, "ends", most=16):
        passed = time_zones.convert_to_instant(_read_local_time(row, "ends"), outline.where) - outline.start_at
        minutes = int(passed / timedelta(minutes=1))
    if minutes is None:
        minutes = LENGTH
    if not 0 < minutes <= time_fields.MOST_MINUTES:
        raise RowError("ends" if row.get("ends") else "minutes", "must be after the start, by a week at the most")
    outline = msgspec.structs.replace(outline, minutes=minutes)
    if "rule" in row:
        outline = msgspec.structs.replace(outline, rule=_read_meeting_rule(row, outline))
    return outline


def _read_meeting_rule(row: Row, outline: Outline) -> str:
    found = parse_text_field(row, "rule", most=200)
    if not found:
        return ""
    try:
        rule = recurrence.parse_rrule(found, outline.where)
        rule.list_occurrence_times(outline.start, horizon=outline.start.date(), most=1)
    except recurrence.NotARule as error:
        raise RowError("rule", f"is none that every calendar understands ({error.reason})") from error
    return rule.format_rrule()


def _read_local_time(row: Row, name: str) -> datetime:
    found = parse_text_field(row, name, most=16)
    try:
        moment = datetime.fromisoformat(found)
    except ValueError as error:
        raise RowError(name, f"must be a local time such as 2027-03-16T10:00, not {found!r}") from error
    validate_year(name, moment)
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _read_meeting_zone(row: Row) -> str:
    name = parse_text_field(row, "zone", most=64)
    zone = time_zones.find_zone(name)
    if zone is None:
        raise RowError("zone", f"there is no time zone {name!r}; write it like Europe/Oslo")
    return zone.key


def _read_meeting_number(row: Row, name: str) -> int | None:
    found = parse_text_field(row, name, most=9)
    if found and not found.isdecimal():
        raise RowError(name, f"must be a whole number, not {found!r}")
    if found and name in ("capacity", "seats_each") and not int(found):
        raise RowError(name, "must be at least 1, or empty for as many as come")
    return int(found) if found else None


async def _read_meeting_audience(store: Store, row: Row, before: Outline) -> dict[str, Any]:
    topics, organisations = set(before.topics), set(before.organisations)
    if "topics" in row:
        found = [
            (slug, await store.topics.find_topic_by_slug(slug)) for slug in parse_texts_field(row, "topics", most=64)
        ]
        topics = {topic.id if topic else _raise_unknown_code("topics", slug) for slug, topic in found}
    if "organisations" in row:
        codes = parse_texts_field(row, "organisations", most=64)
        known = [(code, await store.organisations.find_organisation_by_code(code)) for code in codes]
        organisations = {one.id if one else _raise_unknown_code("organisations", code) for code, one in known}
    usual = before.audience
    if "topics" in row or "organisations" in row:
        usual = ORGANISATIONS if organisations else TOPICS if topics else ALL
    audience = parse_choice_field(row, "audience", AUDIENCES, default=usual)
    named = {TOPICS: topics, ORGANISATIONS: organisations}.get(audience)
    if named is not None and not named:
        raise RowError(audience, "is required for this audience")
    return {"audience": audience, "topics": tuple(sorted(topics)), "organisations": tuple(sorted(organisations))}


def _raise_unknown_code(field: str, code: str) -> int:
    raise RowError(field, f"unknown: {code!r}")


async def _load_meeting_organiser(store: Store, row: Row, found: Meeting | None) -> Person:
    """Return the named organiser, else the present one, else the first of the secretariat."""
    code = parse_text_field(row, "organiser", most=64)
    if code:
        person = await store.people.find_person_by_reference(code)
        if person is None:
            raise RowError("organiser", f"no person has the id {code!r}; load people first")
        return person
    if found is not None:
        return await store.people.load_person(found.organiser_id)
    secretariat = await store.people.list_secretariat()
    if not secretariat:
        raise RowError("organiser", "is required as long as nobody is in the secretariat")
    return secretariat[0]
