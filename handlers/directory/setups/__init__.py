"""Set up a workspace: who owns it and acts for it, which topics go where, and a delivery test."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.setups import setup_checklist, setup_ownership, setup_test_cards, setup_test_receipts

router = Router()
for part in (setup_checklist, setup_ownership, setup_test_cards, setup_test_receipts):
    router.include_router(part.router)
