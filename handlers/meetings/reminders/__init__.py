"""Reminders: each meeting is told of in time, in its reader's own hours, once, and only to those it concerns."""

from handlers.chat.routing import Router
from handlers.meetings.reminders import auditing, cards, planning, silence

router = Router()
for _part in (auditing, cards, planning, silence):
    router.include(_part.router)
