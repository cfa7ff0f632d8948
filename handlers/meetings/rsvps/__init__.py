"""Assemble the handlers of RSVPs: who comes and how, deputies, and the waiting list for seats."""

from handlers.chat.routing import Router
from handlers.meetings.rsvps import (
    deputy_rsvps,
    reminder_preference,
    rsvp_answers,
    rsvp_departures,
    rsvp_exclusions,
    rsvp_list,
    rsvp_override,
    seat_allocation,
)

router = Router()
for _part in (
    rsvp_answers,
    rsvp_departures,
    rsvp_exclusions,
    rsvp_list,
    rsvp_override,
    reminder_preference,
    seat_allocation,
    deputy_rsvps,
):
    router.include_router(_part.router)
