"""Schedule the reminders of the next fortnight, and schedule them anew when a meeting changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from handlers.chat import outgoing
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.meetings import occurrence_view
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders import reminder_kinds, silent_organisations
from handlers.meetings.reminders.planned_reminders import PlannedReminder, list_planned_reminders
from handlers.meetings.reminders.reminder_kinds import MOST_DAYS, THANKS
from handlers.meetings.reminders.reminder_selection import ReminderChoice
from handlers.notifications.scheduled_notifications import build_notification_draft
from storage.directory.people import Account
from storage.kit.database import Store
from storage.notifications.scheduled_notifications import PostedDelivery
from storage.queue.delivery_rows import CANCELLED, READY
from storage.queue.outbox import DeliveryDraft

router = Router()
#: Reminders within this time are scheduled when a meeting changes. The planner schedules later ones.
FORTNIGHT = timedelta(days=14)
#: Delay of late reminders. The organiser may still correct a mistake, and people may answer on the room's card.
LATE_DELAY = timedelta(minutes=10)
#: upper bound of how far working hours move a reminder from its day
_MOVED = timedelta(days=30)


@router.plan("reminders")
async def schedule_meeting_reminders(store: Store, arena: Arena, until: datetime) -> None:
    await schedule_missing_reminders(store, arena, await list_remindable_occurrences(store, until), until)


async def reschedule_meeting_reminders(store: Store, arena: Arena, *changed: OccurrenceView) -> None:
    """Cancel reminders that no longer hold, and schedule those that do. Call it with every change of an
    occurrence.
    """
    known = await _list_scheduled_reminders(store, changed)
    for occurrence in changed:
        moved = any(
            (reminder_kinds.parse_reminder_key(row.key) or ("", -1))[1] != occurrence.occurrence.moves
            for row in known[occurrence.id]
        )
        if moved or (known[occurrence.id] and not occurrence.takes_place):
            await store.outbox.cancel_deliveries(subject=occurrence_view.build_reminder_subject(occurrence.id))
        if known[occurrence.id]:  # what was told already shows the meeting as it is now
            await store.outbox.refresh_copies(occurrence_view.build_reminder_subject(occurrence.id))
    alive = [occurrence for occurrence in changed if occurrence.takes_place]
    until = store.now + FORTNIGHT
    before = [occurrence for occurrence in alive if known[occurrence.id]]
    wanted = await _list_wanted_reminders(store, arena, before)
    new = await _list_wanted_reminders(
        store, arena, [occurrence for occurrence in alive if not known[occurrence.id]], until
    )
    due = [planned for planned in wanted if planned.choice.moment.due <= until]
    await _post_reminders(store, [*due, *new], alive)
    await _adjust_scheduled_reminders(
        store,
        [row for occurrence in before for row in known[occurrence.id]],
        {planned.key: planned for planned in wanted},
    )


async def _list_scheduled_reminders(store: Store, changed: Sequence[OccurrenceView]) -> dict[int, list[PostedDelivery]]:
    """Map each occurrence to its scheduled reminders that were not cancelled."""
    found: dict[int, list[PostedDelivery]] = {occurrence.id: [] for occurrence in changed}
    for row in await store.scheduled_notifications.list_posted_deliveries(
        [occurrence_view.build_reminder_subject(id) for id in found]
    ):
        if row.state != CANCELLED:
            found[int(row.key.split(":")[1])].append(row)
    return found


async def schedule_missing_reminders(
    store: Store, arena: Arena, found: Sequence[OccurrenceView], until: datetime
) -> None:
    """Schedule the reminders that are wanted by `until` and not scheduled yet."""
    await _post_reminders(store, await _list_wanted_reminders(store, arena, found, until), found)


async def _list_wanted_reminders(
    store: Store, arena: Arena, found: Sequence[OccurrenceView], until: datetime | None = None
) -> list[PlannedReminder]:
    return [
        *await list_planned_reminders(store, arena, found, until),
        *await silent_organisations.list_silence_reminders(store, arena, found, until),
    ]


async def _post_reminders(store: Store, due: Sequence[PlannedReminder], found: Sequence[OccurrenceView]) -> None:
    known = {
        row.key: row
        for row in await store.scheduled_notifications.list_posted_deliveries(
            [occurrence_view.build_reminder_subject(each.id) for each in found]
        )
    }
    new = [planned for planned in due if planned.key not in known]
    again = [
        planned
        for planned in due
        if planned.key in known and _is_reminder_revivable(known[planned.key], planned.choice)
    ]
    moved = [planned for planned in due if planned.key in known and _is_hour_moved(known[planned.key], planned)]
    await store.scheduled_notifications.move_notifications(
        [{"row": known[planned.key].id, **planned.build_time_columns()} for planned in moved]
    )
    if again:
        await store.scheduled_notifications.revive_notifications(
            [{"row": known[planned.key].id, **planned.build_time_columns()} for planned in again]
        )
    if new:
        accounts = await store.people.map_last_used_accounts({planned.person.id for planned in new})
        drafts = (_build_reminder_draft(store, planned, accounts) for planned in new)
        await store.outbox.post_deliveries(*(draft for draft in drafts if draft is not None))


async def list_remindable_occurrences(store: Store, until: datetime) -> list[OccurrenceView]:
    """Return every occurrence that takes place and may have a reminder before `until`."""
    first = store.now - timedelta(days=MOST_DAYS) - _MOVED
    rows = await store.occurrences.list_occurrences_between(first, until + timedelta(days=MOST_DAYS) + _MOVED)
    meetings = await store.meetings.map_meetings_by_id({row.meeting_id for row in rows})
    found = [OccurrenceView(meetings[row.meeting_id], row) for row in rows]
    return [each for each in found if each.takes_place and _may_have_reminder(each, store.now, until)]


def _may_have_reminder(occurrence: OccurrenceView, now: datetime, until: datetime) -> bool:
    offsets = [reminder_kinds.find_reminder_days(occurrence, kind) for kind in reminder_kinds.KINDS]
    before = timedelta(days=max((n for n in offsets if n is not None), default=0)) + _MOVED
    after = timedelta(days=reminder_kinds.find_reminder_days(occurrence, THANKS) or 0) + _MOVED
    return occurrence.occurrence.start_at - before <= until and occurrence.occurrence.end_at + after >= now


async def _adjust_scheduled_reminders(
    store: Store, known: Sequence[PostedDelivery], wanted: Mapping[str, PlannedReminder]
) -> None:
    """Move scheduled reminders whose time changed, and drop those whose kind was switched off."""
    changes, dropped = [], []
    for row in known:
        planned = wanted.get(row.key)
        if row.state != READY or row.due_at <= store.now:
            continue
        if planned is None:
            dropped.append(row.id)
        elif planned.choice.moment.due != row.due_at and not planned.choice.late:
            changes.append({"row": row.id, **planned.build_time_columns()})
    if dropped:
        await store.scheduled_notifications.cancel_notifications(dropped)
    await store.scheduled_notifications.move_notifications(changes)


def _is_reminder_revivable(row: PostedDelivery, choice: ReminderChoice) -> bool:
    """Return True for a cancelled reminder that is wanted again before its time."""
    return row.state == CANCELLED and not row.told and not choice.late


def _is_hour_moved(row: PostedDelivery, planned: PlannedReminder) -> bool:
    """Return True for an urgent reminder whose reader has changed their hours; the others are moved with these."""
    choice = planned.choice
    return planned.urgent and row.state == READY and not choice.late and row.due_at != choice.moment.due


def _build_reminder_draft(
    store: Store, planned: PlannedReminder, accounts: Mapping[int, Account]
) -> DeliveryDraft | None:
    """Return None if the person has no account, or no working hours before the reminder expires."""
    account, moment = accounts.get(planned.person.id), planned.choice.moment
    due = planned.hours.find_next_open(store.now + LATE_DELAY) if planned.choice.late else moment.due
    if account is None or due >= moment.expires:
        return None
    about = occurrence_view.build_reminder_subject(planned.sitting.id)
    draft = outgoing.build_private_draft(
        planned.person, account, planned.card, key=planned.key, subject=about, due_at=due
    )
    return build_notification_draft(
        draft, planned.hours, moment.meant, expires_at=moment.expires, early=planned.early, urgent=planned.urgent
    )
