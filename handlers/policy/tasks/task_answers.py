"""Take the answers of organisations that are asked to take part in a joint task, and tell whoever leads it."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Click
from handlers.chat.record_subjects import build_task_subject
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.answer_recording import draw_colleague_news, record_answer
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.tasks.lookup import load_open_task
from handlers.policy.tasks.task_answer_kind import TASK_ANSWERS, TaskAnswerChangeNotice
from handlers.policy.tasks.task_card import (
    draw_task_card,
    format_task_title,
)
from storage.policy.tasks import ASKED, DECLINED, JOINED, TaskPartner

router = Router()
#: action of a button -> what it says
_ANSWERS = {"tasks.join": JOINED, "tasks.decline": DECLINED}


class TaskAnswerNotice(CardArguments, frozen=True):
    template = "tasks.answered"

    task: int
    organisation: int


async def on_task_answer(event: Click, turn: Turn) -> Reply:
    """Record the answer under the row lock of the task, and tell whoever leads it."""
    task, action = await load_open_task(turn, event.value)
    organisation = await choose_speaker(TASK_ANSWERS, turn, task, event.value, event.name)
    if isinstance(organisation, Reply):
        return organisation
    said = TaskPartner(
        task_id=task.id, organisation_id=organisation.id, state=_ANSWERS[event.name], person_id=turn.person.id
    )
    repeated = await record_answer(TASK_ANSWERS, turn, task, organisation, said, said.state)
    leader = await turn.store.people.find(action.owner_id)
    if repeated is None and leader is not None and leader.id != turn.person.id:
        await schedule_notification(
            turn.store,
            turn.arena,
            leader,
            TaskAnswerNotice(task.id, organisation.id),
            # whoever changes their mind twice is told of each time
            key=f"{build_task_subject(task.id)}:answered:{organisation.id}:{turn.now.isoformat()}:{leader.id}",
            at=turn.now,
            subject=build_task_subject(task.id),
        )
    return Reply(await draw_task_card(turn, task, action), replace=event.direct)


for _do in _ANSWERS:
    router.on(Click, _do)(on_task_answer)


@router.card(TaskAnswerNotice)
async def draw_task_answer(view: View[TaskAnswerNotice]) -> Card | None:
    """Draw for whoever leads the task what an organisation says now."""
    store = view.store
    task, organisation = await store.tasks.find(view.args.task), await store.organisations.find(view.args.organisation)
    partner = await store.tasks.find_partner(view.args.task, view.args.organisation)
    action = await store.actions.find(task.action_id) if task is not None else None
    if task is None or action is None or organisation is None or partner is None or view.person is None:
        return None
    if action.owner_id != view.person.id or partner.state == ASKED:
        return draw_withheld(view)
    text = f"{organisation.name}: {TASK_ANSWERS.describe_answer(view.say, partner)}"
    return Card(format_task_title(task, action), (Text(text),))


@router.card(TaskAnswerChangeNotice)
async def draw_task_colleague_card(view: View[TaskAnswerChangeNotice]) -> Card | None:
    return await draw_colleague_news(TASK_ANSWERS, view, view.args, "tasks.open")
