"""List the joint tasks of a reader's organisations, and show one of them."""

from __future__ import annotations

from handlers.chat.button_values import ListPage
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import RenderContext, Turn
from handlers.directory.display_names import format_signature
from handlers.meetings.actions.action_texts import describe_due_date
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from handlers.policy.tasks.lookup import load_visible_task
from handlers.policy.tasks.task_card import draw_answer_buttons, draw_task_card, format_task_title
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.meetings.actions import Action
from storage.policy.tasks import Task

router = Router()
#: tasks on a page, and maximum number of tasks looked at
PAGE, LOOKED_AT = 5, 200
LONGEST_TEXT = 150


@router.on(Click, "tasks.list")
async def on_task_list(event: Click, turn: Turn) -> Reply:
    """List open tasks, those that are due first; the secretariat sees all."""
    say, skip = turn.say, ListPage.parse_value(event.value).skip
    ids = None if turn.person.secretariat else sorted(await list_reader_organisation_ids(turn.store, turn.person))
    found = await turn.store.tasks.list_open_tasks(ids, LOOKED_AT)
    parts: list[Part] = [await _draw_task_item(turn, task, action) for task, action in found[skip : skip + PAGE]]
    parts += draw_page_note(say, skip, PAGE, len(found))
    if not found:
        parts.append(Text(say("Nothing is done together yet.")))
    row = [Button(say("Do something together"), "tasks.write", style="primary")]
    row += draw_page_buttons(say, "tasks.list", skip, PAGE, more=len(found) > skip + PAGE, value=ListPage)
    return Reply(Card(say("Joint tasks"), (*parts, Buttons(tuple(row)))), replace=bool(event.value))


@router.on(Click, "tasks.open")
async def on_task_open(event: Click, turn: Turn) -> Reply:
    task, action = await load_visible_task(turn, event.value)
    return Reply(await draw_task_card(turn, task, action))


async def _draw_task_item(at: RenderContext, task: Task, action: Action) -> Item:
    today = at.today
    leader = await format_signature(at.store, action.owner_id, action.organisation_id, at.say)
    show = Button(at.say("Show"), "tasks.open", str(task.id))
    note = f"{leader} · {describe_due_date(action, at.say, today)}"
    return Item(
        shorten_text(format_task_title(task, action), LONGEST_TEXT),
        shorten_text(task.next_step, LONGEST_TEXT),
        note,
        (show,),
    )


async def list_pending_tasks(turn: Turn) -> list[Item]:
    """List the tasks that the person's organisations are asked about."""
    organisations = await turn.store.organisations.list_organisations_represented_by(turn.person.id)
    if turn.person.guest or not organisations:
        return []
    names, items = {one.id: one.name for one in organisations}, list[Item]()
    for task, partner in await turn.store.tasks.list_unanswered_tasks(sorted(names)):
        action = await turn.store.actions.find(task.action_id)
        assert action is not None
        text = turn.say("{organisation} is asked to take part.", organisation=names[partner.organisation_id])
        row = (*draw_answer_buttons(turn, task, partner), Button(turn.say("Show"), "tasks.open", str(task.id)))
        items.append(Item(shorten_text(format_task_title(task, action), LONGEST_TEXT), text, "", row))
    return items[:PAGE]


async def list_ongoing_tasks(at: RenderContext, _reader: Person, organisation: Organisation) -> list[Item]:
    """List the open tasks of one organisation, for a person who begins to speak for it."""
    found = await at.store.tasks.list_open_tasks([organisation.id], PAGE)
    return [await _draw_task_item(at, task, action) for task, action in found]
