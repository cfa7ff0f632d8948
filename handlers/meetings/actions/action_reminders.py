"""Remind owners before, on and after the due date, and at the end the contact of their organisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, View
from handlers.dates.time_zones import convert_to_local
from handlers.dates.workdays import add_workdays, subtract_workdays
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.directory.contacts.contact_messages import draw_contact_button
from handlers.directory.display_names import format_signature
from handlers.meetings.actions.action_list import describe_action_origin
from handlers.meetings.actions.action_notices import (
    build_action_subject,
    draw_former_owner_notice,
    draw_outdated_action_notice,
    format_action_mark,
    is_action_notice_current,
    is_action_notice_due,
)
from handlers.meetings.actions.action_texts import describe_due_date, draw_action_buttons
from handlers.meetings.audience import may_run_meeting, may_see_meeting
from handlers.meetings.occurrence_view import find_occurrence_view
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.actions import Action

router = Router()
#: Working days before and after the due date. The last step also goes to the organisation's contact.
BEFORE, AFTER, LAST = 3, 2, 5
MORNING = time(9)
LAST_STEP_VALIDITY = timedelta(days=30)
#: upper bound of the calendar days that these working days can span
_SPAN = timedelta(days=60)


class ActionReminder(CardArguments, frozen=True):
    template = "actions.due"

    action: int
    #: mark of the assignment, from `format_action_mark`
    mark: str


class LateActionNotice(ActionReminder, frozen=True):
    template = "actions.late"


@router.plan("actions")
async def schedule_action_reminders(store: Store, arena: Arena, until: datetime) -> None:
    for action in await store.actions.list_actions_due_by((until + _SPAN).date(), since=store.now - _SPAN):
        owner = await store.people.find(action.owner_id)
        if owner is not None:
            await _schedule_owner_reminders(store, arena, action, owner, until)


def list_action_reminder_steps(hours: WorkingHours, due: date) -> list[tuple[str, datetime, datetime]]:
    """Return name, time and end of each reminder. A reminder that is unsent when the next one is due
    expires.
    """
    found = [
        ("before", hours.clamp_at_or_before(subtract_workdays(due, BEFORE), MORNING)),
        ("on", hours.clamp_at_or_before(due, MORNING)),
        ("after", hours.clamp_at_or_after(add_workdays(due, AFTER), MORNING)),
        ("last", hours.clamp_at_or_after(add_workdays(due, LAST), MORNING)),
    ]
    ends = [at for _, at in found[1:]] + [found[-1][1] + LAST_STEP_VALIDITY]
    return [(name, at, end) for (name, at), end in zip(found, ends, strict=True)]


async def _schedule_owner_reminders(store: Store, arena: Arena, action: Action, owner: Person, until: datetime) -> None:
    """Schedule what is due by then. What is late when it is taken up again is reminded of from that day on."""
    hours = build_working_hours(owner, arena)
    since = max(action.due, convert_to_local(action.set_at, hours.zone).date())
    for name, at, end in list_action_reminder_steps(hours, since):
        if action.set_at < at <= until and end > store.now:
            await _schedule_action_reminder(store, arena, action, owner, name, at, end)
    # Others are asked for help while the owner is away, too.
    _, at, end = list_action_reminder_steps(replace(hours, paused_until=None), since)[-1]
    if action.set_at < at <= until and end > store.now:
        for person in await _list_action_helpers(store, action):
            await _schedule_action_reminder(store, arena, action, person, "contact", at, end)


async def _schedule_action_reminder(
    store: Store, arena: Arena, action: Action, person: Person, name: str, at: datetime, end: datetime
) -> None:
    await schedule_notification(
        store,
        arena,
        person,
        (LateActionNotice if name == "contact" else ActionReminder)(action.id, format_action_mark(action)),
        key=f"action:{action.id}:{name}:{person.id}:{format_action_mark(action)}",
        at=at,
        subject=build_action_subject(action.id),
        expires_at=end,
        early=name in ("before", "on"),
    )


async def _list_action_helpers(store: Store, action: Action) -> list[Person]:
    """Return the contacts of the owner's organisation, without the owner, and those who do it together with them.

    Nobody outside the meeting's circle is told of its actions. Return the organiser where there are none.
    """
    found: list[Person] = []
    if action.organisation_id is not None:
        roles = await store.organisations.map_representative_roles(action.organisation_id)
        people = await store.organisations.list_representatives(action.organisation_id)
        found = [person for person in people if roles.get(person.id) == CONTACT and person.id != action.owner_id]
    known = {action.owner_id, *(person.id for person in found)}
    found += [one for one in await store.tasks.list_people_taking_part(action.id) if one.id not in known]
    found = [person for person in found if await _may_help_with_action(store, action, person)]
    if not found:
        held = await find_occurrence_view(store, action.occurrence_id)
        organiser = await store.people.find(held.meeting.organiser_id) if held else None
        found = [organiser] if organiser is not None and organiser.id != action.owner_id else []
    return [person for person in found if not person.guest]


async def _may_help_with_action(store: Store, action: Action, person: Person) -> bool:
    """Return False for guests, and for whoever may not see the meeting that the action is from."""
    held = await find_occurrence_view(store, action.occurrence_id)
    return not person.guest and (held is None or await may_see_meeting(store, held.meeting, person))


@router.card(ActionReminder)
async def draw_action_due_card(view: View[ActionReminder]) -> Card | None:
    """Draw the reminder for the owner."""
    action, say = await view.store.actions.find(view.args.action), view.say
    if action is None or view.person is None:
        return None
    if action.owner_id != view.person.id:
        return await draw_former_owner_notice(view, action)
    if not is_action_notice_current(action, view.args.mark):
        return draw_outdated_action_notice(view, action)
    if not view.delivery.was_told and await is_action_notice_due(view, action):
        return None
    today = view.today
    note = " · ".join(
        filter(
            None, (describe_due_date(action, say, today), await describe_action_origin(view.store, action, view.person))
        )
    )
    return Card(
        say("Your commitments"), (Text(action.text), Text(note, "subtle"), Buttons(draw_action_buttons(say, action)))
    )


@router.card(LateActionNotice)
async def draw_action_late_card(view: View[LateActionNotice]) -> Card | None:
    """Draw the notice for somebody who may help: they write to who is late, and who runs the meeting changes it."""
    action, say = await view.store.actions.find(view.args.action), view.say
    if action is None or view.person is None:
        return None
    if not await _may_help_with_action(view.store, action, view.person):
        return draw_withheld(view)
    if not is_action_notice_current(action, view.args.mark):
        return draw_outdated_action_notice(view, action)
    who = await format_signature(view.store, action.owner_id, action.organisation_id, say)
    today = view.today
    note = " · ".join(
        filter(
            None, (describe_due_date(action, say, today), await describe_action_origin(view.store, action, view.person))
        )
    )
    text = say("{name} promised this and is late. Can you help?", name=who)
    row = await _draw_helper_buttons(view, action, view.person)
    return Card("", (Text(text), Text(action.text), Text(note, "subtle"), *([Buttons(row)] if row else [])))


async def _draw_helper_buttons(view: View, action: Action, reader: Person) -> tuple[Button, ...]:
    say, owner = view.say, await view.store.people.find(action.owner_id)
    reached = owner is not None and not owner.guest and bool(owner.stands_for or owner.secretariat)
    write = (draw_contact_button(say, owner),) if owner is not None and reached and owner.id != reader.id else ()
    held = await find_occurrence_view(view.store, action.occurrence_id)
    if held is None or not may_run_meeting(reader, held.meeting):
        return write
    return (*write, Button(say("Reassign"), "actions.reassign", str(action.id)), *draw_action_buttons(say, action))
