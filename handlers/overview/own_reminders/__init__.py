"""Remind people of what they asked to be reminded of: theirs alone, at the time they chose, until it is done."""

from handlers.chat.routing import Router
from handlers.overview.own_reminders import (
    reminder_cards,
    reminder_delivery,
    reminder_form,
    reminder_list,
    reminder_steps,
    typed_reminders,
)

router = Router()
for _part in (typed_reminders, reminder_form, reminder_steps, reminder_list, reminder_cards, reminder_delivery):
    router.include_router(_part.router)
