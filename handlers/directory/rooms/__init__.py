"""Rooms: linked where you stand, lost and found again."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.rooms import arriving, linking, losing, returning

router = Router()
for part in (arriving, linking, losing, returning):
    router.include(part.router)
