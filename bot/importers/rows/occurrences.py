"""Each time a meeting takes place, as rows: agenda, who comes, minutes, corrections and what was promised there.

An occurrence that has something of this already stays as it is there. It is named by its day and its meeting:
"2027-03-16T10:00 arena-2-27".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.importers.rows import sittings
from bot.importers.rows.columns import Moment, Part, Whole, Words
from bot.importers.rows.naming import Names, find_names, name_occurrence
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, text
from handlers.chat.turn import Arena
from handlers.meetings import reading, series
from handlers.meetings.reminders.planning import replan
from handlers.meetings.sittings import Sitting
from storage.kit.database import Store
from storage.meetings.agenda import STATES as ITEM_STATES
from storage.meetings.meetings import CANCELLED, Meeting
from storage.meetings.occurrences import OVER, PLANNED, STATES, Occurrence

OCCURRENCE = Part(
    {
        "starts": ("starts", Words(16)), "ends": ("end_at", Moment()), "signup_by": ("signup_by", Moment()),
        "title": ("title", Words(200)), "place": ("place", Words(300)), "link": ("link", Words(500)),
        "capacity": ("capacity", Whole()), "state": ("state", Words(choices=STATES)), "why": ("why", Words()),
        "moves": ("moves", Whole(0)), "sequence": ("sequence", Whole(0)), "papers": ("papers", Words()),
        "agenda_sent": ("agenda_sent_at", Moment()), "closed": ("closed_at", Moment()),
    },
    ("id", *sittings.PARTS),
)  # fmt: skip


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """In order of time, with all that belongs to them; of meetings that are planned."""
    return await _export(store, called_off=False)


async def export_whole(store: Store) -> list[dict[str, Any]]:
    """Those of meetings that were called off too, where there are minutes."""
    return await _export(store, called_off=True)


async def _export(store: Store, *, called_off: bool) -> list[dict[str, Any]]:
    names, rows = await find_names(store), []
    for meeting in await store.meetings.all():
        code = names.code("meetings", meeting.id)
        for one in await store.occurrences.of(meeting.id):
            held = called_off and meeting.state == CANCELLED and await has_minutes(store, one)
            if meeting.state == PLANNED or held:
                row = {"id": name_occurrence(one.original, code)} | OCCURRENCE.write(one, names)
                rows.append(row | await sittings.write_parts(store, one, names))
    return sorted(rows, key=lambda row: str(row["id"]))


async def has_minutes(store: Store, one: Occurrence) -> bool:
    return await store.minutes.find(one.id) is not None


async def seed_rows(store: Store, rows: Sequence[Row]) -> list[RowError | None]:
    """Those that name one another are in the same file, in any order."""
    names, errors, new = await find_names(store), list[RowError | None](), list[tuple[int, Row, Occurrence]]()
    for place, row in enumerate(rows):
        try:
            added = await _seed_row(store, row, names)
            new += [(place, row, added)] if added is not None else []
            errors.append(None)
        except RowError as error:
            errors.append(error)
    for place, row, one in new:
        try:
            await sittings.tie_items(store, one, row, names)
        except RowError as error:
            errors[place] = error
    return errors


async def _seed_row(store: Store, row: Row, names: Names) -> Occurrence | None:
    """The occurrence where it is new here, or as its series made it."""
    values, id = OCCURRENCE.read(row, names), text(row, "id", most=100, required=True)
    original, _, code = id.partition(" ")
    meeting = await store.meetings.find(names.id("meetings", code, "id"))
    assert meeting is not None
    try:
        datetime.fromisoformat(original)
    except ValueError as error:
        raise RowError("id", "must begin with its first start, such as 2027-03-16T10:00") from error
    there = next((one for one in await store.occurrences.of(meeting.id) if one.original == original), None)
    if there is not None and not await _is_untouched(store, there):
        return None
    one = there or series.occurrence(meeting, datetime.fromisoformat(original))
    _bring_in_line(meeting, one, values)
    if there is None:
        one.shown = OVER if one.end_at <= store.now else one.shown
        await store.occurrences.add(one)
        names.know("occurrences", [(one.id, id)])
    await sittings.add_parts(store, one, row, names)
    if one.start_at > store.now:
        await replan(store, Arena(), Sitting(meeting, one))
    return one


async def _is_untouched(store: Store, one: Occurrence) -> bool:
    """Nobody has written, answered or moved anything here."""
    return not (
        one.moves
        or one.sequence
        or one.state != PLANNED
        or one.papers
        or one.agenda_sent_at
        or await store.rsvps.of(one.id)
        or await has_minutes(store, one)
        or await store.agenda.of(one.id, ITEM_STATES)
        or await store.actions.of(one.id)
    )


def _bring_in_line(meeting: Meeting, one: Occurrence, values: dict[str, Any]) -> None:
    values = {column: value for column, value in values.items() if column not in ("starts", "state") or value}
    starts = values.get("starts", one.starts)
    try:
        begins, ends = series.instants(meeting, datetime.fromisoformat(starts))
    except ValueError as error:
        raise RowError("starts", f"must be a local time such as 2027-03-16T10:00, not {starts!r}") from error
    for column, value in values.items():
        setattr(one, column, value)
    one.start_at, one.end_at = begins, values.get("end_at") or ends
    if not begins < one.end_at:
        raise RowError("ends", "must be after the start")
    if one.link and not reading.is_link(one.link):
        raise RowError("link", "must be a whole address, beginning with https://")
