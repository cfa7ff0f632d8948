"""Register the record kind of joint tasks."""

from __future__ import annotations

from datetime import date

from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_kinds import RecordKind
from handlers.policy.tasks.lookup import find_numbered_task
from handlers.policy.tasks.task_list import list_ongoing_tasks, list_pending_tasks
from storage.kit.database import Store
from storage.policy.tasks import Task


async def _find_due_day(store: Store, task: Task) -> date | None:
    action = await store.actions.find(task.action_id)
    return action.due if action is not None else None


TASK = RecordKind(
    name="task",
    label=lambda say: say("Joint task"),
    table=Task,
    find=lambda store, key: store.tasks.find(key),
    codes=RecordCodes(
        "O",
        lambda number: f"O-{number}",
        find_numbered_task,
        "tasks.open",
        deadline_form="tasks.step",
        find_deadline=_find_due_day,
    ),
    list_pending=list_pending_tasks,
    list_under_way=list_ongoing_tasks,
    organisation_choices=frozenset({"tasks.join", "tasks.decline"}),
)
KINDS = (TASK,)
