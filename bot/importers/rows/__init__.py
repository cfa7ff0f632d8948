"""Map records to rows of a file: one module per noun reads a row in and writes it out.

Solutions have their own format: `handlers.library.solutions.import_export`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.importers.rows import (
    consultation_export,
    consultation_import,
    issue_export,
    issues,
    meetings,
    minutes,
    occurrences,
    people,
    questions,
    rooms,
    rounds,
    schemes,
    topics,
)
from handlers.chat.rows import RowError, organisation_rows
from handlers.library.solutions import import_export
from storage.kit.database import Store

Row = dict[str, Any]

Errors = list[RowError | None]


def _seed_one_by_one(
    seed_row: Callable[[Store, Row], Awaitable[None]],
) -> Callable[[Store, Sequence[Row]], Awaitable[Errors]]:
    async def seed_each_row(store: Store, rows: Sequence[Row]) -> Errors:
        errors: Errors = []
        for row in rows:
            try:
                await seed_row(store, row)
                await store.session.flush()
                errors.append(None)
            except RowError as error:
                errors.append(error)
        return errors

    return seed_each_row


async def _export_solution_rows(store: Store) -> list[Row]:
    return [dict(row) async for row in import_export.export_solutions(store)]


#: kind -> brings the database in line with some rows; gives what is wrong with each
SEED: dict[str, Callable[[Store, Sequence[Row]], Awaitable[Errors]]] = {
    "organisations": _seed_one_by_one(organisation_rows.seed_organisation_row),
    "people": _seed_one_by_one(people.seed_person_row),
    "topics": _seed_one_by_one(topics.seed_topic_row),
    "rooms": _seed_one_by_one(rooms.seed_room_row),
    "solutions": import_export.import_solutions,
    "questions": questions.seed_question_rows,
    "issues": _seed_one_by_one(issues.seed_issue_row),
    "consultations": _seed_one_by_one(consultation_import.seed_consultation_row),
    "meetings": _seed_one_by_one(meetings.seed_meeting_row),
    "occurrences": occurrences.seed_occurrence_rows,
    "rounds": rounds.seed_round_rows,
    "schemes": schemes.seed_scheme_rows,
}
#: kind -> every row that may be taken out
EXPORT: dict[str, Callable[[Store], Awaitable[list[Row]]]] = {
    "organisations": organisation_rows.export_organisations_as_rows,
    "people": people.export_people_rows,
    "topics": topics.export_topic_rows,
    "rooms": rooms.export_room_rows,
    "solutions": _export_solution_rows,
    "questions": questions.export_question_rows,
    "issues": issue_export.export_issue_rows,
    "rounds": rounds.export_round_rows,
    "consultations": consultation_export.export_consultation_rows,
    "meetings": meetings.export_meeting_rows,
    "occurrences": occurrences.export_occurrence_rows,
    "schemes": schemes.export_scheme_rows,
    "minutes": minutes.export_minutes_rows,
}
#: kind -> the same in a file of a whole network, where that holds more
WHOLE: dict[str, Callable[[Store], Awaitable[list[Row]]]] = {
    "people": people.export_people_with_accounts,
    "questions": questions.export_questions_with_answers,
    "meetings": meetings.export_meetings_with_cancelled,
    "occurrences": occurrences.export_occurrences_with_cancelled,
    "rounds": rounds.export_rounds_with_answers,
    "schemes": schemes.export_schemes_with_reports,
}
