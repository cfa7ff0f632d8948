"""Load the joint task that a button names, if the person has the right to use it."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.button_values import parse_answer_value
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.actions import OPEN, Action
from storage.policy.tasks import Task


async def may_see_task(store: Store, person: Person, task: Task) -> bool:
    """Return True for whoever leads it, people of organisations that are asked, and the secretariat."""
    if person.secretariat:
        return True
    action = await store.actions.find(task.action_id)
    if action is None or person.guest:
        return False
    parts = {partner.organisation_id for partner, _ in await store.tasks.list_partners(task.id)}
    if action.organisation_id is not None:
        parts.add(action.organisation_id)
    return action.owner_id == person.id or not parts.isdisjoint(await list_reader_organisation_ids(store, person))


async def find_numbered_task(turn: Turn, number: int) -> Task | None:
    """Return the task with this number in its code if the person may see it."""
    found = await turn.store.tasks.find_task_by_code(f"O-{number}")
    return found if found is not None and await may_see_task(turn.store, turn.person, found) else None


async def load_visible_task(turn: Turn, value: str, *, lock: bool = False) -> tuple[Task, Action]:
    missing = turn.say("I cannot find that task.")
    id = parse_answer_value(value).record
    task = await load_visible_record(turn, turn.store.tasks, id, may_see_task, missing, lock=lock)
    action = await turn.store.actions.find(task.action_id)
    assert action is not None, "an action takes its task along"
    return task, action


async def load_open_task(turn: Turn, value: str, *, lock: bool = True) -> tuple[Task, Action]:
    """Return a task that is under way. Raise UserError for one that is over."""
    task, action = await load_visible_task(turn, value, lock=lock)
    if action.state != OPEN:
        raise UserError(turn.say("{code} is over.", code=task.code))
    return task, action


async def load_task_to_steer(turn: Turn, value: str, *, lock: bool = True) -> tuple[Task, Action]:
    """Return a task for whoever leads it, or the secretariat. Raise NotAllowed for others who see it."""
    task, action = await load_visible_task(turn, value, lock=lock)
    await rights.need_right(turn, *((rights.OWNER,) if action.owner_id == turn.person.id else ()))
    return task, action
