"""Notify owners of actions they were given, after a pause in which the writer can correct the action."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.chat.cards import Buttons, Card, Text
from handlers.chat.record_subjects import build_task_subject
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.meetings.actions.action_list import describe_action_origin
from handlers.meetings.actions.action_texts import describe_due_date, draw_action_buttons
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.card_arguments import MinutesApprovedNotice, MinutesDraftNotice
from handlers.meetings.minutes_subjects import redraw_minutes
from handlers.meetings.occurrence_view import find_occurrence_view
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.meetings.actions import OPEN, Action
from storage.queue.delivery_rows import LEASED, READY, SENT

router = Router()
#: An assignment can be corrected this long before its assignee is told.
QUIET = timedelta(minutes=30)


class ActionGivenNotice(CardArguments, frozen=True):
    template = "actions.given"

    action: int
    #: mark of the assignment, from `format_action_mark`
    mark: str
    #: True if the owner had an earlier notice of this action
    changed: bool = False


class ActionTakenNotice(CardArguments, frozen=True):
    template = "actions.taken"

    action: int


def build_action_subject(action_id: int) -> str:
    """Return the subject of all notices to the owner. They are cancelled together when the action is
    done, dropped, moved or reassigned.
    """
    return f"action:{action_id}"


def format_action_mark(action: Action) -> str:
    """Return the mark of the promise that a notice is about. Another due date or another owner makes
    another mark.
    """
    return f"{action.due}:{int(action.set_at.timestamp() * 1000)}"


def is_action_notice_current(action: Action | None, mark: str) -> bool:
    """Return True if a scheduled notice with this mark still holds."""
    return action is not None and action.state == OPEN and format_action_mark(action) == mark


async def notify_action_owner(turn: Turn, action: Action) -> None:
    """Schedule the notice to the owner. Skip owners who assigned the action to themselves."""
    owner = await turn.store.people.find(action.owner_id)
    if owner is None or owner.id == turn.person.id:
        return
    about = [build_action_subject(action.id)]
    known = any(
        f":given:{owner.id}:" in one.key and one.state == SENT
        for one in await turn.store.scheduled_notifications.list_posted_deliveries(about)
    )
    await schedule_notification(
        turn.store,
        turn.arena,
        owner,
        ActionGivenNotice(action.id, format_action_mark(action), changed=known),
        key=f"action:{action.id}:given:{owner.id}:{format_action_mark(action)}",
        at=turn.now + QUIET,
        subject=build_action_subject(action.id),
    )


async def refresh_action_notices(turn: Turn, action: Action) -> None:
    """Cancel pending reminders of the earlier state, and redraw sent cards with the present one."""
    await turn.store.session.flush()
    await turn.store.outbox.cancel_deliveries(subject=build_action_subject(action.id))
    await turn.store.outbox.refresh_copies(build_action_subject(action.id))
    if action.occurrence_id is not None:
        await redraw_minutes(turn.store, action.occurrence_id)
    task = await turn.store.tasks.find_task_of_action(action.id)
    if task is not None:
        await turn.store.outbox.refresh_copies(build_task_subject(task.id))


async def notify_former_owner(turn: Turn, action: Action, person_id: int) -> None:
    """Notify a former owner that the action is no longer theirs."""
    person = await turn.store.people.find(person_id)
    if person is not None and person.id != turn.person.id:
        key = f"action:{action.id}:taken:{person.id}:{turn.now.isoformat()}"
        await outgoing.post_to_person(turn.store, person, ActionTakenNotice(action.id), key=key)


@router.card(ActionGivenNotice)
async def draw_action_given_card(view: View[ActionGivenNotice]) -> Card | None:
    action, say = await view.store.actions.find(view.args.action), view.say
    if action is None or view.person is None:
        return None
    if action.owner_id != view.person.id:
        return await draw_former_owner_notice(view, action)
    if not is_action_notice_current(action, view.args.mark):
        return draw_outdated_action_notice(view, action)
    if not view.delivery.was_told and await _has_minutes_notice(view, action):
        return None
    today = view.today
    where = await describe_action_origin(view.store, action, view.person)
    title = say("You have an action from {title}", title=where) if where else say("You have an action")
    if view.args.changed:
        title = say("Your action from {title} is changed", title=where) if where else say("Your action is changed")
    parts = (
        Text(action.text),
        Text(describe_due_date(action, say, today), "subtle"),
        Buttons(draw_action_buttons(say, action)),
    )
    return Card(title, parts)


async def _has_minutes_notice(view: View, action: Action) -> bool:
    """Return True if minutes sent in the same message, or since the action was set, show the reader this
    action.
    """
    assert view.person is not None
    for kind in (MinutesDraftNotice, MinutesApprovedNotice):
        for row in await view.store.scheduled_notifications.list_notifications_of_template(
            view.person.id, kind.template
        ):
            told = read_arguments(row)
            assert isinstance(told, kind)
            if told.occurrence == action.occurrence_id and row.due_at >= action.set_at:
                return True
    return False


async def is_action_notice_due(view: View, action: Action) -> bool:
    """Return True if the same message also carries the notice that gives the owner this action."""
    for row in await view.store.scheduled_notifications.list_notifications_of_template(
        action.owner_id, ActionGivenNotice.template
    ):
        notice = read_arguments(row)
        assert isinstance(notice, ActionGivenNotice)
        same = (notice.action, notice.mark) == (action.id, format_action_mark(action))
        if same and row.state in (READY, LEASED) and row.due_at <= view.now:
            return True
    return False


async def draw_former_owner_notice(view: View, action: Action) -> Card | None:
    """Draw what takes the place of a sent notice whose reader is no longer the owner. Return None for an unsent one."""
    held = await find_occurrence_view(view.store, action.occurrence_id)
    if view.person is None or (held is not None and not await may_see_meeting(view.store, held.meeting, view.person)):
        return draw_withheld(view)
    if not view.delivery.was_told or action.state != OPEN:
        return draw_outdated_action_notice(view, action)
    return Card("", (Text(view.say("Somebody else does this now: {text}", text=action.text), "subtle"),))


def draw_outdated_action_notice(view: View, action: Action | None) -> Card | None:
    """Draw the replacement of a sent notice that no longer holds, for its owner with what they may still do.

    Return None for an unsent one, which is then dropped.
    """
    if not view.delivery.was_told or action is None:
        return None
    today = view.today
    text = Text(f"{action.text} · {describe_due_date(action, view.say, today)}", "subtle")
    mine = view.person is not None and view.person.id == action.owner_id
    row = draw_action_buttons(view.say, action) if mine else ()
    return Card("", (text, *([Buttons(row)] if row else [])))
