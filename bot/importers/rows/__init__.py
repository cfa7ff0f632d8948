"""Records as rows of a file: one file per noun says how a row is read in and written out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.importers.rows import (
    consultations,
    hearings,
    issues,
    meetings,
    minutes,
    occurrences,
    people,
    questions,
    rooms,
    rounds,
    schemes,
    solutions,
    topics,
)
from handlers.chat.rows import RowError, organisations
from storage.kit.database import Store

Row = dict[str, Any]

Errors = list[RowError | None]


def _one_by_one(
    seed_row: Callable[[Store, Row], Awaitable[None]],
) -> Callable[[Store, Sequence[Row]], Awaitable[Errors]]:
    async def seed_rows(store: Store, rows: Sequence[Row]) -> Errors:
        errors: Errors = []
        for row in rows:
            try:
                await seed_row(store, row)
                await store.session.flush()
                errors.append(None)
            except RowError as error:
                errors.append(error)
        return errors

    return seed_rows


#: kind -> brings the database in line with some rows; gives what is wrong with each
SEED: dict[str, Callable[[Store, Sequence[Row]], Awaitable[Errors]]] = {
    "organisations": _one_by_one(organisations.seed_row),
    "people": _one_by_one(people.seed_row),
    "topics": _one_by_one(topics.seed_row),
    "rooms": _one_by_one(rooms.seed_row),
    "solutions": solutions.seed_rows,
    "questions": questions.seed_rows,
    "issues": _one_by_one(issues.seed_row),
    "consultations": _one_by_one(hearings.seed_row),
    "meetings": _one_by_one(meetings.seed_row),
    "occurrences": occurrences.seed_rows,
    "rounds": rounds.seed_rows,
    "schemes": schemes.seed_rows,
}
#: kind -> every row that may be taken out
EXPORT: dict[str, Callable[[Store], Awaitable[list[Row]]]] = {
    "organisations": organisations.export_rows,
    "people": people.export_rows,
    "topics": topics.export_rows,
    "rooms": rooms.export_rows,
    "solutions": solutions.export_rows,
    "questions": questions.export_rows,
    "issues": issues.export_rows,
    "rounds": rounds.export_rows,
    "consultations": consultations.export_rows,
    "meetings": meetings.export_rows,
    "occurrences": occurrences.export_rows,
    "schemes": schemes.export_rows,
    "minutes": minutes.export_rows,
}
#: kind -> the same in a file of a whole network, where that holds more
WHOLE: dict[str, Callable[[Store], Awaitable[list[Row]]]] = {
    "people": people.export_with_accounts,
    "questions": questions.export_whole,
    "meetings": meetings.export_whole,
    "occurrences": occurrences.export_whole,
    "rounds": rounds.export_whole,
    "schemes": schemes.export_whole,
}
