"""Map input rounds to rows: what was asked, how many answered, what is published.

What one organisation has answered is only in the file of a whole network
(`export_rounds_with_answers`). That file says what the database says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.importers.file_kinds import Errors, FileKind
from bot.importers.rows import edition_parts, round_parts
from bot.importers.rows.columns import (
    ColumnMapping,
    DayColumn,
    ReferenceColumn,
    TextColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from handlers.chat.label_ends import join_label
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field, parse_texts_field, validate_field_names
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.policy.rounds import editions, round_fields, round_reminders
from handlers.policy.rounds.deadlines import find_reminder_time
from storage.kit.database import Store
from storage.policy.rounds import ADOPTION, ANSWERED, DECLINED, FIELDS, INQUIRY, OPEN, SEEN, Round

#: totals in English, like the column names
_SAY = Say("en", ZoneInfo("UTC"))
ROUND = ColumnMapping(
    {
        "form": ("form", TextColumn(choices=(FIELDS, ADOPTION, INQUIRY))),
        "topic": ("topic_id", ReferenceColumn("topics")),
        "title": ("title", TextColumn(200, required=True)), "why": ("why", TextColumn(required=True)),
        "deadline": ("deadline", DayColumn(required=True)),
        "state": ("state", TextColumn(required=True, choices=SEEN)), "issue": ("issue_id", ReferenceColumn("issues")),
        "consultation": ("consultation_id", ReferenceColumn("consultations")),
        "made_by": ("made_by_id", ReferenceColumn("people")),
        "inquirer": ("inquirer_id", ReferenceColumn("organisations")),
        "opened": ("opened_at", TimeColumn()), "closed": ("closed_at", TimeColumn()),
    },
    ("id", "created", "audience", "fields", "answers", "editions"),
)  # fmt: skip
#: what `export rounds` tells besides, in sums
SUMMED = ("asked", "answered", "declined", "totals")
#: fields of the recipients
AUDIENCE = ("who", "organisations", "kinds", "topics")
MOMENT = TimeColumn()


async def export_round_rows(store: Store) -> list[dict[str, Any]]:
    """Return rounds in the order they were made, with neither drafts nor answers."""
    rounds = sorted(await store.rounds.list_rounds_of_recipients(SEEN, None, 10_000), key=lambda one: one.id)
    return [await _write_round_summary(store, round) for round in rounds]


async def _write_round_summary(store: Store, round: Round) -> dict[str, Any]:
    states = [answer.state for answer, _ in await store.rounds.list_round_answers(round.id)]
    issue = await store.issues.find(round.issue_id)
    consultation = await store.consultations.find(round.consultation_id)
    told = [
        f"{edition.number}. {join_label(label, text)}"
        for edition in await store.published_editions.list_editions_of_round(round.id)
        for cell in edition.data["cells"]
        for label, text in editions.list_cell_rows(_SAY, cell)
    ]
    return {
        "id": round.code,
        "title": round.title,
        "why": round.why,
        "fields": [
            round_fields.describe_round_field(_SAY, field) for field in await store.rounds.list_round_fields(round.id)
        ],
        "deadline": round.deadline.isoformat(),
        "state": round.state,
        "issue": issue.code if issue else "",
        "consultation": consultation.code if consultation else "",
        "asked": len(states),
        "answered": states.count(ANSWERED),
        "declined": states.count(DECLINED),
        "totals": told,
    }


async def export_rounds_with_answers(store: Store) -> list[dict[str, Any]]:
    """Return rounds with their fields, the answers of each organisation, and the editions. No drafts."""
    names, rows = await load_record_names(store), []
    for round in await store.rounds.list_rounds_of_recipients(SEEN, None, 1_000_000):
        asked = round.audience.get("organisations", ())
        organisations = [names.find_code("organisations", id) for id in asked]
        rows.append(
            {"id": round.code}
            | ROUND.write_columns(round, names)
            | {
                "created": MOMENT.write_column_value(round.created_at, names),
                "audience": round.audience | {"organisations": sorted(filter(None, organisations))},
            }
            | await round_parts.write_round_parts(store, round, names)
        )
    return rows


async def _pass_over_summary(store: Store, row: Row) -> None:
    """Raise RowError for what `export rounds` tells of a round that is not there."""
    if await store.rounds.find_round_by_code(parse_text_field(row, "id", most=8, required=True).upper()) is None:
        raise RowError("totals", "a summary holds no answers and cannot be loaded; load what “export all” writes")


async def seed_round_rows(store: Store, arena: Arena, rows: Sequence[dict[str, Any]]) -> Errors:
    async def seed_round_row(store: Store, row: Row, names: RecordNames) -> None:
        await _seed_round_row(store, arena, row, names)

    return await seed_with_names(seed_round_row)(store, arena, rows)


async def _seed_round_row(store: Store, arena: Arena, row: Row, names: RecordNames) -> None:
    """Add the round if it is not there; an existing round stays as it is. Nobody is notified."""
    if any(name in row for name in SUMMED):
        await _pass_over_summary(store, row)
        return
    values, code = ROUND.read_columns(row, names), parse_text_field(row, "id", most=8, required=True).upper()
    if not code.startswith("R-") or not code[2:].isdecimal() or code != f"R-{int(code[2:])}":
        raise RowError("id", f"must be R- and a number, such as R-3, not {code!r}")
    created = MOMENT.read_column_value(row, "created", names) or values.get("opened_at") or store.now
    there = await store.rounds.find_round_by_code(code)
    if there is not None:
        if there.title != values["title"] and there.created_at != created:
            raise RowError("id", f"{code} is another round here")
        return
    audience = _read_round_audience(row, names)
    round = await store.bulk_rows.insert_row(Round(**values, code=code, created_at=created, audience=audience))
    names.add_names("rounds", [(round.id, code)])
    asked = await round_parts.add_round_fields(store, round, row, names)
    for n, one in read_row_objects(row, "answers"):
        try:
            await round_parts.add_round_answer(store, round, one, asked, names)
        except RowError as error:
            raise locate_row_error("answers", n, error) from error
    for n, one in read_row_objects(row, "editions"):
        try:
            await round_parts.add_round_edition(store, round, n, one, asked, names)
        except RowError as error:
            raise locate_row_error("editions", n, error) from error
    at = find_reminder_time(round, arena, store.now) if round.state == OPEN else None
    if at is not None:
        await store.escalations.begin_escalations(round_reminders.KIND, {round.id: at})


def _read_round_audience(row: Row, names: RecordNames) -> dict[str, Any]:
    """Return the choice of recipients, with which the form is filled again."""
    given = row.get("audience") or {}
    if not isinstance(given, Mapping):
        raise RowError("audience", "must be an object with who, organisations, kinds and topics")
    validate_field_names(given, AUDIENCE)
    organisations = [
        names.load_id("organisations", code, "audience") for code in parse_texts_field(given, "organisations", most=64)
    ]
    return {
        "who": parse_text_field(given, "who", most=100, default="all"), "organisations": sorted(organisations),
        "kinds": parse_texts_field(given, "kinds"), "topics": parse_texts_field(given, "topics"),
    }  # fmt: skip


FILE = FileKind(
    name="rounds",
    seed=seed_round_rows,
    export=export_round_rows,
    export_whole=export_rounds_with_answers,
    fields={
        "": ROUND,
        "fields": round_parts.FIELD,
        "audience": AUDIENCE,
        "answers": round_parts.ANSWER,
        "editions": (*round_parts.TOLD, *edition_parts.ABOUT.columns),
    },
)
