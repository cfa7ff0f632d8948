"""Searches: topic leads see what was searched for in vain or in other words, and make keywords of it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.library.searches import choosing, listing, routing, teaching

router = Router()
for part in (listing, teaching, choosing, routing):
    router.include(part.router)
