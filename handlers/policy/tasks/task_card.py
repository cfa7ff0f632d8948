"""Draw a joint task: who leads it, who takes part, the next step, and what came of it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Quote
from handlers.chat.record_subjects import build_task_subject
from handlers.chat.turn import RenderContext, Turn
from handlers.directory.display_names import format_signature
from handlers.meetings.actions.action_texts import describe_due_date
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.kit.database import Store
from storage.meetings.actions import DROPPED, OPEN, Action
from storage.policy.tasks import ASKED, DECLINED, JOINED, Task, TaskPartner


def format_task_title(task: Task, action: Action) -> str:
    return f"{task.code} {action.text}"


async def draw_task_facts(at: RenderContext, task: Task, action: Action) -> list[Part]:
    """Draw what everybody reads who is asked."""
    say, partners = at.say, await at.store.tasks.list_partners(task.id)
    today = at.today
    names = {
        state: say.listed([organisation.name for partner, organisation in partners if partner.state == state])
        for state in (JOINED, ASKED, DECLINED)
    }
    acting = await at.store.organisations.map_acting_representatives() if names[ASKED] else {}
    unasked = [one.name for partner, one in partners if partner.state == ASKED and one.id not in acting]
    rows = (
        (say("Leads it"), await format_signature(at.store, action.owner_id, action.organisation_id, say)),
        (say("Takes part"), names[JOINED]),
        (say("Not answered yet"), names[ASKED]),
        (say("Nobody acts for them yet"), say.listed(unasked)),
        (say("Does not take part"), names[DECLINED]),
        (say("Next step"), task.next_step if action.state == OPEN else ""),
        (say("When"), describe_due_date(action, say, today)),
    )
    parts: list[Part] = [Facts(tuple((label, text) for label, text in rows if text))]
    return [*parts, *([Quote(task.outcome, say("What came of it"))] if task.outcome else [])]


async def draw_task_card(turn: Turn, task: Task, action: Action) -> Card:
    """Draw the task with what this reader may do."""
    say, id = turn.say, str(task.id)
    leads = action.owner_id == turn.person.id
    row: list[Button] = []
    if leads or turn.person.secretariat:
        if action.state == OPEN:
            row += [
                Button(say("Next step"), "tasks.step", id, "primary"),
                Button(say("It is done"), "tasks.finish", id),
                Button(say("Ask more"), "tasks.ask", id),
            ]
        elif action.state != DROPPED:
            row.append(Button(say("What came of it"), "tasks.finish", id))
    if action.state == OPEN:
        row += await _draw_own_answer_buttons(turn, task)
    if task.outcome and rights.is_confirmed_member(turn.person):
        row.append(Button(say("Save a solution"), "tasks.solution", id))
    buttons = [Buttons(tuple(row))] if row else []
    return Card(format_task_title(task, action), (*await draw_task_facts(turn, task, action), *buttons))


async def _draw_own_answer_buttons(turn: Turn, task: Task) -> list[Button]:
    """Draw the answers of the organisations that the reader acts for, as far as they are asked."""
    found: list[Button] = []
    for organisation in await turn.store.organisations.list_organisations_represented_by(turn.person.id):
        partner = await turn.store.tasks.find_partner(task.id, organisation.id)
        if partner is not None:
            found += draw_answer_buttons(turn, task, partner)
    return found


def draw_answer_buttons(at: RenderContext, task: Task, partner: TaskPartner) -> list[Button]:
    """Draw *Vi er med · Ikke vi*, without what is said already."""
    value = AnswerValue(task.id, partner.organisation_id).encode_value()
    join = [Button(at.say("We take part"), "tasks.join", value)] if partner.state != JOINED else []
    return [*join, *([Button(at.say("Not us"), "tasks.decline", value)] if partner.state != DECLINED else [])]


async def redraw_task(store: Store, task_id: int) -> None:
    await store.session.flush()
    await store.outbox.refresh_copies(build_task_subject(task_id))
