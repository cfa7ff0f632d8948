"""Map occurrences of meetings to rows: agenda, answers, minutes, corrections and actions.

An occurrence that has something of this already stays as it is. An occurrence is named by its day and
its meeting: "2027-03-16T10:00 arena-2-27".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows import occurrence_parts
from bot.importers.rows.columns import ColumnMapping, NumberColumn, TextColumn, TimeColumn
from bot.importers.rows.record_names import RecordNames, format_occurrence_name, load_record_names
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field
from handlers.chat.turn import Arena
from handlers.meetings import form_parser, series
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders.reminder_planner import reschedule_meeting_reminders
from storage.kit.database import Store
from storage.meetings.agenda import STATES as ITEM_STATES
from storage.meetings.meetings import CANCELLED, Meeting
from storage.meetings.occurrences import OVER, PLANNED, STATES, Occurrence

OCCURRENCE = ColumnMapping(
    {
        "starts": ("starts", TextColumn(16)), "ends": ("end_at", TimeColumn()),
        "signup_by": ("signup_by", TimeColumn()),
        "title": ("title", TextColumn(200)), "place": ("place", TextColumn(300)), "link": ("link", TextColumn(500)),
        "capacity": ("capacity", NumberColumn()), "state": ("state", TextColumn(choices=STATES)),
        "why": ("why", TextColumn()),
        "moves": ("moves", NumberColumn(0)), "sequence": ("sequence", NumberColumn(0)),
        "papers": ("papers", TextColumn()),
        "agenda_sent": ("agenda_sent_at", TimeColumn()), "closed": ("closed_at", TimeColumn()),
    },
    ("id", *occurrence_parts.PARTS),
)  # fmt: skip


async def export_occurrence_rows(store: Store) -> list[dict[str, Any]]:
    """Return the occurrences of planned meetings in order of time, with all their parts."""
    return await _export_occurrences(store, called_off=False)


async def export_occurrences_with_cancelled(store: Store) -> list[dict[str, Any]]:
    """Return the occurrences of cancelled meetings too, where minutes exist."""
    return await _export_occurrences(store, called_off=True)


async def _export_occurrences(store: Store, *, called_off: bool) -> list[dict[str, Any]]:
    names, rows = await load_record_names(store), []
    for meeting in await store.meetings.list_all_meetings():
        code = names.find_code("meetings", meeting.id)
        for one in await store.occurrences.list_occurrences_of_meeting(meeting.id):
            held = called_off and meeting.state == CANCELLED and await has_occurrence_minutes(store, one)
            if meeting.state == PLANNED or held:
                row = {"id": format_occurrence_name(one.original, code)} | OCCURRENCE.write_columns(one, names)
                rows.append(row | await occurrence_parts.write_occurrence_parts(store, one, names))
    return sorted(rows, key=lambda row: str(row["id"]))


async def has_occurrence_minutes(store: Store, one: Occurrence) -> bool:
    return await store.minute_book.find_minutes(one.id) is not None


async def seed_occurrence_rows(store: Store, arena: Arena, rows: Sequence[Row]) -> list[RowError | None]:
    """Add the occurrences.

    Rows that name one another are in the same file, in any order.
    """
    names, errors, new = await load_record_names(store), list[RowError | None](), list[tuple[int, Row, Occurrence]]()
    for place, row in enumerate(rows):
        try:
            added = await _seed_occurrence_row(store, arena, row, names)
            new += [(place, row, added)] if added is not None else []
            errors.append(None)
        except RowError as error:
            errors.append(error)
    for place, row, one in new:
        try:
            await occurrence_parts.link_carried_items(store, one, row, names)
        except RowError as error:
            errors[place] = error
    return errors


async def _seed_occurrence_row(store: Store, arena: Arena, row: Row, names: RecordNames) -> Occurrence | None:
    """Return the occurrence where it is new here, or still as its series made it; else None."""
    values, id = OCCURRENCE.read_columns(row, names), parse_text_field(row, "id", most=100, required=True)
    original, _, code = id.partition(" ")
    meeting = await store.meetings.find(names.load_id("meetings", code, "id"))
    assert meeting is not None
    try:
        datetime.fromisoformat(original)
    except ValueError as error:
        raise RowError("id", "must begin with its first start, such as 2027-03-16T10:00") from error
    there = next(
        (one for one in await store.occurrences.list_occurrences_of_meeting(meeting.id) if one.original == original),
        None,
    )
    if there is not None and not await _is_occurrence_untouched(store, there):
        return None
    one = there or series.build_occurrence(meeting, datetime.fromisoformat(original), store.now)
    _update_occurrence(meeting, one, values)
    if there is None:
        one.shown = OVER if one.end_at <= store.now else one.shown
        await store.occurrences.add(one)
        names.add_names("occurrences", [(one.id, id)])
    await occurrence_parts.add_occurrence_parts(store, one, row, names)
    if one.start_at > store.now:
        await reschedule_meeting_reminders(store, arena, OccurrenceView(meeting, one))
    return one


async def _is_occurrence_untouched(store: Store, one: Occurrence) -> bool:
    """Return True if nobody has written, answered or moved anything in the occurrence."""
    return not (
        one.moves
        or one.sequence
        or one.state != PLANNED
        or one.papers
        or one.agenda_sent_at
        or await store.rsvps.list_rsvps_of_occurrence(one.id)
        or await has_occurrence_minutes(store, one)
        or await store.agenda.list_agenda_items(one.id, ITEM_STATES)
        or await store.actions.list_actions_of_occurrence(one.id)
    )


def _update_occurrence(meeting: Meeting, one: Occurrence, values: dict[str, Any]) -> None:
    values = {column: value for column, value in values.items() if column not in ("starts", "state") or value}
    starts = values.get("starts", one.starts)
    try:
        begins, ends = series.compute_instants(meeting, datetime.fromisoformat(starts))
    except ValueError as error:
        raise RowError("starts", f"must be a local time such as 2027-03-16T10:00, not {starts!r}") from error
    for column, value in values.items():
        setattr(one, column, value)
    one.start_at, one.end_at = begins, values.get("end_at") or ends
    if not begins < one.end_at:
        raise RowError("ends", "must be after the start")
    if one.link and not form_parser.is_web_link(one.link):
        raise RowError("link", "must be a whole address, beginning with https://")


FILE = FileKind(
    name="occurrences",
    seed=seed_occurrence_rows,
    export=export_occurrence_rows,
    export_whole=export_occurrences_with_cancelled,
    together=True,
    fields={
        "": OCCURRENCE,
        "agenda": occurrence_parts.ITEM,
        "answers": occurrence_parts.RSVP,
        "minutes": occurrence_parts.MINUTES,
        "corrections": occurrence_parts.CORRECTION,
        "actions": occurrence_parts.ACTION,
    },
)
