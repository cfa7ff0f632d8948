"""Meetings: proposed, approved, moved, called off, and shown."""

from handlers.chat.routing import Router
from handlers.meetings import (
    cancelling,
    cards,
    chasing,
    choosing,
    listing,
    offsets,
    personal,
    proposals,
    saving,
    telling,
    writing,
)

router = Router()
for _part in (cancelling, cards, chasing, choosing, listing, offsets, personal, proposals, saving, telling, writing):
    router.include(_part.router)
