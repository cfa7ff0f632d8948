"""What belongs to an occurrence in a row: agenda items, answers, minutes with corrections, and actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.importers.rows.columns import Day, Flag, Moment, Named, Part, Whole, Words, read_parts, within
from bot.importers.rows.naming import Names, find_stand_in
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, number, text
from storage.kit.database import Store
from storage.meetings.actions import STATES as ACTION_STATES
from storage.meetings.actions import Action
from storage.meetings.agenda import CARRIED, KINDS, AgendaItem
from storage.meetings.agenda import STATES as ITEM_STATES
from storage.meetings.minutes import STATES as MINUTES_STATES
from storage.meetings.minutes import Correction, Minutes
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import ANSWERS, DAY, HOUR, NONE, USUAL, Rsvp

#: versions that are made from the time (handlers/chat/edits.py), as large as a column holds
EDITS = Whole(1, most=2**31 - 1)
ITEM = Part(
    {
        "kind": ("kind", Words(1)), "title": ("title", Words(200, required=True)), "text": ("text", Words()),
        "owner": ("owner_id", Named("people")), "minutes": ("minutes", Whole()), "position": ("position", Whole(0)),
        "number": ("number", Whole()), "year": ("year", Whole()),
        "state": ("state", Words(required=True, choices=ITEM_STATES)),
        "proposed_by": ("proposed_by_id", Named("people")),
        "question": ("question_id", Named("questions")), "issue": ("issue_id", Named("issues")),
        "decision": ("decision", Words()), "note": ("note", Words()), "why": ("why", Words()),
        "version": ("version", EDITS), "created": ("created_at", Moment()), "changed": ("changed_at", Moment()),
    },
    ("carried_from",),
)  # fmt: skip
RSVP = Part(
    {
        "person": ("person_id", Named("people")),
        "organisation": ("organisation_id", Named("organisations")),
        "answer": ("answer", Words(required=True, choices=ANSWERS)), "waiting": ("waiting_since", Moment()),
        "substitute": ("substitute_id", Named("people")), "substitute_name": ("substitute_name", Words(200)),
        "moves": ("moves", Whole(0)), "remind": ("remind", Words(choices=(USUAL, DAY, HOUR, NONE))),
        "by": ("by_id", Named("people")), "attended": ("attended", Flag(open=True)), "at": ("answered_at", Moment()),
    }
)  # fmt: skip
MINUTES = Part(
    {
        "state": ("state", Words(required=True, choices=MINUTES_STATES)), "keeper": ("keeper_id", Named("people")),
        "text": ("text", Words()), "counted": ("counted", Flag()), "others": ("others", Words()),
        "review_until": ("review_until", Moment()), "approved_by": ("approved_by_id", Named("people")),
        "approved": ("approved_at", Moment()), "version": ("version", EDITS), "created": ("created_at", Moment()),
    }
)  # fmt: skip
CORRECTION = Part(
    {
        "person": ("person_id", Named("people")), "text": ("text", Words(required=True)), "at": ("at", Moment()),
        "taken": ("taken", Flag(open=True)), "answer": ("answer", Words()),
    }
)  # fmt: skip
ACTION = Part(
    {
        "text": ("text", Words(required=True)), "owner": ("owner_id", Named("people")),
        "organisation": ("organisation_id", Named("organisations")), "due": ("due", Day(required=True)),
        "state": ("state", Words(choices=ACTION_STATES)), "postponed": ("postponed", Whole(0)),
        "done": ("done_at", Moment()), "why": ("why", Words()), "created": ("created_at", Moment()),
    },
    ("item",),
)  # fmt: skip
#: the first of those who stand in for people who have left, each of whom answers once
FORMER = 2
#: fields of the row of an occurrence
PARTS = ("agenda", "answers", "minutes", "corrections", "actions")


async def write_parts(store: Store, one: Occurrence, names: Names) -> dict[str, Any]:
    """How many were there stays as it was, also where some of them are in no file."""
    items = await store.agenda.of(one.id, ITEM_STATES)
    places = {item.id: n for n, item in enumerate(items, 1)}
    before = await store.agenda.carried_from(list(places))
    came = {id: names.code("occurrences", item.occurrence_id) for id, item in before.items()}
    minutes = await store.minutes.find(one.id)
    actions = await store.actions.of(one.id)
    return {
        "agenda": [ITEM.write(item, names) | {"carried_from": came.get(item.id, "")} for item in items],
        "answers": sorted((RSVP.write(rsvp, names) for rsvp in await store.rsvps.of(one.id)), key=_in_order),
        "minutes": MINUTES.write(minutes, names) if minutes else None,
        "corrections": [CORRECTION.write(each, names) for each in await store.minutes.corrections(one.id)],
        "actions": [ACTION.write(action, names) | {"item": places.get(action.item_id or 0)} for action in actions],
    }


def _in_order(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("at", "person", "organisation", "answer", "attended"))


async def add_parts(store: Store, one: Occurrence, row: Row, names: Names) -> None:
    items = [await _add_item(store, one, n, each, names) for n, each in read_parts(row, "agenda")]
    await _add_answers(store, one, row, names)
    given = row.get("minutes")
    if given not in (None, ""):  # a table has no room for it
        if not isinstance(given, Mapping):
            raise RowError("minutes", "must be an object")
        values = {"created_at": store.now} | _read(MINUTES, "minutes", 1, given, names)
        await store.bulk.add(Minutes(**values, occurrence_id=one.id))
    for n, each in read_parts(row, "corrections"):
        values = {"at": store.now} | _read(CORRECTION, "corrections", n, each, names)
        values["person_id"] = values.get("person_id") or await find_stand_in(store)
        await store.bulk.add(Correction(**values, occurrence_id=one.id))
    for n, each in read_parts(row, "actions"):
        await _add_action(store, one, n, each, items, names)


async def _add_answers(store: Store, one: Occurrence, row: Row, names: Names) -> None:
    seen, former = set[int](), FORMER
    for n, each in read_parts(row, "answers"):
        values = {"answered_at": store.now} | _read(RSVP, "answers", n, each, names)
        if not values.get("person_id"):
            values["person_id"], former = await find_stand_in(store, former), former + 1
        if values["person_id"] in seen:
            raise RowError("answers", f"{n}: person: answers twice; each answers once")
        seen.add(values["person_id"])
        await store.rsvps.put(Rsvp(**values, occurrence_id=one.id))


def _read(part: Part, field: str, n: int, row: Row, names: Names) -> dict[str, Any]:
    try:
        return part.read(row, names)
    except RowError as error:
        raise within(field, n, error) from error


async def _add_item(store: Store, one: Occurrence, n: int, row: Row, names: Names) -> AgendaItem:
    values = {"created_at": store.now} | _read(ITEM, "agenda", n, row, names)
    if values.get("kind") not in KINDS:
        raise RowError("agenda", f"{n}: kind: must be one of {', '.join(KINDS)}")
    year, known_by = values.get("year"), values.get("number")
    if known_by is not None and year is not None:
        if values["state"] != CARRIED and await store.agenda.find_numbered(year, known_by) is not None:
            raise RowError("agenda", f"{n}: number: {known_by}/{year} is another item here")
        await store.agenda.reserve_number(year, known_by)
    return await store.bulk.add(AgendaItem(**values, occurrence_id=one.id))


async def _add_action(store: Store, one: Occurrence, n: int, row: Row, items: list[AgendaItem], names: Names) -> None:
    """Reminded of from now on: what should have been told before is not told now."""
    values, place = {"created_at": store.now} | _read(ACTION, "actions", n, row, names), number(row, "item")
    if place is not None and not 0 < place <= len(items):
        raise RowError("actions", f"{n}: item: must say which item of the agenda it is of: 1 for the first")
    values["owner_id"] = values.get("owner_id") or await find_stand_in(store)
    item = items[place - 1].id if place else None
    await store.bulk.add(Action(**values, occurrence_id=one.id, item_id=item, set_at=store.now))


async def tie_items(store: Store, one: Occurrence, row: Row, names: Names) -> None:
    """Each item that goes on with one of another occurrence is named there."""
    for n, each in read_parts(row, "agenda"):
        came, year, known_by = text(each, "carried_from", most=100), number(each, "year"), number(each, "number")
        if not came or year is None or known_by is None:
            continue
        before = await store.agenda.find_carried(names.id("occurrences", came, "agenda"), year, known_by)
        items = await store.agenda.of(one.id, ITEM_STATES)
        here = next((item for item in items if (item.year, item.number) == (year, known_by)), None)
        if before is None or here is None:
            raise RowError("agenda", f"{n}: carried_from: no item {known_by}/{year} was carried on from {came}")
        before.carried_to_id = here.id
    await store.session.flush()
