"""Questions: asked, sent to the rooms of their topic, moved, joined, taken back."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.questions import (
    asking,
    cards,
    changing,
    drafts,
    duplicates,
    escalating,
    following,
    passing,
    publishing,
    quieting,
    reaching,
    revealing,
    triage,
    unanswered,
    unplaced,
    widening,
)

router = Router()
for part in (asking, cards, changing, drafts, duplicates, following, publishing, reaching, revealing, triage):
    router.include(part.router)
# what follows while nobody answers
for part in (escalating, unanswered, passing, widening, quieting, unplaced):
    router.include(part.router)
