"""RSVPs: who comes, how, who comes instead, and who waits for a seat."""

from handlers.chat.routing import Router
from handlers.rsvps import answering, listing, overriding, reminding, seats, substituting

router = Router()
for _part in (answering, listing, overriding, reminding, seats, substituting):
    router.include(_part.router)
