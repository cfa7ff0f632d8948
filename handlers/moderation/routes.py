"""Route the events of moderation: report to the secretariat, hide, and restore."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.moderation import author_notices, moderation_decisions, moderation_menu, moderation_trail, reports

router = Router()
for part in (moderation_menu, reports, moderation_decisions, author_notices, moderation_trail):
    router.include_router(part.router)
