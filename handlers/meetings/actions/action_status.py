"""Complete, reopen, postpone, reassign or drop an action. The same transaction cancels its pending
reminders.
"""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.dates.day_fields import draw_day_field
from handlers.meetings.actions.action_editor import parse_action_owner, parse_due_date
from handlers.meetings.actions.action_list import draw_my_actions
from handlers.meetings.actions.action_notices import (
    ActionTakenNotice,
    notify_action_owner,
    notify_former_owner,
    refresh_action_notices,
)
from handlers.meetings.actions.lookup import load_action_to_change, need_open_action
from handlers.meetings.people_fields import draw_meeting_person_field
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.meetings.actions import DONE, DROPPED, OPEN, Action

router = Router()
LONGEST_REASON = 500


@router.on(Click, "actions.done")
async def on_action_done(event: Click, turn: Turn) -> Reply:
    action, _ = await load_action_to_change(turn, event.value)
    if action.state == OPEN:
        action.state, action.done_at = DONE, turn.now
        await refresh_action_notices(turn, action)
    text = turn.say("Done: {text}", text=action.text) if action.state == DONE else turn.say("It is no longer open.")
    again = (Button(turn.say("Not done yet"), "actions.reopen", str(action.id)),) if action.state == DONE else ()
    task = await turn.store.tasks.find_task_of_action(action.id)
    if task is not None and action.state == DONE:
        again = (Button(turn.say("What came of it"), "tasks.finish", str(task.id), "primary"), *again)
    return Reply(Card("", (Text(text), *([Buttons(again)] if again else []))), replace=event.direct)


@router.on(Click, "actions.reopen")
async def on_action_reopen(event: Click, turn: Turn) -> Reply:
    action, _ = await load_action_to_change(turn, event.value)
    if action.state == DONE:
        action.state, action.done_at, action.set_at = OPEN, None, turn.now
        await refresh_action_notices(turn, action)
    return Reply(await draw_my_actions(turn), replace=event.direct)


@router.on(Click, "actions.postpone", opens=True)
async def on_action_postpone_open(event: Click, turn: Turn) -> Reply:
    action, _ = await load_action_to_change(turn, event.value, lock=False)
    need_open_action(turn, action)
    when = draw_day_field("due", turn.say("Until when?"))
    lead = f"{action.text} · {turn.say.format_day(action.due)}"
    form = Form(turn.say("Postpone"), "actions.postpone", (when,), turn.say("Postpone"), str(action.id), note=lead)
    return Reply(form=form)


@router.on(Submission, "actions.postpone")
async def on_action_postpone_submit(event: Submission, turn: Turn) -> Reply:
    """Move the due date and count the postponement, which every list shows."""
    action, _ = await load_action_to_change(turn, event.value)
    need_open_action(turn, action)
    due = parse_due_date(turn, event)
    if due == action.due:
        raise UserError("", {"due": turn.say("It is already due that day.")})
    action.due, action.postponed, action.set_at = due, action.postponed + 1, turn.now
    await refresh_action_notices(turn, action)
    await notify_action_owner(turn, action)
    text = turn.say("“{text}” is now due {day}.", text=action.text, day=turn.say.format_period(due))
    return Reply(await draw_my_actions(turn, text)) if action.owner_id == turn.person.id else build_text_reply(text)


@router.on(Click, "actions.reassign", opens=True)
async def on_action_reassign_open(event: Click, turn: Turn) -> Reply:
    action, held = await load_action_to_change(turn, event.value, lock=False)
    need_open_action(turn, action)
    say = turn.say
    who = await draw_meeting_person_field(turn, held, "owner", say("Who does it?"), action.owner_id)
    fields = (who, draw_day_field("due", say("By when?"), _get_day_to_keep(turn, action)))
    return Reply(form=Form(say("Reassign"), "actions.reassign", fields, say("Save"), str(action.id), note=action.text))


def _get_day_to_keep(turn: Turn, action: Action) -> date | None:
    """Return the due date. Return None once it has passed: nobody is handed what is late already."""
    today = turn.today
    return action.due if action.due >= today else None


@router.on(Submission, "actions.reassign")
async def on_action_reassign_submit(event: Submission, turn: Turn) -> Reply:
    action, held = await load_action_to_change(turn, event.value)
    need_open_action(turn, action)
    owner, before = await parse_action_owner(turn, event, held), action.owner_id
    due = parse_due_date(turn, event, _get_day_to_keep(turn, action))
    kept = owner.id == before
    if kept and due == action.due:
        return build_text_reply(turn.say("{name} has it now.", name=owner.name))
    action.due, action.set_at, action.postponed = due, turn.now, action.postponed + kept
    if not kept:
        action.owner_id, action.organisation_id = owner.id, owner.stands_for
    await refresh_action_notices(turn, action)
    await notify_action_owner(turn, action)
    if kept:
        day = turn.say.format_period(due)
        return build_text_reply(turn.say("“{text}” is now due {day}.", text=action.text, day=day))
    await notify_former_owner(turn, action, before)
    return build_text_reply(turn.say("{name} has it now.", name=owner.name))


@router.on(Click, "actions.drop", opens=True)
async def on_action_drop_open(event: Click, turn: Turn) -> Reply:
    action, _ = await load_action_to_change(turn, event.value, lock=False)
    need_open_action(turn, action)
    why = Field("why", turn.say("Why?"), "text", hint=turn.say("Its owner reads this."), most=LONGEST_REASON)
    form = Form(turn.say("Drop"), "actions.drop", (why,), turn.say("Drop"), str(action.id), note=action.text)
    return Reply(form=form)


@router.on(Submission, "actions.drop")
async def on_action_drop_submit(event: Submission, turn: Turn) -> Reply:
    action, _ = await load_action_to_change(turn, event.value)
    need_open_action(turn, action)
    why = event.get_text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    action.state, action.why = DROPPED, why[:LONGEST_REASON]
    await refresh_action_notices(turn, action)
    others = [person.id for person in await turn.store.tasks.list_people_taking_part(action.id)]
    for id in dict.fromkeys((action.owner_id, *others)):
        await notify_former_owner(turn, action, id)
    return build_text_reply(turn.say("Dropped: {text}", text=action.text))


@router.card(ActionTakenNotice)
async def draw_action_taken_card(view: View[ActionTakenNotice]) -> Card | None:
    action, say = await view.store.actions.find(view.args.action), view.say
    if action is None or view.person is None:
        return None
    wait_for_reader_hours(view)
    if action.state == DROPPED:
        return Card(
            "",
            (
                Text(say("Dropped: {text}", text=action.text)),
                Text(say("Reason: {why}", why=spell_out_links(action.why))),
            ),
        )
    if action.owner_id == view.person.id:
        return None
    return Card("", (Text(say("Somebody else does this now: {text}", text=action.text)),))
