"""List the kinds of files: one module per noun reads a row in and writes it out.

Organisations and solutions have their rows where they are edited, too: the ones in files are the ones in forms.
"""

from __future__ import annotations

from typing import Final

from bot.importers.file_kinds import FileKind, Row, seed_in_arena, seed_one_by_one
from bot.importers.rows import (
    cases,
    consultation_export,
    consultation_import,
    issue_export,
    issues,
    listings,
    matches,
    meetings,
    minutes,
    occurrences,
    people,
    plots,
    questions,
    rooms,
    rounds,
    schemes,
    sites,
    streams,
    tasks,
    topics,
)
from handlers.chat.rows import organisation_rows
from handlers.library.solutions import import_export, row_format
from storage.kit.database import Store


async def _export_solution_rows(store: Store) -> list[Row]:
    return [dict(row) async for row in import_export.export_solutions(store)]


#: in the order of loading, so that references exist
FILE_KINDS: Final = (
    people.FILE,
    FileKind(
        name="organisations",
        seed=seed_one_by_one(organisation_rows.seed_organisation_row),
        export=organisation_rows.export_organisations_as_rows,
        fields={"": organisation_rows.FIELDS},
        named_later=("topics", "contacts", "deputies"),
        people=("contacts", "deputies"),
    ),
    topics.FILE,
    sites.FILE,
    rooms.FILE,
    listings.FILE,
    streams.FILE,
    plots.FILE,
    matches.FILE,
    cases.FILE,
    FileKind(
        name="solutions",
        seed=import_export.import_solutions,
        export=_export_solution_rows,
        fields={"": row_format.ACCEPTED},
        people=("owner",),
    ),
    questions.FILE,
    FileKind(
        name="issues",
        seed=seed_in_arena(issues.seed_issue_row),
        export=issue_export.export_issue_rows,
        fields={"": issues.FIELDS},
        people=("owner", "followers"),
    ),
    FileKind(
        name="consultations",
        seed=seed_in_arena(consultation_import.seed_consultation_row),
        export=consultation_export.export_consultation_rows,
        fields={"": consultation_import.FIELDS},
        computed=("steps",),
    ),
    FileKind(
        name="meetings",
        seed=seed_in_arena(meetings.seed_meeting_row),
        export=meetings.export_meeting_rows,
        export_whole=meetings.export_meetings_with_cancelled,
        fields={"": meetings.FIELDS},
        people=("organiser",),
    ),
    occurrences.FILE,
    rounds.FILE,
    schemes.FILE,
    tasks.FILE,
    minutes.FILE,
)
EXPORT: Final = {kind.name: kind.export for kind in FILE_KINDS}
SEED: Final = {kind.name: kind.seed for kind in FILE_KINDS if kind.seed is not None}
