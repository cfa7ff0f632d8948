"""Accounts: one person, several chats: linked by a code typed on the other side, and unlinked again."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.accounts import confirming, linking, listing, telling

router = Router()
for part in (linking, confirming, telling, listing):
    router.include(part.router)
