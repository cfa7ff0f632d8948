"""Actions: what somebody promised, reminded of until it is done."""

from handlers.actions import adding, doing, listing, reminding, telling
from handlers.chat.routing import Router

router = Router()
for _part in (adding, doing, listing, reminding, telling):
    router.include(_part.router)
