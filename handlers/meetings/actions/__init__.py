"""Actions: what somebody promised, reminded of until it is done."""

from handlers.chat.routing import Router
from handlers.meetings.actions import adding, doing, listing, reminding, telling

router = Router()
for _part in (adding, doing, listing, reminding, telling):
    router.include(_part.router)
