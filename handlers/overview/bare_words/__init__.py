"""Look up a few bare words before anything is asked: a code, a page, a name, and only then a question."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.overview.bare_words import ordered_lookup

router = Router()
router.include_router(ordered_lookup.router)
