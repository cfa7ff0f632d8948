"""List what a meeting lacks before its minutes can be sent, and before it can be closed."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.minutes.attendance import list_attendees
from handlers.meetings.occurrence_view import OccurrenceView
from storage.kit.database import Store
from storage.meetings.agenda import ACCEPTED, DECISION, TREATED
from storage.meetings.minutes import REVIEW, Minutes


async def list_unwritten_parts(
    store: Store, occurrence: OccurrenceView, minutes: Minutes | None, say: Say
) -> list[str]:
    """Return what is missing of the agenda, of the text of each item, and of the attendance."""
    items = await store.agenda.list_agenda_items(occurrence.id)
    found = [] if items else [say("The agenda: add what was discussed.")]
    for item in items:
        name = agenda_texts.format_item_number(say, item)
        if item.state == ACCEPTED:
            found.append(say("{item}: write what the result was, or carry it over.", item=name))
        elif item.state == TREATED and item.kind == DECISION and not item.decision:
            found.append(say("{item}: write the decision.", item=name))
    if minutes is None or not minutes.counted:
        found.append(say("Who was present."))
    return found


async def list_closing_obstacles(
    store: Store, occurrence: OccurrenceView, minutes: Minutes | None, say: Say
) -> list[str]:
    """Return what is missing for closing: all parts, the end of the meeting, and the review by attendees."""
    found = [] if occurrence.occurrence.end_at <= store.now else [say("The meeting is not over yet.")]
    found += await list_unwritten_parts(store, occurrence, minutes, say)
    writer = minutes.keeper_id if minutes else None
    others = [person for person in await list_attendees(store, occurrence) if person.id != writer]
    if minutes is None or (minutes.state != REVIEW and others):
        return [*found, say("The minutes: send them to those who were there.")]
    if minutes.review_until is not None and minutes.review_until > store.now and others:
        found.append(say("Corrections are accepted until {when}.", when=say.format_period(minutes.review_until)))
    waiting = [one for one in await store.minute_book.list_corrections(occurrence.id) if one.taken is None]
    if waiting:
        found.append(
            say.many("{n} correction waits for an answer.", "{n} corrections wait for an answer.", len(waiting))
        )
    return found
