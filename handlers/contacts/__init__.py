"""Contacts: who is who in the network, what an organisation is, and a way to write to its people."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.contacts import asking, writing

router = Router()
for part in (asking, writing):
    router.include(part.router)
