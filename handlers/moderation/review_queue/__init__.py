"""Hold messages back until their writer or the secretariat decides whether they go on."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.moderation.review_queue import (
    competition_gate,
    held_edits,
    newcomer_gate,
    private_messages,
    writer_decisions,
)

router = Router()
# Order: a text that its writer sends despite the hint must still pass the newcomer gate.
for part in (held_edits, competition_gate, newcomer_gate, writer_decisions, private_messages):
    router.include_router(part.router)
