"""Contacts: who is who in the network, what an organisation is, and a way to write to its people."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.contacts import asking, missing, writing

router = Router()
for part in (asking, missing, writing):
    router.include(part.router)
