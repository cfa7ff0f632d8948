"""Topics: what the network talks about, who leads each, where it lives, and who follows it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.topics import following, helping, listing, people

router = Router()
for part in (listing, following, helping, people):
    router.include(part.router)
