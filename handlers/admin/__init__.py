"""Administer: topics, rooms, organisations, people and messages that did not arrive; for the secretariat."""

from __future__ import annotations

from handlers.admin import deliveries, entering, organisations, people, rooms, topics
from handlers.chat.routing import Router

router = Router()
for part in (entering, topics, rooms, organisations, people, deliveries):
    router.include(part.router)
