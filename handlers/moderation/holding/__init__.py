"""Holding: what somebody wrote waits for a word before it goes on, and is kept meanwhile."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.moderation.holding import deciding, hinting, newcomers, private

router = Router()
# a text that its writer lets go on is looked at by whoever lets newcomers in
for part in (hinting, newcomers, deciding, private):
    router.include(part.router)
