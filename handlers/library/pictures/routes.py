"""Collect what answers the buttons and draws the cards of pictures."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.library.pictures import picture_album, picture_consent, picture_offers, picture_outcomes

router = Router()
for part in (picture_album, picture_consent, picture_offers, picture_outcomes):
    router.include_router(part.router)
