"""Administer: topics, rooms, organisations, people and messages that did not arrive; for the secretariat."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.overview.admin import deliveries, entering, importing, organisations, people, rooms, silent, topics

router = Router()
for part in (entering, topics, rooms, organisations, importing, silent, people, deliveries):
    router.include(part.router)
