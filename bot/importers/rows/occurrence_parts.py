"""Read and write the parts of an occurrence: agenda items, answers, minutes with corrections, actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.importers.rows.columns import (
    ColumnMapping,
    DayColumn,
    FlagColumn,
    NumberColumn,
    ReferenceColumn,
    TextColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, get_stand_in_person
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_number_field, parse_text_field
from storage.kit.database import Store
from storage.meetings.actions import STATES as ACTION_STATES
from storage.meetings.actions import Action
from storage.meetings.agenda import CARRIED, KINDS, AgendaItem
from storage.meetings.agenda import STATES as ITEM_STATES
from storage.meetings.minutes import STATES as MINUTES_STATES
from storage.meetings.minutes import Correction, Minutes
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import ANSWERS, DAY, HOUR, NONE, USUAL, Rsvp

#: Version numbers that are made from the time (handlers/chat/record_ids.py), up to the largest that the column holds.
EDITS = NumberColumn(1, most=2**31 - 1)
ITEM = ColumnMapping(
    {
        "kind": ("kind", TextColumn(1)), "title": ("title", TextColumn(200, required=True)),
        "text": ("text", TextColumn()),
        "owner": ("owner_id", ReferenceColumn("people")), "minutes": ("minutes", NumberColumn()),
        "position": ("position", NumberColumn(0)),
        "number": ("number", NumberColumn()), "year": ("year", NumberColumn()),
        "state": ("state", TextColumn(required=True, choices=ITEM_STATES)),
        "proposed_by": ("proposed_by_id", ReferenceColumn("people")),
        "question": ("question_id", ReferenceColumn("questions")), "issue": ("issue_id", ReferenceColumn("issues")),
        "corrects": ("corrects", TextColumn(200)), "corrects_on": ("corrects_on", DayColumn()),
        "decision": ("decision", TextColumn()), "note": ("note", TextColumn()), "why": ("why", TextColumn()),
        "version": ("version", EDITS), "created": ("created_at", TimeColumn()), "changed": ("changed_at", TimeColumn()),
    },
    ("carried_from",),
)  # fmt: skip
RSVP = ColumnMapping(
    {
        "person": ("person_id", ReferenceColumn("people")),
        "organisation": ("organisation_id", ReferenceColumn("organisations")),
        "answer": ("answer", TextColumn(required=True, choices=ANSWERS)), "waiting": ("waiting_since", TimeColumn()),
        "substitute": ("substitute_id", ReferenceColumn("people")),
        "substitute_name": ("substitute_name", TextColumn(200)),
        "moves": ("moves", NumberColumn(0)), "remind": ("remind", TextColumn(choices=(USUAL, DAY, HOUR, NONE))),
        "by": ("by_id", ReferenceColumn("people")), "attended": ("attended", FlagColumn(open=True)),
        "at": ("answered_at", TimeColumn()),
    }
)  # fmt: skip
MINUTES = ColumnMapping(
    {
        "state": ("state", TextColumn(required=True, choices=MINUTES_STATES)),
        "keeper": ("keeper_id", ReferenceColumn("people")),
        "text": ("text", TextColumn()), "counted": ("counted", FlagColumn()), "others": ("others", TextColumn()),
        "review_until": ("review_until", TimeColumn()), "approved_by": ("approved_by_id", ReferenceColumn("people")),
        "approved": ("approved_at", TimeColumn()), "version": ("version", EDITS),
        "created": ("created_at", TimeColumn()),
    }
)  # fmt: skip
CORRECTION = ColumnMapping(
    {
        "person": ("person_id", ReferenceColumn("people")), "text": ("text", TextColumn(required=True)),
        "at": ("at", TimeColumn()),
        "taken": ("taken", FlagColumn(open=True)), "answer": ("answer", TextColumn()),
    }
)  # fmt: skip
ACTION = ColumnMapping(
    {
        "text": ("text", TextColumn(required=True)), "owner": ("owner_id", ReferenceColumn("people")),
        "organisation": ("organisation_id", ReferenceColumn("organisations")), "due": ("due", DayColumn(required=True)),
        "state": ("state", TextColumn(choices=ACTION_STATES)), "postponed": ("postponed", NumberColumn(0)),
        "done": ("done_at", TimeColumn()), "why": ("why", TextColumn()), "created": ("created_at", TimeColumn()),
    },
    ("item",),
)  # fmt: skip
#: First placeholder number for people who have left. Each gets a number of their own.
FORMER = 2
#: fields of an occurrence with nested rows
PARTS = ("agenda", "answers", "minutes", "corrections", "actions")


async def write_occurrence_parts(store: Store, one: Occurrence, names: RecordNames) -> dict[str, Any]:
    """Return all parts. Their number stays as it was, also where some people are in no file."""
    items = await store.agenda.list_agenda_items(one.id, ITEM_STATES)
    places = {item.id: n for n, item in enumerate(items, 1)}
    before = await store.agenda.map_carried_items(list(places))
    came = {id: names.find_code("occurrences", item.occurrence_id) for id, item in before.items()}
    minutes = await store.minute_book.find_minutes(one.id)
    actions = await store.actions.list_actions_of_occurrence(one.id)
    return {
        "agenda": [ITEM.write_columns(item, names) | {"carried_from": came.get(item.id, "")} for item in items],
        "answers": sorted(
            (RSVP.write_columns(rsvp, names) for rsvp in await store.rsvps.list_rsvps_of_occurrence(one.id)),
            key=_build_rsvp_sort_key,
        ),
        "minutes": MINUTES.write_columns(minutes, names) if minutes else None,
        "corrections": [
            CORRECTION.write_columns(each, names) for each in await store.minute_book.list_corrections(one.id)
        ],
        "actions": [
            ACTION.write_columns(action, names) | {"item": places.get(action.item_id or 0)} for action in actions
        ],
    }


def _build_rsvp_sort_key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("at", "person", "organisation", "answer", "attended"))


async def add_occurrence_parts(store: Store, one: Occurrence, row: Row, names: RecordNames) -> None:
    items = [await _add_agenda_item(store, one, n, each, names) for n, each in read_row_objects(row, "agenda")]
    await _add_rsvps(store, one, row, names)
    given = row.get("minutes")
    if given not in (None, ""):  # absent in a spreadsheet
        if not isinstance(given, Mapping):
            raise RowError("minutes", "must be an object")
        values = {"created_at": store.now} | _read_part_columns(MINUTES, "minutes", 1, given, names)
        await store.bulk_rows.insert_row(Minutes(**values, occurrence_id=one.id))
    for n, each in read_row_objects(row, "corrections"):
        values = {"at": store.now} | _read_part_columns(CORRECTION, "corrections", n, each, names)
        values["person_id"] = values.get("person_id") or await get_stand_in_person(store)
        await store.bulk_rows.insert_row(Correction(**values, occurrence_id=one.id))
    for n, each in read_row_objects(row, "actions"):
        await _add_occurrence_action(store, one, n, each, items, names)


async def _add_rsvps(store: Store, one: Occurrence, row: Row, names: RecordNames) -> None:
    seen, former = set[int](), FORMER
    for n, each in read_row_objects(row, "answers"):
        values = {"answered_at": store.now} | _read_part_columns(RSVP, "answers", n, each, names)
        if not values.get("person_id"):
            values["person_id"], former = await get_stand_in_person(store, former), former + 1
        if values["person_id"] in seen:
            raise RowError("answers", f"{n}: person: answers twice; each answers once")
        seen.add(values["person_id"])
        await store.rsvps.store_rsvp(Rsvp(**values, occurrence_id=one.id))


def _read_part_columns(part: ColumnMapping, field: str, n: int, row: Row, names: RecordNames) -> dict[str, Any]:
    try:
        return part.read_columns(row, names)
    except RowError as error:
        raise locate_row_error(field, n, error) from error


async def _add_agenda_item(store: Store, one: Occurrence, n: int, row: Row, names: RecordNames) -> AgendaItem:
    values = {"created_at": store.now} | _read_part_columns(ITEM, "agenda", n, row, names)
    if values.get("kind") not in KINDS:
        raise RowError("agenda", f"{n}: kind: must be one of {', '.join(KINDS)}")
    year, known_by = values.get("year"), values.get("number")
    if known_by is not None and year is not None:
        if values["state"] != CARRIED and await store.agenda.find_agenda_item_by_number(year, known_by) is not None:
            raise RowError("agenda", f"{n}: number: {known_by}/{year} is another item here")
        await store.agenda.reserve_case_number(year, known_by)
    return await store.bulk_rows.insert_row(AgendaItem(**values, occurrence_id=one.id))


async def _add_occurrence_action(
    store: Store, one: Occurrence, n: int, row: Row, items: list[AgendaItem], names: RecordNames
) -> None:
    """Add an action, reminded of from now on.

    Reminders that were due before are not sent.
    """
    values, place = (
        {"created_at": store.now} | _read_part_columns(ACTION, "actions", n, row, names),
        parse_number_field(row, "item"),
    )
    if place is not None and not 0 < place <= len(items):
        raise RowError("actions", f"{n}: item: must say which item of the agenda it is of: 1 for the first")
    values["owner_id"] = values.get("owner_id") or await get_stand_in_person(store)
    item = items[place - 1].id if place else None
    await store.bulk_rows.insert_row(Action(**values, occurrence_id=one.id, item_id=item, set_at=store.now))


async def link_carried_items(store: Store, one: Occurrence, row: Row, names: RecordNames) -> None:
    """Link each item that was carried on from another occurrence to the item there."""
    for n, each in read_row_objects(row, "agenda"):
        came, year, known_by = (
            parse_text_field(each, "carried_from", most=100),
            parse_number_field(each, "year"),
            parse_number_field(each, "number"),
        )
        if not came or year is None or known_by is None:
            continue
        before = await store.agenda.find_carried_item_by_number(
            names.load_id("occurrences", came, "agenda"), year, known_by
        )
        items = await store.agenda.list_agenda_items(one.id, ITEM_STATES)
        here = next((item for item in items if (item.year, item.number) == (year, known_by)), None)
        if before is None or here is None:
            raise RowError("agenda", f"{n}: carried_from: no item {known_by}/{year} was carried on from {came}")
        before.carried_to_id = here.id
    await store.session.flush()
