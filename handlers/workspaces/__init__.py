"""Workspaces: people install the bot in theirs, the secretariat says whose house it is, and it may be removed again."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.workspaces import accepting, arriving, leaving, listing

router = Router()
for part in (arriving, accepting, leaving, listing):
    router.include(part.router)
