"""Draw a reminder when it is sent: check again that it still holds, and show the given answer."""

from __future__ import annotations

from handlers.chat.card_arguments import read_arguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.meetings.audience import may_run_meeting, may_see_meeting
from handlers.meetings.card_arguments import MeetingReminder
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.meetings.reminders import reminder_kinds
from handlers.meetings.reminders.planned_reminders import find_invitee_status, list_occurrences_with_unsent_agenda
from handlers.meetings.reminders.reminder_kinds import HOUR, PAPERS, THANKS
from handlers.meetings.reminders.reminder_selection import is_reminder_superseded, select_daily_reminders
from handlers.meetings.reminders.reminder_times import list_reminder_times
from handlers.meetings.reminders.unsent_agenda import draw_unsent_agenda
from handlers.meetings.rsvps import personal_rsvp
from storage.directory.people import Person
from storage.meetings.meetings import PLANNED
from storage.meetings.minutes import DRAFT, LOCKED
from storage.meetings.occurrences import CANCELLED
from storage.queue.delivery_rows import SENT

router = Router()


@router.card(MeetingReminder)
async def draw_reminder_card(view: View[MeetingReminder]) -> Card | None:
    """Draw the reminder. Return None if the meeting was moved, was called off, has begun or no longer
    concerns the reader.

    Return None also if a later reminder is due.
    """
    args, person = view.args, view.person
    found = await find_occurrence_view(view.store, args.occurrence)
    if found is None or person is None:
        return None
    if view.delivery.was_told and args.kind != THANKS:
        return await _draw_told_reminder(view, found, person)
    if args.moves != found.occurrence.moves:
        return None
    kind, hours = args.kind, build_working_hours(person, view.arena)
    if not _is_reminder_current(view, found, kind) or not await _is_relevant_to_reader(view, found, person, hours):
        return None
    if kind == PAPERS:
        return await draw_unsent_agenda(view, found)
    if kind == THANKS:
        return await _draw_thanks_card(view, found)
    body = await personal_rsvp.draw_personal_rsvp_card(
        view.store, found, person, view.say, lead=_describe_reminder_lead(view.say, kind), arena=view.arena
    )
    moved = kind in (reminder_kinds.HOLD, reminder_kinds.INVITATION) and await _has_heard_earlier_time(
        view, found, person
    )
    title = view.say("New time: {title}", title=found.title) if moved else ""
    parts = show_proposal_first(body.parts) if kind == reminder_kinds.CALL else body.parts
    return Card(title or _describe_reminder_title(view, found, kind, hours), parts)


