"""RSVPs: who comes, how, who comes instead, and who waits for a seat."""

from handlers.chat.routing import Router
from handlers.meetings.rsvps import answering, leaving, listing, overriding, reminding, seats, substituting

router = Router()
for _part in (answering, leaving, listing, overriding, reminding, seats, substituting):
    router.include(_part.router)
