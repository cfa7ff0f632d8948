"""Show contacts and deputies what came of their organisation's year, and let them share it by a link."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.pages.yearly import year_card, year_export, year_notice, year_sharing

router = Router()
for _part in (year_card, year_export, year_notice, year_sharing):
    router.include_router(_part.router)
