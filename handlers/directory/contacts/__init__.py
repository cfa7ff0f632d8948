"""Find people and organisations of the network, and write to them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.contacts import contact_messages, missing_contacts, option_searches, who_command

router = Router()
for part in (who_command, missing_contacts, contact_messages, option_searches):
    router.include_router(part.router)
