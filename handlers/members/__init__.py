"""Members: people say where they belong, choose their language and see what the bot knows of them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.members.secretariat import first_secretariat_code

__all__ = ["first_secretariat_code", "router"]

router = Router()
