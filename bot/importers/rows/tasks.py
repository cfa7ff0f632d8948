"""Map joint tasks to rows: the action of whoever leads one, what comes next, and who takes part."""

from __future__ import annotations

from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import (
    LONGEST,
    ColumnMapping,
    DayColumn,
    NumberColumn,
    ReferenceColumn,
    TextColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, get_stand_in_person, load_record_names, seed_with_names
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field
from storage.kit.database import Store
from storage.meetings.actions import STATES as ACTION_STATES
from storage.meetings.actions import Action
from storage.policy.tasks import STATES, Task, TaskPartner

#: columns of the action of a task
TASK = ColumnMapping(
    {
        "text": ("text", TextColumn(required=True)), "owner": ("owner_id", ReferenceColumn("people")),
        "organisation": ("organisation_id", ReferenceColumn("organisations")), "due": ("due", DayColumn(required=True)),
        "state": ("state", TextColumn(choices=ACTION_STATES)), "postponed": ("postponed", NumberColumn(0)),
        "done": ("done_at", TimeColumn()), "why": ("why", TextColumn()), "created": ("created_at", TimeColumn()),
    },
    ("id", "next_step", "outcome", "partners"),
)  # fmt: skip
PARTNER = ColumnMapping(
    {
        "organisation": ("organisation_id", ReferenceColumn("organisations", required=True)),
        "state": ("state", TextColumn(required=True, choices=STATES)),
        "person": ("person_id", ReferenceColumn("people")), "at": ("answered_at", TimeColumn()),
    }
)  # fmt: skip


async def export_task_rows(store: Store) -> list[dict[str, Any]]:
    """Return the tasks in the order they were begun."""
    names, rows = await load_record_names(store), []
    for task, action in await store.tasks.list_all_tasks():
        partners = [PARTNER.write_columns(one, names) for one, _ in await store.tasks.list_partners(task.id)]
        rows.append(
            {"id": task.code}
            | TASK.write_columns(action, names)
            | {"next_step": task.next_step, "outcome": task.outcome}
            | {"partners": sorted(partners, key=lambda row: str(row["organisation"]))}
        )
    return rows


async def seed_task_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the task if it is not there; an existing one stays as it is. Nobody is notified."""
    code = parse_text_field(row, "id", most=8, required=True).upper()
    if not code.startswith("O-") or not code[2:].isdecimal() or code != f"O-{int(code[2:])}":
        raise RowError("id", f"must be O- and a number, such as O-3, not {code!r}")
    values = TASK.read_columns(row, names)
    if await store.tasks.find_task_by_code(code) is not None:
        return
    moment = values.get("created_at") or store.now
    values["owner_id"] = values.get("owner_id") or await get_stand_in_person(store)
    action = await store.bulk_rows.insert_row(Action(**values | {"created_at": moment, "set_at": store.now}))
    own = {name: parse_text_field(row, name, most=LONGEST) for name in ("next_step", "outcome")}
    task = await store.bulk_rows.insert_row(Task(code=code, action_id=action.id, created_at=moment, **own))
    names.add_names("tasks", [(task.id, code)])
    for n, one in read_row_objects(row, "partners"):
        try:
            await store.bulk_rows.insert_row(TaskPartner(task_id=task.id, **PARTNER.read_columns(one, names)))
        except RowError as error:
            raise locate_row_error("partners", n, error) from error


FILE = FileKind(
    name="tasks",
    seed=seed_with_names(seed_task_row),
    export=export_task_rows,
    fields={"": TASK, "partners": PARTNER},
    people=("owner",),
)
