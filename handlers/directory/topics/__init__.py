"""Topics: what the network talks about, who leads each, where it lives, and who follows it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.topics import following, helping, listing, paces, telling

router = Router()
for part in (listing, following, helping, paces, telling):
    router.include(part.router)
