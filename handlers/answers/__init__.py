"""Answers: given in a thread or a form, carried to the other rooms, and accepted as what solved it."""

from __future__ import annotations

from handlers.answers import answering, cards, reacting, readers, solving
from handlers.chat.routing import Router

router = Router()
for part in (answering, cards, reacting, readers, solving):
    router.include(part.router)
