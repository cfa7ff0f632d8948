"""Add an action to the minutes, or change one: who does what, by when."""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates.day_fields import draw_day_field, parse_day_field
from handlers.dates.time_zones import find_zone
from handlers.meetings.actions.action_notices import notify_action_owner, notify_former_owner, refresh_action_notices
from handlers.meetings.actions.lookup import load_action_to_change, need_open_action
from handlers.meetings.button_values import ActionOrigin
from handlers.meetings.minutes import shown_minutes
from handlers.meetings.minutes.lookup import begin_minutes, load_occurrence_to_minute
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.people_fields import draw_meeting_person_field, parse_meeting_person
from storage.directory.people import Person
from storage.meetings.actions import Action

router = Router()
LONGEST_ACTION = 500


@router.on(Click, "actions.add", opens=True)
async def on_action_add_open(event: Click, turn: Turn) -> Reply:
    say, origin = turn.say, ActionOrigin.parse_value(event.value)
    found = await load_occurrence_to_minute(turn, str(origin.occurrence), lock=False)
    owner = await draw_meeting_person_field(turn, found, "owner", say("Who does it?"))
    inputs = (
        Field("text", say("What is to be done?"), most=LONGEST_ACTION),
        owner,
        draw_day_field("due", say("By when?")),
    )
    title = await _describe_noted_title(turn, found, origin.item)
    return Reply(form=Form(say("Add an action"), "actions.add", inputs, say("Add"), event.value, note=title))


@router.on(Submission, "actions.add")
async def on_action_add_submit(event: Submission, turn: Turn) -> Reply:
    say, origin = turn.say, ActionOrigin.parse_value(event.value)
    found = await load_occurrence_to_minute(turn, str(origin.occurrence))
    text = " ".join(event.get_text("text").split())
    if not text:
        raise UserError("", {"text": say("Write what is to be done.")})
    owner = await parse_action_owner(turn, event, found)
    due = parse_due_date(turn, event)
    item = next((one for one in await turn.store.agenda.list_agenda_items(found.id) if one.id == origin.item), None)
    if any(
        (one.text, one.owner_id, one.due) == (text, owner.id, due)
        for one in await turn.store.actions.list_actions_of_occurrence(found.id)
    ):
        raise UserError(say("{name} has that one already.", name=owner.name))
    await begin_minutes(turn, found)
    action = await turn.store.actions.add(
        Action(
            occurrence_id=found.id,
            item_id=item.id if item else None,
            text=text[:LONGEST_ACTION],
            owner_id=owner.id,
            organisation_id=owner.stands_for,
            due=due,
        )
    )
    await notify_action_owner(turn, action)
    return await shown_minutes.build_changed_minutes_reply(turn, found, written=text)


@router.on(Click, "actions.edit", opens=True)
async def on_action_edit_open(event: Click, turn: Turn) -> Reply:
    """Open the form of an action whose minutes are not approved. After approval, owners and organisers
    postpone, reassign or drop the action instead.
    """
    action, found = await _load_action_in_draft(turn, event.value, lock=False)
    say = turn.say
    owner = await draw_meeting_person_field(turn, found, "owner", say("Who does it?"), action.owner_id)
    due = draw_day_field("due", say("By when?"), action.due)
    inputs = (Field("text", say("What is to be done?"), value=action.text, most=LONGEST_ACTION), owner, due)
    return Reply(form=Form(say("Change the action"), "actions.edit", inputs, say("Save"), str(action.id)))


@router.on(Submission, "actions.edit")
async def on_action_edit_submit(event: Submission, turn: Turn) -> Reply:
    """Save the changed action. Notify the owner of the new wording, and a former owner that nothing is
    left to do.
    """
    action, found = await _load_action_in_draft(turn, event.value)
    text, owner = " ".join(event.get_text("text").split()), await parse_action_owner(turn, event, found)
    if not text:
        raise UserError("", {"text": turn.say("Write what is to be done.")})
    due = parse_due_date(turn, event, action.due)
    if (text[:LONGEST_ACTION], owner.id, due) != (action.text, action.owner_id, action.due):
        before = action.owner_id
        action.text, action.owner_id, action.organisation_id = text[:LONGEST_ACTION], owner.id, owner.stands_for
        action.due, action.set_at = due, turn.now
        await refresh_action_notices(turn, action)
        await notify_action_owner(turn, action)
        if before != owner.id:
            await notify_former_owner(turn, action, before)
    return await shown_minutes.build_changed_minutes_reply(turn, found, written=text)


async def _load_action_in_draft(turn: Turn, value: str, *, lock: bool = True) -> tuple[Action, OccurrenceView]:
    """Return an open action and its meeting, for those who may still write the minutes.

    Raises UserError when the action is not open, has no meeting, or its minutes are locked.
    """
    action, held = await load_action_to_change(turn, value, lock=lock)
    need_open_action(turn, action)
    if held is None:
        raise UserError(turn.say("I cannot find that meeting."))
    return action, await load_occurrence_to_minute(turn, str(held.id), lock=lock)


def parse_due_date(turn: Turn, event: Submission, kept: date | None = None) -> date:
    """Return the day, today or later, or the one it had. Raises UserError at the field for anything else."""
    day = parse_day_field(turn, event, "due", find_zone(turn.person.zone) or turn.arena.zone, (kept,))
    if day is None:
        raise UserError("", {"due": turn.say("Choose a day.")})
    return day


async def parse_action_owner(turn: Turn, event: Submission, occurrence: OccurrenceView | None) -> Person:
    """Return the one member chosen in the form. Raises UserError at the field for anyone who may not see
    the meeting.
    """
    person = await parse_meeting_person(turn, event, occurrence, "owner")
    if person is None:
        raise UserError("", {"owner": turn.say("Choose one person.")})
    return person


async def _describe_noted_title(turn: Turn, occurrence: OccurrenceView, item_id: int | None) -> str:
    found = next((one for one in await turn.store.agenda.list_agenda_items(occurrence.id) if one.id == item_id), None)
    return found.title if found else occurrence.title
