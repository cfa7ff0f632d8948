"""Being written."""

from __future__ import annotations

from handlers.chat.routing import Router

router = Router()
