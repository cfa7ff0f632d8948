"""Home: what waits for somebody, what they look after, what comes next, and where they belong."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.overview.home import showing

router = Router()
router.include(showing.router)
