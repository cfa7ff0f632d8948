"""Records as rows of a file: one file per noun says how a row is read in and written out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.records import meetings, minutes, organisations, people, questions, rooms, solutions, topics
from storage.database import Store

Row = dict[str, Any]

#: kind -> brings the database in line with one row, or raises RowError
SEED: dict[str, Callable[[Store, Row], Awaitable[None]]] = {
    "organisations": organisations.seed_row,
    "people": people.seed_row,
    "topics": topics.seed_row,
    "rooms": rooms.seed_row,
    "solutions": solutions.seed_row,
    "meetings": meetings.seed_row,
}
#: kind -> every row that may be taken out
EXPORT: dict[str, Callable[[Store], Awaitable[list[Row]]]] = {
    "organisations": organisations.export_rows,
    "people": people.export_rows,
    "topics": topics.export_rows,
    "rooms": rooms.export_rows,
    "solutions": solutions.export_rows,
    "questions": questions.export_rows,
    "meetings": meetings.export_rows,
    "minutes": minutes.export_rows,
}
