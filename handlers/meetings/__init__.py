"""Meetings: proposed, approved, moved, called off, and shown."""

from handlers.chat.routing import Router

router = Router()
