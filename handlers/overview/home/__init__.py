"""Show home: pending items, responsibilities, next meetings, and where the person belongs."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.overview.home import home_page

router = Router()
router.include_router(home_page.router)
