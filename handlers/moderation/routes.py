"""Moderation: what is out of place is reported to the secretariat, hidden, and restored."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.moderation import deciding, more, reporting, telling, trail

router = Router()
for part in (more, reporting, deciding, telling, trail):
    router.include(part.router)
