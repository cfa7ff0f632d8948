"""Let whoever leads a joint task say what comes next, and when."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates.day_fields import draw_day_field, fill_typed_day
from handlers.meetings.actions.action_editor import parse_due_date
from handlers.meetings.actions.action_notices import refresh_action_notices
from handlers.meetings.actions.lookup import need_open_action
from handlers.policy.tasks.lookup import load_task_to_steer
from handlers.policy.tasks.task_card import draw_task_card, redraw_task

router = Router()
STEP = 500


@router.on(Click, "tasks.step", opens=True)
async def on_task_step_open(event: Click, turn: Turn) -> Reply:
    task, action = await load_task_to_steer(turn, event.value, lock=False)
    need_open_action(turn, action)
    say = turn.say
    inputs = (
        Field("step", say("What is the next step?"), value=task.next_step, most=STEP),
        draw_day_field("due", say("By when?"), action.due),
    )
    form = Form(say("Next step"), "tasks.step", inputs, say("Save"), str(task.id), note=action.text)
    return Reply(form=fill_typed_day(form, "due", event.value))


@router.on(Submission, "tasks.step")
async def on_task_step_submit(event: Submission, turn: Turn) -> Reply:
    """Save the step. Another day starts the reminders of its action again."""
    task, action = await load_task_to_steer(turn, event.value)
    need_open_action(turn, action)
    step = " ".join(event.get_text("step").split())
    if not step:
        raise UserError("", {"step": turn.say("Write what comes next.")})
    due = parse_due_date(turn, event, action.due)
    task.next_step = step[:STEP]
    if due != action.due:
        action.due, action.set_at = due, turn.now
        await refresh_action_notices(turn, action)
    await redraw_task(turn.store, task.id)
    return Reply(await draw_task_card(turn, task, action))
