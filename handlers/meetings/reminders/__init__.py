"""Assemble the handlers of reminders: each sent once, in its reader's working hours, to those it
concerns.
"""

from handlers.chat.routing import Router
from handlers.meetings.reminders import cards, reminder_audit, reminder_planner, silent_organisations

router = Router()
for _part in (reminder_audit, cards, reminder_planner, silent_organisations):
    router.include_router(_part.router)
