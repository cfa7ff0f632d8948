"""Assemble the handlers of minutes: written per item, reviewed by attendees, approved, and then final."""

from handlers.chat.routing import Router
from handlers.meetings.minutes import (
    attendance_form,
    called_off_agenda,
    carry_over,
    late_corrections,
    minutes_approval,
    minutes_editor,
    minutes_list,
    minutes_markdown,
    minutes_reminders,
    minutes_review,
    missing_parts,
    shown_minutes,
)

router = Router()
for _part in (
    called_off_agenda,
    carry_over,
    minutes_approval,
    attendance_form,
    late_corrections,
    minutes_list,
    minutes_reminders,
    minutes_review,
    missing_parts,
    shown_minutes,
    minutes_markdown,
    minutes_editor,
):
    router.include_router(_part.router)
