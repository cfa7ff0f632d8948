"""Send the draft of the minutes to those who were there, for the time in which they can correct it."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.turn import Turn
from handlers.meetings.card_arguments import MinutesDraftNotice
from handlers.meetings.minutes_subjects import build_minutes_subject
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.meetings.minutes import Minutes


async def send_minutes_draft(
    turn: Turn, occurrence: OccurrenceView, minutes: Minutes, people: Iterable[Person]
) -> None:
    """Schedule the draft for these people. It expires with the time for corrections."""
    for person in people:
        await schedule_notification(
            turn.store,
            turn.arena,
            person,
            MinutesDraftNotice(occurrence.id),
            key=f"minutes:{occurrence.id}:draft:{person.id}:{minutes.version}",
            at=turn.now,
            subject=build_minutes_subject(occurrence.id),
            expires_at=minutes.review_until,
        )
