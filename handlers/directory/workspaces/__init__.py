"""Workspaces: people install the bot in theirs or knock, the secretariat says whose house it is or shuts it out."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.workspaces import accepting, admitting, arriving, blocking, knocking, leaving, listing

router = Router()
for part in (knocking, arriving, accepting, admitting, blocking, leaving, listing):
    router.include(part.router)
