"""Privacy: what the bot knows of a person can be taken out, and is forgotten when they say so, or in time."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.overview.privacy import asking, houses, mine, retention, trail

router = Router()
for part in (asking, houses, mine, retention, trail):
    router.include(part.router)