def show_proposal_first(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Put the button that the call for agenda items asks for before the answers; elsewhere it stands behind ⋯."""
    rows = [part for part in parts if isinstance(part, Buttons)]
    every = [button for row in rows for button in row.row]
    asked = [button for button in every if button.do == "agenda.propose"]
    if not asked or not rows:
        return parts
    first = Buttons((*asked, *(button for button in every if button not in asked)))
    at = parts.index(rows[0])
    return (*parts[:at], first, *(part for part in parts[at:] if part not in rows))


async def _draw_told_reminder(view: View[MeetingReminder], found: OccurrenceView, person: Person) -> Card | None:
    """Draw a reminder that was sent: the meeting as it is now, with the reader's answer."""
    if not await may_see_meeting(view.store, found.meeting, person):
        return draw_withheld(view)
    if view.args.kind == PAPERS and may_run_meeting(person, found.meeting):
        return await draw_unsent_agenda(view, found)
    holds = found.takes_place and view.args.moves == found.occurrence.moves and found.occurrence.start_at > view.now
    lead = _describe_reminder_lead(view.say, view.args.kind) if holds else ""
    card = await personal_rsvp.draw_personal_rsvp_card(view.store, found, person, view.say, lead=lead, arena=view.arena)
    if not holds:
        return card
    hours = build_working_hours(person, view.arena)
    title = found.title if view.args.kind == PAPERS else _describe_reminder_title(view, found, view.args.kind, hours)
    asks = view.args.kind == reminder_kinds.CALL
    return Card(title, show_proposal_first(card.parts) if asks else card.parts)


async def _has_heard_earlier_time(view: View, found: OccurrenceView, person: Person) -> bool:
    """Return True if the reader has answered for an earlier time, or was sent a reminder of one."""
    moves = found.occurrence.moves
    if not moves:
        return False
    rsvp = await view.store.rsvps.find_rsvp(found.id, person.id)
    if rsvp is not None and rsvp.moves < moves:
        return True
    rows = await view.store.scheduled_notifications.list_notifications_of_template(person.id, MeetingReminder.template)
    sent = [read_arguments(row) for row in rows if row.state == SENT or row.told_in_id is not None]
    return any(
        isinstance(told, MeetingReminder) and told.occurrence == found.id and told.moves < moves for told in sent
    )


def _is_reminder_current(view: View, found: OccurrenceView, kind: str) -> bool:
    occurrence, now = found.occurrence, view.now
    if kind == THANKS:
        return found.meeting.state == PLANNED and occurrence.state != CANCELLED and occurrence.end_at <= now
    if not found.takes_place or occurrence.start_at <= now:
        return False
    # An urgent notification is not delayed by working hours, so this must check them.
    return kind != HOUR or view.person is None or build_working_hours(view.person, view.arena).is_open(now)


async def _is_relevant_to_reader(
    view: View[MeetingReminder], found: OccurrenceView, person: Person, hours: WorkingHours
) -> bool:
    who = await find_invitee_status(view.store, found, person)
    if who is None or (view.args.late and (who.answer or who.asked)):
        return False
    papers = found.id in await list_occurrences_with_unsent_agenda(view.store, [found])
    mine = select_daily_reminders(found, list_reminder_times(found, hours), who, view.now, papers=papers)
    return not is_reminder_superseded(mine, view.args.kind, time_zones.convert_to_local(view.now, hours.zone).date())


def _describe_reminder_title(view: View, found: OccurrenceView, kind: str, hours: WorkingHours) -> str:
    say, title = view.say, found.title
    match kind:
        case reminder_kinds.HOLD:
            return say("Save the date: {title}", title=title)
        case reminder_kinds.CALL:
            return say("Do you have an item for {title}?", title=title)
        case reminder_kinds.INVITATION:
            return say("Invitation: {title}", title=title)
        case reminder_kinds.SIGNUP:
            return say("Are you coming to {title}?", title=title)
    here = Say(say.language, hours.zone)
    start, clock = found.occurrence.start_at, here.format_clock(found.occurrence.start_at)
    away = (
        time_zones.convert_to_local(start, hours.zone).date() - time_zones.convert_to_local(view.now, hours.zone).date()
    ).days
    if away == 0:
        return say("{title} is today at {clock}", title=title, clock=clock)
    if away == 1:
        return say("{title} is tomorrow at {clock}", title=title, clock=clock)
    return say("{title} is on {day}", title=title, day=here.format_period(start))


def _describe_reminder_lead(say: Say, kind: str) -> str:
    match kind:
        case reminder_kinds.HOLD:
            return say("The invitation will follow. Answer now if you already know.")
        case reminder_kinds.CALL:
            return say("Propose what the others should hear of, discuss or decide.")
        case reminder_kinds.SIGNUP:
            return say("The deadline for signing up is near.")
    return ""


async def _draw_thanks_card(view: View, found: OccurrenceView) -> Card | None:
    """Draw the thanks with the present state of the minutes, which may be out when the card is read.

    Return None if the minutes are approved already: their own notice thanks too.
    """
    say, minutes = view.say, await view.store.minute_book.find_minutes(found.id)
    state = minutes.state if minutes is not None else DRAFT
    if state == LOCKED and not view.delivery.was_told:
        return None
    thanks = say("Thank you for coming. You will get the minutes when they are ready.")
    lines = (
        thanks if state == DRAFT else say("Thank you for coming."),
        say("Was something forgotten? Put it on the agenda of the next meeting, or ask the network."),
    )
    row = Buttons((Button(say("Next meetings"), "meetings.page"),))
    return Card(say("Thank you for {title}", title=found.title), (*map(Text, lines), row))
