"""Deliveries: where an item has come to, what stands in the way elsewhere, and who can do something about it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.notifications.deliveries import letters, retrying, showing

router = Router()
for part in (showing, retrying, letters):
    router.include(part.router)
