"""Members: people arrive, say where they belong, are confirmed, and see what the bot knows of them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.members import arriving, belonging, confirming, hours, profile, switching, welcoming
from handlers.directory.members.secretariat import first_secretariat_code

__all__ = ["first_secretariat_code", "router"]

router = Router()
for part in (arriving, belonging, confirming, hours, profile, switching, welcoming):
    router.include(part.router)
