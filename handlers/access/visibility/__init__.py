"""Limit who may see what is asked and shared.

The audience is chosen in a form, shown before sending, and enforced at every drawing.
"""

from __future__ import annotations

from handlers.access.visibility import visibility_guard
from handlers.chat.routing import Router

router = Router()
router.include_router(visibility_guard.router)
