"""Ask organisations whether they take part in a joint task. Where nobody acts for one, the secretariat hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.record_subjects import build_task_subject
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, Turn, View
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import can_reach_organisation, list_acting_representatives
from handlers.policy.tasks.task_card import draw_answer_buttons, draw_task_facts, format_task_title
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.meetings.actions import OPEN
from storage.policy.tasks import ASKED, Task

router = Router()


class TaskRequest(CardArguments, frozen=True):
    template = "tasks.asked"

    task: int
    organisation: int


class TaskUnaskedNotice(CardArguments, frozen=True):
    template = "tasks.unasked"
    for_secretariat = True

    task: int
    organisation: int


async def invite_partners(turn: Turn, task: Task, organisations: Sequence[Organisation]) -> None:
    """Ask these organisations."""
    await turn.store.tasks.add_partners(task.id, [one.id for one in organisations])
    for organisation in organisations:
        await _ask_partner(turn.store, turn.arena, task.id, organisation.id)


async def _ask_partner(store: Store, arena: Arena, task_id: int, organisation_id: int) -> None:
    """Ask who acts for the organisation; tell the secretariat where nobody who can be reached does."""
    subject = build_task_subject(task_id)
    asked = False
    for person in await list_acting_representatives(store, organisation_id):
        key, card = f"{_name_request(task_id, organisation_id)}{person.id}", TaskRequest(task_id, organisation_id)
        asked |= await schedule_notification(store, arena, person, card, key=key, at=store.now, subject=subject)
    for person in () if asked else await store.people.list_secretariat():
        key, notice = f"{subject}:unasked:{organisation_id}:{person.id}", TaskUnaskedNotice(task_id, organisation_id)
        await schedule_notification(store, arena, person, notice, key=key, at=store.now, subject=subject)


def _name_request(task_id: int, organisation_id: int) -> str:
    return f"{build_task_subject(task_id)}:asked:{organisation_id}:"


@router.plan("tasks.asked")
async def ask_newly_represented(store: Store, arena: Arena, _until: datetime) -> None:
    """Ask the organisations that nobody acted for when a task began, once somebody does."""
    waiting = await store.tasks.list_unanswered_tasks(None)
    if not waiting:
        return
    posted = await store.scheduled_notifications.list_posted_deliveries(
        {build_task_subject(task.id) for task, _ in waiting}
    )
    for task, partner in waiting:
        begins = _name_request(task.id, partner.organisation_id)
        if not any(row.key.startswith(begins) for row in posted):
            await _ask_partner(store, arena, task.id, partner.organisation_id)


@router.card(TaskRequest)
async def draw_task_request(view: View[TaskRequest]) -> Card | None:
    """Draw what is asked, and the answers that can be given as long as the task is under way."""
    store, say = view.store, view.say
    task, organisation = await store.tasks.find(view.args.task), await store.organisations.find(view.args.organisation)
    partner = await store.tasks.find_partner(view.args.task, view.args.organisation)
    if task is None or organisation is None or view.person is None:
        return None
    action = await store.actions.find(task.action_id)
    if action is None or partner is None:
        return draw_withheld(view)
    if view.person.guest or not await store.organisations.is_representative(view.person.id, organisation.id):
        return draw_withheld(view)
    if action.state != OPEN and not view.delivery.was_told:
        return None
    parts = await draw_task_facts(view, task, action)
    if action.state != OPEN:
        return Card(format_task_title(task, action), tuple(parts))
    if partner.state == ASKED:
        parts.insert(0, Text(say("{organisation} is asked to take part.", organisation=organisation.name)))
    row = Buttons(tuple(draw_answer_buttons(view, task, partner)))
    return Card(format_task_title(task, action), (*parts, row))


@router.card(TaskUnaskedNotice)
async def draw_task_unasked(view: View[TaskUnaskedNotice]) -> Card | None:
    """Draw for the secretariat whom nobody could ask; nothing once somebody acts for them."""
    store, say = view.store, view.say
    task, organisation = await store.tasks.find(view.args.task), await store.organisations.find(view.args.organisation)
    partner = await store.tasks.find_partner(view.args.task, view.args.organisation)
    action = await store.actions.find(task.action_id) if task is not None else None
    if task is None or action is None or organisation is None or partner is None:
        return draw_withheld(view)
    title = format_task_title(task, action)
    waits = action.state == OPEN and partner.state == ASKED
    if not waits or await can_reach_organisation(store, organisation.id):
        settled = say("{organisation} has been asked, or need not be any more.", organisation=organisation.name)
        return Card(title, (Text(settled, "subtle"),)) if view.delivery.was_told else None
    text = say("{organisation} is asked to take part, and nobody acts for it who can be reached.",
               organisation=organisation.name)  # fmt: skip
    then = say("As soon as it has a contact, the bot asks.")
    name_one = Button(say("Name a contact"), "admin.organisation", str(organisation.id), "primary")
    row = Buttons((name_one, Button(say("Show"), "tasks.open", str(task.id))))
    return Card(title, (Text(text), Text(then, "subtle"), row))
