"""Remind keepers of minutes that are missing, or that wait for approval after review."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Later, Router
from handlers.chat.turn import Arena, View
from handlers.dates.time_zones import convert_to_local
from handlers.dates.workdays import add_workdays
from handlers.dates.working_hours import build_working_hours
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.minutes import attendance, minutes_card
from handlers.meetings.minutes.lookup import find_minutes_keeper
from handlers.meetings.minutes_subjects import build_minutes_subject
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.minutes import DRAFT, REVIEW, Minutes

router = Router()
#: reminders of a draft: working days after the meeting
STEPS = (2, 5, 10)
#: reminders to approve: working days after the deadline for corrections
APPROVE = (0, 3, 8)
MORNING = time(9)
#: Nobody is reminded of minutes of older meetings.
OLDEST = timedelta(days=60)


class MinutesMissingReminder(OccurrenceCard, frozen=True):
    template = "minutes.missing"


class MinutesApprovalReminder(OccurrenceCard, frozen=True):
    template = "minutes.approve"


@router.plan("minutes")
async def schedule_minutes_reminders(store: Store, arena: Arena, until: datetime) -> None:
    for occurrence in await store.occurrences.list_unclosed_occurrences(store.now, store.now - OLDEST):
        found = await find_occurrence_view(store, occurrence.id)
        if found is None or not found.takes_place:
            continue
        minutes = await store.minute_book.find_minutes(found.id)
        person = await find_minutes_keeper(store, found, minutes)
        if person is None:
            continue
        if minutes is not None and minutes.state == REVIEW and minutes.review_until is not None:
            card: OccurrenceCard = MinutesApprovalReminder(found.id)
            await _schedule_keeper_reminders(store, arena, person, card, minutes.review_until, APPROVE, until)
        elif minutes is None or minutes.state == DRAFT:
            card = MinutesMissingReminder(found.id)
            await _schedule_keeper_reminders(store, arena, person, card, occurrence.end_at, STEPS, until)


async def _schedule_keeper_reminders(
    store: Store,
    arena: Arena,
    person: Person,
    card: OccurrenceCard,
    since: datetime,
    steps: tuple[int, ...],
    until: datetime,
) -> None:
    """Schedule each step once. A step that was missed during an outage gives way to the next."""
    hours, what = build_working_hours(person, arena), card.template.rpartition(".")[2]
    day = convert_to_local(since, hours.zone).date()
    times = [
        hours.clamp_at_or_after(add_workdays(day, n), MORNING) if n else hours.find_next_open(since) for n in steps
    ]
    ends = [*times[1:], times[-1] + OLDEST]
    for step, at, end in zip(steps, times, ends, strict=True):
        if at <= until and end > store.now:
            await schedule_notification(
                store,
                arena,
                person,
                card,
                key=f"minutes:{card.occurrence}:{what}:{step}:{person.id}:{since:%Y%m%d%H%M}",
                at=max(at, store.now),
                subject=build_minutes_subject(card.occurrence),
                expires_at=end,
            )


@router.card(MinutesMissingReminder)
async def draw_minutes_missing_card(view: View[MinutesMissingReminder]) -> Card | None:
    """Draw the reminder for the keeper, until the minutes are in review."""
    found, minutes = await _find_kept_minutes(view, view.args.occurrence)
    if found is None or (minutes is not None and minutes.state != DRAFT):
        return await _draw_past_reminder(view, view.args.occurrence)
    text = view.say("The minutes of {title} are missing. Those who were there wait for them.", title=found.title)
    return Card("", (Text(text), Buttons((Button(view.say("Minutes"), "minutes.show", str(found.id), "primary"),))))


@router.card(MinutesApprovalReminder)
async def draw_minutes_approve_card(view: View[MinutesApprovalReminder]) -> Card | None:
    """Draw the reminder for the keeper. Raise Later as long as corrections are accepted."""
    found, minutes = await _find_kept_minutes(view, view.args.occurrence)
    if found is None or minutes is None or minutes.state != REVIEW or view.person is None:
        return await _draw_past_reminder(view, view.args.occurrence)
    if minutes.review_until is not None and minutes.review_until > view.now:
        raise Later(minutes.review_until)
    text = view.say(
        "The time for corrections to the minutes of {title} is over. Can they be approved?", title=found.title
    )
    told = await attendance.count_other_attendees(view.store, found, view.person)
    row = (
        minutes_card.draw_approval_button(view.say, found.id, told),
        Button(view.say("Minutes"), "minutes.show", str(found.id)),
    )
    return Card("", (Text(text), Buttons(row)))


async def _find_kept_minutes(view: View, occurrence_id: int) -> tuple[OccurrenceView | None, Minutes | None]:
    """Return meeting and minutes if the reader is still responsible for them, else None twice."""
    found = await find_occurrence_view(view.store, occurrence_id)
    minutes = await view.store.minute_book.find_minutes(occurrence_id)
    if found is None or view.person is None or not found.takes_place:
        return None, None
    person = await find_minutes_keeper(view.store, found, minutes)
    return (found, minutes) if person is not None and person.id == view.person.id else (None, None)


async def _draw_past_reminder(view: View, occurrence_id: int) -> Card | None:
    """Draw how far the minutes are, in place of a reminder that was sent. Return None for one that was not."""
    found = await find_occurrence_view(view.store, occurrence_id)
    if found is None or not view.delivery.was_told:
        return None
    minutes = await view.store.minute_book.find_minutes(occurrence_id)
    state = Text(await minutes_card.describe_minutes_state(view.store, minutes, view.say), "subtle")
    show = Buttons((Button(view.say("Minutes"), "minutes.show", str(occurrence_id)),))
    return Card(minutes_card.describe_minutes_title(view.say, found), (state, show))
