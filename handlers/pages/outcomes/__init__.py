"""Report what came of a year in the network: counted, checked, and frozen with its date, ids and hash."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.pages.outcomes import report_desk

router = Router()
router.include_router(report_desk.router)
