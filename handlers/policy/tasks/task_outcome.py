"""End a joint task with what came of it, tell those who took part, and make a solution of it."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_subjects import build_task_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.library.solutions.forms import draw_new_solution_form
from handlers.meetings.actions.action_notices import refresh_action_notices
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from handlers.policy.tasks.lookup import load_task_to_steer, load_visible_task, may_see_task
from handlers.policy.tasks.task_card import (
    draw_task_card,
    draw_task_facts,
    format_task_title,
    redraw_task,
)
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.actions import DONE, DROPPED
from storage.policy.tasks import JOINED, Task

router = Router()
OUTCOME = 2000


class TaskOutcomeNotice(CardArguments, frozen=True):
    template = "tasks.over"

    task: int


@router.on(Click, "tasks.finish", opens=True)
async def on_task_finish_open(event: Click, turn: Turn) -> Reply:
    task, action = await load_task_to_steer(turn, event.value, lock=False)
    say = turn.say
    field = Field("outcome", say("What came of it?"), "text", task.outcome, most=OUTCOME)
    return Reply(form=Form(say("It is done"), "tasks.finish", (field,), say("Save"), str(task.id), note=action.text))


@router.on(Submission, "tasks.finish")
async def on_task_finish_submit(event: Submission, turn: Turn) -> Reply:
    """End the action of the task. Those who took part hear once what came of it."""
    task, action = await load_task_to_steer(turn, event.value)
    outcome = event.get_text("outcome")
    if action.state == DROPPED:
        raise UserError(turn.say("{code} is over.", code=task.code))
    if not outcome.strip():
        raise UserError("", {"outcome": turn.say("Say in a few words what came of it.")})
    task.outcome = outcome[:OUTCOME]
    if action.state != DONE:
        action.state, action.done_at = DONE, turn.now
        await refresh_action_notices(turn, action)
    for person in await _list_people_told(turn.store, task):
        if person.id != turn.person.id:
            await schedule_notification(
                turn.store,
                turn.arena,
                person,
                TaskOutcomeNotice(task.id),
                key=f"{build_task_subject(task.id)}:over:{person.id}",
                at=turn.now,
                subject=build_task_subject(task.id),
            )
    await redraw_task(turn.store, task.id)
    card = await draw_task_card(turn, task, action)
    return Reply(Card(card.title, (*draw_competition_hint(turn.say, outcome), *card.parts)))


async def _list_people_told(store: Store, task: Task) -> list[Person]:
    """Return who said for each organisation that it takes part; its representatives, if they act for it no longer."""
    found = dict[int, Person]()
    for partner, organisation in await store.tasks.list_partners(task.id):
        if partner.state != JOINED:
            continue
        said = await store.people.find(partner.person_id)
        acts = said is not None and await store.organisations.is_representative(said.id, organisation.id)
        people = [said] if said is not None and acts else await list_acting_representatives(store, organisation.id)
        found |= {person.id: person for person in people}
    return [*found.values()]


@router.card(TaskOutcomeNotice)
async def draw_task_outcome(view: View[TaskOutcomeNotice]) -> Card | None:
    task = await view.store.tasks.find(view.args.task)
    action = await view.store.actions.find(task.action_id) if task is not None else None
    if task is None or action is None or view.person is None or not task.outcome:
        return None
    if not await may_see_task(view.store, view.person, task):
        return None
    save = Button(view.say("Save a solution"), "tasks.solution", str(task.id))
    parts = await draw_task_facts(view, task, action)
    return Card(format_task_title(task, action), (*parts, Buttons((save,))))


@router.on(Click, "tasks.solution", opens=True)
async def on_task_solution_open(event: Click, turn: Turn) -> Reply:
    """Open the form of a new solution, filled with what was to be done and what came of it."""
    task, action = await load_visible_task(turn, event.value)
    contact = await format_signature(turn.store, turn.person.id, turn.person.stands_for, turn.say)
    words = {"problem": action.text, "done": task.outcome, "contact": contact}
    return Reply(form=await draw_new_solution_form(turn, "solutions.save", words, "", None))
