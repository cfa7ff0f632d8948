"""Let organisations take places that others offer to people. What is given back goes to whoever waits."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.seats import seat_form, seat_notices

router = Router()
for _part in (seat_form, seat_notices):
    router.include_router(_part.router)

__all__ = ("router",)
